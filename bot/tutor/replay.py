"""Rebuilding every memory of a learner from the answer log alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.tutor import memory
from bot.tutor.grading import Mark
from bot.tutor.memory import AVERAGE, Habits, Memory, Traits, WordsOutcome


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """A scored answer: `guess` is None where no guess button was offered, `on` the learner's day."""

    fact_id: str
    mark: Mark
    guess: bool | None
    on: date


@dataclass(frozen=True, slots=True)
class WordsEvent:
    """The outcome of "which words are wrong?" for the last answer to that fact, which was right.

    Where a corrected key has made that answer a wrong one, the outcome says nothing.
    """

    fact_id: str
    words: WordsOutcome


@dataclass(frozen=True, slots=True)
class _Open:
    """What a follow-up would be recomputed from: the answer, and what was believed before it."""

    answer: AnswerEvent
    before: Memory | None
    habits: Habits


@dataclass(slots=True)
class Past:
    """What is believed of a learner after some events; `take` goes on with the next, in the log's order.

    `misses`: how often each fact was missed; `mistaken`: those whose last answer was a confident mistake.
    """

    traits: Traits = AVERAGE
    memories: dict[str, Memory] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)
    misses: Counter[str] = field(default_factory=Counter)
    mistaken: set[str] = field(default_factory=set)
    _open: dict[str, _Open] = field(default_factory=dict)

    def take(self, event: AnswerEvent | WordsEvent) -> float:
        """Take in one event, and say how surprising it was, in nats; 0 for one that says nothing.

        A follow-up counts once, and only until its fact is answered again.
        """
        return self._follow_up(event) if isinstance(event, WordsEvent) else self._answer(event)

    def _answer(self, event: AnswerEvent) -> float:
        before, habits = self.memories.get(event.fact_id), self.habits
        mark, guess, on = event.mark, event.guess, event.on
        after, self.habits = memory.review(before, mark, guess=guess, on=on, habits=habits, traits=self.traits)
        self._open.pop(event.fact_id, None)
        if after is before:
            return 0.0
        self._open[event.fact_id] = _Open(event, before, habits)
        self.memories[event.fact_id] = after
        self.misses[event.fact_id] += mark is not Mark.RIGHT
        if memory.confident_mistake(mark, guess=guess, habits=habits):
            self.mistaken.add(event.fact_id)
        else:
            self.mistaken.discard(event.fact_id)
        return memory.surprise(before, mark, guess=guess, on=on, habits=habits)

    def _follow_up(self, event: WordsEvent) -> float:
        was = self._open.pop(event.fact_id, None)
        if was is None or was.answer.mark is not Mark.RIGHT:
            return 0.0
        before, habits, words = was.before, was.habits, event.words
        mark, guess, on = was.answer.mark, was.answer.guess, was.answer.on
        self.memories[event.fact_id] = memory.follow_up(
            before, mark, guess=guess, on=on, habits=habits, words=words, traits=self.traits
        )
        both = memory.surprise(before, mark, guess=guess, on=on, habits=habits, words=words)
        return both - memory.surprise(before, mark, guess=guess, on=on, habits=habits)


def replay(events: Iterable[AnswerEvent | WordsEvent], traits: Traits = AVERAGE) -> Past:
    """What is believed after all events of one learner with these traits."""
    past = Past(traits)
    for event in events:
        past.take(event)
    return past
