"""What decides the daily set in a trial: it sees what the bot sees, and has the same budget as its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from bot.tutor import memory, plan
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, Memory, WordsOutcome
from bot.tutor.plan import Candidate, Pace

FIRST_DAY = date(2026, 1, 5)
"""Day 0 of every trial."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as the bot sees it; `words` shows only to who asks which words are wrong."""

    right: bool
    marked: bool
    words: bool

    @property
    def mark(self) -> Mark:
        """As grading would have it."""
        return Mark.RIGHT if self.right else Mark.WRONG


class Policy(Protocol):
    """One learner's schedule."""

    def choose(self, day: int) -> list[str]:
        """The facts to ask on that day, in order."""

    def learn(self, fact_id: str, day: int, answer: Answered, truth: bool) -> None:
        """Take in the answer to a true or a falsified sentence."""

    def readiness(self, day: int) -> float | None:
        """The share of all facts believed to be recalled on that day; None where the policy has no idea."""


@dataclass(slots=True)
class GuessAware:
    """The bot's own rule, through the functions the bot uses."""

    facts: Sequence[str]
    pace: Pace
    asks_words: bool = True
    _memories: dict[str, Memory] = field(default_factory=dict)
    _mistaken: set[str] = field(default_factory=set)
    _habits: Habits = field(default_factory=Habits)

    def choose(self, day: int) -> list[str]:
        """The bot's daily set."""
        candidates = [
            Candidate(fact_id, self._memories.get(fact_id), mistaken=fact_id in self._mistaken)
            for fact_id in self.facts
        ]
        return plan.plan_set(candidates, on_day(day), self.pace)

    def learn(self, fact_id: str, day: int, answer: Answered, truth: bool) -> None:
        """Review, and ask for the words where the bot would."""
        before, habits, on = self._memories.get(fact_id), self._habits, on_day(day)
        mark, guess = answer.mark, answer.marked
        after, self._habits = memory.review(before, mark, guess=guess, on=on, habits=habits)
        if self.asks_words and answer.right and not truth:
            chance = memory.posterior_recalled(before, mark, guess=guess, on=on, habits=habits)
            if memory.asks_for_words(chance):
                words = WordsOutcome.RIGHT if answer.words else WordsOutcome.WRONG
                after = memory.follow_up(before, mark, guess=guess, on=on, habits=habits, words=words)
        self._memories[fact_id] = after
        self._mistaken.discard(fact_id)
        if memory.confident_mistake(mark, guess=guess, habits=habits):
            self._mistaken.add(fact_id)

    def readiness(self, day: int) -> float:
        """The mean chance of recall; what was never asked counts as known beforehand or not."""
        on = on_day(day)
        asked = sum(memory.retrievability(belief, on) for belief in self._memories.values())
        unasked = (len(self.facts) - len(self._memories)) * memory.KNOWN_BEFOREHAND
        return (asked + unasked) / len(self.facts)


def on_day(day: int) -> date:
    """The date of a trial's day."""
    return FIRST_DAY + timedelta(days=day)
