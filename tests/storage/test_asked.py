from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.lessons.joining import DEFAULTS
from bot.tutor import memory
from bot.tutor.grading import Answer
from storage import asked, deliveries, learners, memories
from storage.asked import Asked, Seen, Whole
from storage.deliveries import Kind
from storage.memories import Record
from storage.store import Store, Tx

NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def learner(tx: Tx) -> int:
    values = {**DEFAULTS, "created_at": NOW, "last_active_at": NOW, "language": "pt_BR"}
    return learners.create(tx, values).id


def put(tx: Tx, learner_id: int, fact_id: str = "f-0001", **columns: Any) -> Asked:
    values: dict[str, Any] = {
        "learner_id": learner_id,
        "delivery_id": None,
        "position": 1,
        "fact_id": fact_id,
        "variant_id": "c1",
        "revision": 1,
        "truth": True,
        "handed_at": NOW,
        "show_due": LATER,
    }
    return asked.hand_out(tx, asked.seen(tx, learner_id, fact_id), **{**values, **columns})


def answered(row: Asked, answer: Answer = Answer.CERTO, points: int = 1) -> Asked:
    return replace(row, answer=answer, guess=True, points=points, answered_at=NOW, show_due=None, feedback_due=LATER)


def again(tx: Tx, row: Asked) -> Asked:
    found = asked.get(tx, row.id)
    assert found is not None
    return found


