from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.lessons.joining import DEFAULTS
from storage import asked, deliveries, learners
from storage.deliveries import Delivery, Kind, State
from storage.standing import Stands, stand
from storage.store import Store, Tx

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


def a_set(tx: Tx, state: State = State.PLANNED, day: date = DAY) -> Delivery:
    learner = learners.create(tx, {**DEFAULTS, "created_at": NOW, "last_active_at": NOW, "language": "pt_BR"})
    made = deliveries.claim(tx, learner.id, day, Kind.SET, ["f-1", "f-2"], NOW)
    assert made is not None
    deliveries.change(tx, made.id, state=state)
    return made


def first_of(tx: Tx, made: Delivery) -> int:
    """The id of an assertion of the set."""
    seen = asked.seen(tx, made.learner_id, "f-1")
    return asked.hand_out(
        tx, seen, learner_id=made.learner_id, delivery_id=made.id, position=1, fact_id="f-1", variant_id="c1",
        revision=1, truth=True, handed_at=NOW,
    ).id  # fmt: skip


def state(tx: Tx, delivery_id: int) -> State:
    found = deliveries.get(tx, delivery_id)
    assert found is not None
    return found.state


def test_a_set_is_planned_at_first_and_one_a_day_and_kind(store: Store) -> None:
    with store.transaction() as tx:
        made = a_set(tx)
        assert made.state is State.PLANNED
        assert made.facts == ("f-1", "f-2")
        assert deliveries.claim(tx, made.learner_id, DAY, Kind.SET, ["f-3"], NOW) is None
        assert deliveries.claim(tx, made.learner_id, DAY, Kind.REVIEW, ["f-3"], NOW) is not None


@pytest.mark.parametrize(
    ("before", "arrived", "failed", "retried"),
    [
        (State.PLANNED, State.SENT, State.FAILED, State.PLANNED),
        (State.SENDING, State.SENT, State.FAILED, State.SENDING),
        (State.SENT, State.SENT, State.SENT, State.SENT),
        (State.ANSWERED, State.ANSWERED, State.ANSWERED, State.ANSWERED),
        (State.SKIPPED, State.SKIPPED, State.SKIPPED, State.SKIPPED),
        (State.FAILED, State.SENT, State.FAILED, State.SENDING),
    ],
)
def test_only_what_is_on_its_way_changes_its_state(
    store: Store, before: State, arrived: State, failed: State, retried: State
) -> None:
    with store.transaction() as tx:
        made = [a_set(tx, before) for _ in range(4)]
        stand(tx, [Stands(first_of(tx, made[0]), "tg:1", NOW)])
        deliveries.fail(tx, made[1].id)
        deliveries.fail_all(tx, made[2].learner_id)
        deliveries.retry(tx, made[3].id)
        assert [state(tx, one.id) for one in made] == [arrived, failed, failed, retried]


def test_the_first_arrival_is_the_one_that_counts(store: Store) -> None:
    with store.transaction() as tx:
        made = a_set(tx, State.SENDING)
        first = first_of(tx, made)
        stand(tx, [Stands(first, "tg:1", NOW)])
        stand(tx, [Stands(first, "tg:2", datetime(2026, 3, 2, 12, tzinfo=UTC))])
        found = deliveries.get(tx, made.id)
        assert found is not None
        assert found.sent_at == NOW
