from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from storage.store import Store
from storage.tables import handled_updates

TOKYO = timezone(timedelta(hours=9))


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_given_in(store: Store) -> None:
    given = datetime(2026, 3, 2, 20, 30, 15, 123456, tzinfo=TOKYO)
    with store.transaction() as tx:
        tx.execute(insert(handled_updates).values(update_id=1, at=given))
        stored = tx.execute(select(handled_updates.c.at)).scalar_one()
    assert stored == given
    assert stored.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="needs a zone"), store.transaction() as tx:
        tx.execute(insert(handled_updates).values(update_id=1, at=datetime(2026, 3, 2)))  # noqa: DTZ001


def test_instants_of_different_zones_compare_in_the_database_as_they_do_in_time(store: Store) -> None:
    early = datetime(2026, 3, 2, 9, 0, tzinfo=TOKYO)  # midnight UTC
    with store.transaction() as tx:
        tx.execute(insert(handled_updates).values(update_id=1, at=early))
        later = tx.execute(select(handled_updates).where(handled_updates.c.at < datetime(2026, 3, 2, 1, tzinfo=UTC)))
        assert later.one().update_id == 1