def test_of_twenty_that_settle_one_answer_at_once_one_counts(store: Store, another: Callable[[], Store]) -> None:
    row = store.run_now(lambda tx: put(tx, learner(tx)))
    stores = [another() for _ in range(4)]
    gate, won = threading.Barrier(20), []

    def settle(number: int) -> None:
        answer = list(Answer)[number % 3]
        gate.wait()
        if stores[number % 4].run_now(lambda tx: asked.settle(tx, answered(row, answer, number))):
            won.append((answer, number))

    threads = [threading.Thread(target=settle, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    settled = store.run_now(lambda tx: again(tx, row))
    assert (settled.answer, settled.points) == won[0]


def test_a_settled_assertion_waits_for_its_verdict_and_no_longer_to_be_shown(store: Store) -> None:
    with store.transaction() as tx:
        row = put(tx, learner(tx))
        assert asked.settle(tx, answered(row))
        settled = again(tx, row)
    assert (settled.answer, settled.guess, settled.points, settled.answered_at) == (Answer.CERTO, True, 1, NOW)
    assert (settled.show_due, settled.feedback_due) == (None, LATER)


def test_asking_a_fact_again_outdates_the_open_assertion_of_that_learner_alone(store: Store) -> None:
    with store.transaction() as tx:
        one, other = learner(tx), learner(tx)
        old, elsewhere, different = put(tx, one), put(tx, other), put(tx, one, "f-0002")
        new = put(tx, one)
        assert again(tx, old).outdated
        assert again(tx, old).show_due is None
        assert [again(tx, row).outdated for row in (elsewhere, different, new)] == [False, False, False]


def test_an_answered_assertion_is_never_outdated(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        old = put(tx, someone)
        asked.settle(tx, answered(old))
        put(tx, someone)
        assert not again(tx, old).outdated
        assert again(tx, old).feedback_due == LATER


def test_what_is_overdue_is_claimed_by_one_alone(store: Store) -> None:
    with store.transaction() as tx:
        put(tx, learner(tx))
        assert asked.overdue(tx, NOW, 10) == []
        (late,) = asked.overdue(tx, LATER, 10)
        assert asked.claim_overdue(tx, late, LATER + timedelta(minutes=1))
        assert not asked.claim_overdue(tx, late, LATER + timedelta(minutes=1))
        assert asked.overdue(tx, LATER, 10) == []


def test_after_a_start_what_was_never_tried_is_due_at_once(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        row = put(tx, someone)
        done = put(tx, someone, "f-0002")
        asked.settle(tx, answered(done))
        asked.hasten(tx, NOW)
        assert {late.id for late in asked.overdue(tx, NOW, 10)} == {row.id, done.id}


def test_a_start_does_not_shorten_the_patience_with_a_send_that_may_have_arrived(store: Store) -> None:
    with store.transaction() as tx:
        row = put(tx, learner(tx))
        asked.change(tx, row.id, attempts=1)
        asked.hasten(tx, NOW)
        assert asked.overdue(tx, NOW, 10) == []


def test_nothing_waits_to_be_shown_to_somebody_who_cannot_be_reached(store: Store) -> None:
    with store.transaction() as tx:
        gone, stays = learner(tx), learner(tx)
        put(tx, gone)
        kept = put(tx, stays)
        asked.drop_claims(tx, gone)
        assert [row.id for row in asked.overdue(tx, LATER, 10)] == [kept.id]


def test_variants_are_counted_as_often_as_they_were_put(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        for variant_id in ("c1", "c1", "e2"):
            put(tx, someone, variant_id=variant_id)
        put(tx, someone, "f-0002")
        assert asked.seen(tx, someone, "f-0001") == Seen({"c1": 2, "e2": 1}, waits=True)


def test_what_was_answered_does_not_wait(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        asked.settle(tx, answered(put(tx, someone)))
        assert asked.seen(tx, someone, "f-0001") == Seen({"c1": 1}, waits=False)
        assert asked.seen(tx, someone, "f-0002") == Seen({}, waits=False)


DAY = date(2026, 3, 2)


def test_an_assertion_comes_with_its_set_and_the_memory_of_its_fact(store: Store) -> None:
    belief = memory.from_card(2.0, 5.0, DAY)
    with store.transaction() as tx:
        someone, other = learner(tx), learner(tx)
        of_set = deliveries.claim(tx, someone, DAY, Kind.SET, ["f-0001", "f-0002"], NOW)
        assert of_set is not None
        within, alone = put(tx, someone, delivery_id=of_set.id), put(tx, someone, "f-0002")
        memories.save(tx, someone, "f-0001", belief, first=True, missed=True, mistaken=False)
        memories.save(tx, other, "f-0002", belief, first=True, missed=True, mistaken=False)
        assert asked.get_whole(tx, within.id) == Whole(within, of_set, Record(belief, 1, mistaken=False))
        assert asked.get_whole(tx, alone.id) == Whole(alone, None, None)
        assert asked.get_whole(tx, alone.id + 1) is None


def test_of_two_that_claim_a_day_at_once_one_gets_it(store: Store, another: Callable[[], Store]) -> None:
    someone = store.run_now(learner)
    other = another()
    gate, got = threading.Barrier(8), []

    def claim(number: int) -> None:
        gate.wait()
        place = (store, other)[number % 2]
        got.append(place.run_now(lambda tx: deliveries.claim(tx, someone, DAY, Kind.SET, ["f-0001"], NOW)))

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(delivery is not None for delivery in got) == 1


def test_a_day_may_have_one_set_of_each_kind(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        assert deliveries.claim(tx, someone, DAY, Kind.SET, ["f-0001"], NOW)
        assert deliveries.claim(tx, someone, DAY, Kind.REVIEW, ["f-0002"], NOW)
        assert deliveries.claim(tx, someone, DAY + timedelta(days=1), Kind.SET, ["f-0003"], NOW)


@pytest.mark.parametrize("facts", [(), ("f-0001",), ("f-0001", "f-0002")])
def test_a_set_keeps_its_facts_in_their_order(store: Store, facts: tuple[str, ...]) -> None:
    with store.transaction() as tx:
        claimed = deliveries.claim(tx, learner(tx), DAY, Kind.SET, facts, NOW)
        assert claimed is not None
        assert claimed.facts == facts
        assert deliveries.extend(tx, claimed, ["f-0009"]).facts == (*facts, "f-0009")
