from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import updates
from storage.store import Store

NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


def test_an_update_is_remembered_and_may_be_remembered_twice(store: Store) -> None:
    with store.transaction() as tx:
        assert not updates.was_handled(tx, 2**40)
        updates.handled(tx, 2**40, NOW)
        updates.handled(tx, 2**40, NOW)
        assert updates.was_handled(tx, 2**40)


def test_old_updates_are_forgotten_and_recent_ones_are_not(store: Store) -> None:
    with store.transaction() as tx:
        updates.handled(tx, 1, NOW - timedelta(days=3))
        updates.handled(tx, 2, NOW)
        assert updates.prune(tx, NOW - timedelta(days=2)) == 1
        assert not updates.was_handled(tx, 1)
        assert updates.was_handled(tx, 2)
