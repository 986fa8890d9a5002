from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import asked, deliveries, minutes
from storage.asked import Asked
from storage.standing import Stands, stand, verdicts_stand
from storage.store import Store, Tx
from tests.storage.test_deliveries import DAY, NOW, a_set, first_of

LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)


def row(tx: Tx, asked_id: int) -> Asked:
    found = asked.get(tx, asked_id)
    assert found is not None
    return found


def second_of(tx: Tx, first: Asked) -> int:
    """The id of another assertion of the same set."""
    seen = asked.seen(tx, first.learner_id, "f-2")
    return asked.hand_out(
        tx, seen, learner_id=first.learner_id, delivery_id=first.delivery_id, position=2, fact_id="f-2",
        variant_id="c1", revision=1, truth=True, handed_at=NOW,
    ).id  # fmt: skip


def test_what_stands_is_no_more_to_be_shown_and_its_set_has_arrived(store: Store) -> None:
    with store.transaction() as tx:
        ids = [first_of(tx, a_set(tx)) for _ in range(3)]
        for asked_id in ids:
            asked.change(tx, asked_id, show_due=NOW)
        assert stand(tx, [Stands(ids[1], "tg:8", LATER), Stands(ids[0], "tg:7", NOW)]) == {}
        shown = [row(tx, asked_id) for asked_id in ids]
        assert [(one.shown_ref, one.shown_at, one.show_due) for one in shown] == [
            ("tg:7", NOW, None), ("tg:8", LATER, None), (None, None, NOW)
        ]  # fmt: skip
        sets = [deliveries.get(tx, one.delivery_id or 0) for one in shown]
        assert [(one.state, one.sent_at) for one in sets if one] == [("sent", NOW), ("sent", LATER), ("planned", None)]


def test_a_set_of_which_two_assertions_stand_at_once_has_arrived_with_the_first(store: Store) -> None:
    with store.transaction() as tx:
        first = row(tx, first_of(tx, a_set(tx)))
        stand(tx, [Stands(second_of(tx, first), "tg:8", LATER), Stands(first.id, "tg:7", NOW)])
        found = deliveries.get(tx, first.delivery_id or 0)
        assert found is not None
        assert found.sent_at == NOW


def test_of_two_messages_that_show_the_same_the_last_counts(store: Store) -> None:
    with store.transaction() as tx:
        first = first_of(tx, a_set(tx))
        stand(tx, [Stands(first, "tg:7", NOW), Stands(first, "tg:8", LATER)])
        assert row(tx, first).shown_ref == "tg:8"


def test_what_is_not_there_any_more_stands_nowhere(store: Store) -> None:
    with store.transaction() as tx:
        assert stand(tx, [Stands(77, "tg:7", NOW)]) == {}
        assert verdicts_stand(tx, [77]) == {}


def test_a_verdict_that_stands_is_no_more_to_be_shown(store: Store) -> None:
    with store.transaction() as tx:
        ids = [first_of(tx, a_set(tx)) for _ in range(2)]
        for asked_id in ids:
            asked.change(tx, asked_id, feedback_due=NOW)
        assert verdicts_stand(tx, ids[1:]) == {}
        assert [row(tx, asked_id).feedback_due for asked_id in ids] == [NOW, None]


def test_of_those_in_a_minute_one_is_told_in_which(store: Store) -> None:
    with store.transaction() as tx:
        first = row(tx, first_of(tx, a_set(tx)))
        minute = minutes.begin(tx, first.learner_id, DAY, NOW, NOW + timedelta(minutes=1), NOW)
        asked.change(tx, first.id, minute_id=minute.id, delivery_id=None)
        assert stand(tx, [Stands(first.id, "tg:7", NOW)]) == {first.id: minute.id}
        assert verdicts_stand(tx, [first.id]) == {first.id: minute.id}


def test_a_copy_that_stands_once_another_was_answered_is_to_show_the_verdict(store: Store) -> None:
    with store.transaction() as tx:
        ids = [first_of(tx, a_set(tx)) for _ in range(3)]
        stand(tx, [Stands(asked_id, "tg:7", NOW) for asked_id in ids])
        for asked_id in ids[1:]:
            asked.change(tx, asked_id, answered_at=NOW)
        stand(tx, [Stands(ids[0], "tg:8", LATER), Stands(ids[1], "tg:7", LATER), Stands(ids[2], "tg:8", LATER)])
        assert [row(tx, asked_id).feedback_due for asked_id in ids] == [None, None, LATER]
