from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from fsrs import Card, Rating, Scheduler

from bot.trials.peers import BOXES, Chance, Leitner, Order, PlainFsrs, Sm2
from bot.trials.policies import Answered
from bot.tutor.plan import Pace

FACTS = [f"f{number}" for number in range(20)]
PACE = Pace(size=6, new=3)
RIGHT, WRONG = Answered(True, False, False), Answered(False, False, False)


def test_plain_fsrs_is_the_package_with_good_and_again() -> None:
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    start = datetime(2026, 1, 5, tzinfo=UTC)
    peer, theirs = PlainFsrs(FACTS, PACE, Order.DUE), Card(1, due=start)
    for day, answer in ((0, RIGHT), (2, RIGHT), (14, WRONG), (15, RIGHT)):
        peer.learn("f0", day, answer, True)
        rating = Rating.Good if answer.right else Rating.Again
        theirs, _ = scheduler.review_card(theirs, rating, start + timedelta(days=day))
    assert peer.states["f0"].stability == pytest.approx(theirs.stability, rel=1e-9)
    assert peer.states["f0"].difficulty == pytest.approx(theirs.difficulty, rel=1e-9)
    assert peer.key(peer.states["f0"], 15) == (theirs.due - start).days


@pytest.mark.parametrize(
    "peer",
    [
        *(PlainFsrs(FACTS, PACE, order) for order in Order),
        Leitner(FACTS, PACE),
        Sm2(FACTS, PACE),
        Chance(FACTS, PACE, Random(1)),
    ],
    ids=lambda peer: type(peer).__name__,
)
def test_every_peer_fills_the_same_budget(peer: PlainFsrs | Leitner | Sm2 | Chance) -> None:
    for day in range(10):
        chosen = peer.choose(day)
        assert len(chosen) == len(set(chosen)) == (3 if day == 0 else 6)
        for fact_id in chosen:
            peer.learn(fact_id, day, RIGHT if int(fact_id[1:]) % 2 else WRONG, True)
    assert len(peer.states) == len(FACTS)


def test_plain_fsrs_by_lowest_r_asks_the_least_likely_first() -> None:
    peer = PlainFsrs(FACTS, Pace(size=1, new=0), Order.RISK)
    peer.learn("f0", 0, RIGHT, True)
    peer.learn("f1", 0, WRONG, True)
    assert peer.choose(1) == ["f1"]


def test_leitner_moves_on_by_one_box_and_back_to_the_first() -> None:
    peer, day = Leitner(FACTS, PACE), 0
    peer.learn("f0", day, WRONG, True)
    assert peer.states["f0"] == (0, 1)
    for box in range(1, 9):
        peer.learn("f0", day, RIGHT, True)
        assert peer.states["f0"] == (min(box, 6), BOXES[min(box, 6)])
    peer.learn("f0", day, WRONG, True)
    assert peer.states["f0"] == (0, 1)


def test_sm2_waits_one_day_then_six_then_times_the_ease() -> None:
    peer, intervals = Sm2(FACTS, PACE), []
    for answer in (RIGHT, RIGHT, RIGHT, WRONG, RIGHT):
        peer.learn("f0", 0, answer, True)
        intervals.append(peer.states["f0"].interval)
    assert intervals == [1, 6, 15, 1, 1]
    assert peer.states["f0"].ease == pytest.approx(2.18)
