"""The peers of the rule: plain FSRS in three orders, Leitner, SM-2 and chance.

Each fills the same daily budget: new facts up to the limit, then what its order puts first, due or not, so
that no peer asks less than the rule does.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Generic, TypeVar

from bot.trials.policies import Answered, on_day
from bot.tutor import memory
from bot.tutor.memory import FORGETTING
from bot.tutor.plan import Pace

BOXES = (1, 2, 4, 8, 16, 32, 64)
"""Days until a card of each of Leitner's boxes is due."""

State = TypeVar("State")


class Filling(ABC, Generic[State]):
    """New facts up to the limit, then the reviews with the smallest key."""

    def __init__(self, facts: Sequence[str], pace: Pace) -> None:
        self.facts = facts
        self.pace = pace
        self.states: dict[str, State] = {}

    def choose(self, day: int) -> list[str]:
        """Today's facts."""
        fresh = [fact_id for fact_id in self.facts if fact_id not in self.states][: self.pace.new]
        reviews = sorted(self.states, key=lambda fact_id: self.key(self.states[fact_id], day))
        return reviews[: self.pace.size - len(fresh)] + fresh

    def learn(self, fact_id: str, day: int, answer: Answered, _truth: bool) -> None:
        """Keep what the answer makes of the state."""
        self.states[fact_id] = self.after(self.states.get(fact_id), day, answer.right)

    def readiness(self, _day: int) -> float | None:
        """Most schedules have no idea."""
        return None

    @abstractmethod
    def key(self, state: State, day: int) -> float:
        """The smaller, the earlier it is asked."""

    @abstractmethod
    def after(self, state: State | None, day: int, right: bool) -> State:
        """The state after an answer."""


class Order(StrEnum):
    """In which order plain FSRS asks."""

    DUE = "due date"
    RISK = "lowest R"
    GAIN = "gain"


@dataclass(frozen=True, slots=True)
class Card:
    """A plain FSRS card, last reviewed on day `on`."""

    stability: float
    difficulty: float
    on: int

    def recall(self, day: int) -> float:
        """The chance that plain FSRS believes in."""
        return FORGETTING.recall(day - self.on, self.stability)


class PlainFsrs(Filling[Card]):
    """FSRS-6 as it is usually run: right is Good, wrong is Again."""

    def __init__(self, facts: Sequence[str], pace: Pace, order: Order) -> None:
        super().__init__(facts, pace)
        self.order = order

    def key(self, card: Card, day: int) -> float:
        """By due date at a retention of 90 %, by the chance of recall, or by the rule's own gain."""
        if self.order is Order.DUE:
            return card.on + max(round(card.stability), 1)
        if self.order is Order.RISK:
            return card.recall(day)
        belief = memory.from_card(card.stability, card.difficulty, on_day(card.on))
        return -memory.gain(belief, on_day(day), self.pace.horizon(on_day(day)))

    def after(self, card: Card | None, day: int, right: bool) -> Card:
        """Good or Again."""
        if card is None:
            return Card(FORGETTING.first_stability(right), FORGETTING.first_difficulty(right), day)
        next_stability = FORGETTING.stability_after_recall if right else FORGETTING.stability_after_lapse
        stability = next_stability(card.stability, card.difficulty, card.recall(day))
        return Card(stability, FORGETTING.difficulty_after(card.difficulty, right), day)

    def readiness(self, day: int) -> float:
        """The mean chance of recall; what was never asked counts as unknown."""
        return sum(card.recall(day) for card in self.states.values()) / len(self.facts)


class Leitner(Filling[tuple[int, int]]):
    """Seven boxes; right moves on by one, wrong moves back to the first. The state is (box, day due)."""

    def key(self, state: tuple[int, int], _day: int) -> float:
        """By due date."""
        return state[1]

    def after(self, state: tuple[int, int] | None, day: int, right: bool) -> tuple[int, int]:
        """The next box, or the first."""
        box = 0 if not right or state is None else min(state[0] + 1, len(BOXES) - 1)
        return box, day + BOXES[box]


@dataclass(frozen=True, slots=True)
class Sm2Card:
    """SM-2's repetitions in a row, interval in days, ease and day due."""

    repetitions: int
    interval: int
    ease: float
    due: int


class Sm2(Filling[Sm2Card]):
    """SM-2: right counts as quality 4, wrong as 2. Source: Woźniak, Optimization of learning (1990)."""

    def key(self, state: Sm2Card, _day: int) -> float:
        """By due date."""
        return state.due

    def after(self, state: Sm2Card | None, day: int, right: bool) -> Sm2Card:
        """The next interval: 1, 6, then times the ease."""
        before = state or Sm2Card(0, 0, 2.5, day)
        missing = 5 - (4 if right else 2)
        ease = max(before.ease + 0.1 - missing * (0.08 + missing * 0.02), 1.3)
        if not right:
            return Sm2Card(0, 1, ease, day + 1)
        interval = (1, 6)[before.repetitions] if before.repetitions < 2 else round(before.interval * ease)
        return Sm2Card(before.repetitions + 1, interval, ease, day + interval)


class Chance(Filling[int]):
    """Any fact, whatever was answered."""

    def __init__(self, facts: Sequence[str], pace: Pace, luck: Random) -> None:
        super().__init__(facts, pace)
        self.luck = luck

    def key(self, _state: int, _day: int) -> float:
        """Drawn."""
        return self.luck.random()

    def after(self, _state: int | None, day: int, _right: bool) -> int:
        """Only that it was asked."""
        return day
