"""How long an answer and the ordering of a bank take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import perf_counter

from bot.trials.policies import on_day
from bot.tutor import memory, plan
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, Memory
from bot.tutor.plan import Candidate, Pace

REPEATS = 5
ANSWERS = 500
TODAY = on_day(60)


@dataclass(frozen=True, slots=True)
class Timing:
    """One operation, the time it took and the most it may take, in milliseconds."""

    name: str
    milliseconds: float
    most: float

    @property
    def held(self) -> bool:
        """Whether it was fast enough."""
        return self.milliseconds <= self.most


def timings() -> list[Timing]:
    """An answer, and ordering 800 and 5,000 facts of three stories each; the best of several."""
    beliefs = [_belief(Random(number)) for number in range(5000)]
    answers = _best(lambda: [_review(belief) for belief in beliefs[:ANSWERS]]) / ANSWERS
    return [
        Timing("an answer", answers, 1),
        Timing("ordering 800 facts", _best(lambda: _order(beliefs[:800])), 30),
        Timing("ordering 5,000 facts", _best(lambda: _order(beliefs)), 200),
    ]


def _order(beliefs: list[Memory]) -> list[str]:
    candidates = [Candidate(str(number), belief) for number, belief in enumerate(beliefs)]
    return plan.plan_set(candidates, TODAY, Pace(size=30, exam=TODAY + timedelta(days=30)))


def _review(belief: Memory) -> Memory:
    return memory.review(belief, Mark.RIGHT, guess=False, on=TODAY, habits=Habits())[0]


def _belief(luck: Random) -> Memory:
    """A memory after four answers, the last of them in the past thirty days: three stories."""
    belief, last = None, TODAY - timedelta(days=luck.randint(1, 30))
    for earlier in (20, 12, 5, 0):
        mark, on = luck.choice((Mark.RIGHT, Mark.RIGHT, Mark.WRONG)), last - timedelta(days=earlier)
        belief, _ = memory.review(belief, mark, guess=luck.random() < 0.3, on=on, habits=Habits())
    assert belief is not None
    return belief


def _best(work: Callable[[], object]) -> float:
    return min(_once(work) for _ in range(REPEATS)) * 1000


def _once(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
