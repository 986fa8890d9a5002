"""What decides the daily set in a trial: it sees what the bot sees, and has the same budget as its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from bot.tutor import fitting, memory, plan
from bot.tutor.grading import Mark
from bot.tutor.memory import WordsOutcome
from bot.tutor.plan import Candidate, Pace
from bot.tutor.replay import AnswerEvent, Past, WordsEvent, replay

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
    fits: bool = False
    _past: Past = field(default_factory=Past)
    _log: list[AnswerEvent | WordsEvent] = field(default_factory=list)
    _answers: int = 0
    _fit_at: int = fitting.FIRST_AFTER

    def choose(self, day: int) -> list[str]:
        """The bot's daily set."""
        if self.fits and self._answers >= self._fit_at:
            self._fit()
        known, mistaken = self._past.memories, self._past.mistaken
        candidates = [Candidate(id_, known.get(id_), mistaken=id_ in mistaken) for id_ in self.facts]
        return plan.plan_set(candidates, on_day(day), self.pace)

    def learn(self, fact_id: str, day: int, answer: Answered, truth: bool) -> None:
        """Review, and ask for the words where the bot would."""
        before, habits, on = self._past.memories.get(fact_id), self._past.habits, on_day(day)
        mark, guess = answer.mark, answer.marked
        self._take(AnswerEvent(fact_id, mark, guess, on))
        self._answers += 1
        if self.asks_words and answer.right and not truth:
            chance = memory.posterior_recalled(before, mark, guess=guess, on=on, habits=habits)
            if memory.asks_for_words(chance):
                self._take(WordsEvent(fact_id, WordsOutcome.RIGHT if answer.words else WordsOutcome.WRONG))

    def readiness(self, day: int) -> float:
        """The mean chance of recall; what was never asked counts as known beforehand or not."""
        on, known = on_day(day), self._past.memories
        asked = sum(memory.retrievability(belief, on) for belief in known.values())
        unasked = (len(self.facts) - len(known)) * memory.KNOWN_BEFOREHAND
        return (asked + unasked) / len(self.facts)

    def _take(self, event: AnswerEvent | WordsEvent) -> None:
        self._log.append(event)
        self._past.take(event)

    def _fit(self) -> None:
        traits = fitting.fit(self._log, self._past.traits)
        self._fit_at = fitting.next_fit(self._answers)
        if traits != self._past.traits:
            self._past = replay(self._log, traits)


def on_day(day: int) -> date:
    """The date of a trial's day."""
    return FIRST_DAY + timedelta(days=day)
