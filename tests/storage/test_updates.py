from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import updates
from storage.store import Store
from storage.updates import Handled, Standing

NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


def test_an_update_is_remembered_and_may_be_remembered_twice(store: Store) -> None:
    with store.transaction() as tx:
        assert not updates.was_handled(tx, 2**40)
        updates.handled(tx, [Handled(2**40, NOW)])
        updates.handled(tx, [Handled(2**40, NOW)])
        assert updates.was_handled(tx, 2**40)


def test_old_updates_are_forgotten_and_recent_ones_are_not(store: Store) -> None:
    with store.transaction() as tx:
        updates.handled(tx, [Handled(1, NOW - timedelta(days=3))])
        updates.handled(tx, [Handled(2, NOW)])
        assert updates.prune(tx, NOW - timedelta(days=2)) == 1
        assert not updates.was_handled(tx, 1)
        assert updates.was_handled(tx, 2)


SOON = NOW + timedelta(seconds=10)


def test_of_two_processes_one_takes_an_update_and_the_other_learns_when_it_is_done(store: Store) -> None:
    with store.transaction() as tx:
        assert updates.take(tx, 7, NOW, SOON) is Standing.OURS
        assert updates.take(tx, 7, NOW, SOON) is Standing.ELSEWHERE
        assert not updates.was_handled(tx, 7)
        updates.handled(tx, [Handled(7, NOW)])
        assert updates.take(tx, 7, NOW, SOON) is Standing.DONE
        assert updates.take(tx, 7, SOON, SOON) is Standing.DONE


def test_an_update_that_was_left_or_whose_time_ran_out_can_be_taken_again(store: Store) -> None:
    with store.transaction() as tx:
        updates.take(tx, 7, NOW, SOON)
        updates.leave(tx, 7)
        assert updates.take(tx, 7, NOW, SOON) is Standing.OURS
        assert updates.take(tx, 7, SOON, SOON + timedelta(seconds=10)) is Standing.OURS
        assert updates.take(tx, 7, SOON, SOON) is Standing.ELSEWHERE
        updates.handled(tx, [Handled(7, NOW)])
        updates.leave(tx, 7)
        assert updates.was_handled(tx, 7)
