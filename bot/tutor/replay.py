"""Rebuilding every memory of a learner from the answer log alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.tutor import memory
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, Memory, WordsOutcome


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

    memories: dict[str, Memory] = field(default_factory=dict)
    habits: Habits = field(default_factory=Habits)
    misses: Counter[str] = field(default_factory=Counter)
    mistaken: set[str] = field(default_factory=set)
    _open: dict[str, _Open] = field(default_factory=dict)

    def take(self, event: AnswerEvent | WordsEvent) -> None:
        """Take in one event. A follow-up counts once, and only until its fact is answered again."""
        if isinstance(event, WordsEvent):
            self._follow_up(event)
        else:
            self._answer(event)

    def _answer(self, event: AnswerEvent) -> None:
        before, habits = self.memories.get(event.fact_id), self.habits
        after, self.habits = memory.review(before, event.mark, guess=event.guess, on=event.on, habits=habits)
        self._open.pop(event.fact_id, None)
        if after is before:
            return
        self._open[event.fact_id] = _Open(event, before, habits)
        self.memories[event.fact_id] = after
        self.misses[event.fact_id] += event.mark is not Mark.RIGHT
        if memory.confident_mistake(event.mark, guess=event.guess, habits=habits):
            self.mistaken.add(event.fact_id)
        else:
            self.mistaken.discard(event.fact_id)

    def _follow_up(self, event: WordsEvent) -> None:
        was = self._open.pop(event.fact_id, None)
        if was is not None and was.answer.mark is Mark.RIGHT:
            self.memories[event.fact_id] = memory.follow_up(
                was.before,
                was.answer.mark,
                guess=was.answer.guess,
                on=was.answer.on,
                habits=was.habits,
                words=event.words,
            )


def replay(events: Iterable[AnswerEvent | WordsEvent]) -> Past:
    """What is believed after all events of one learner."""
    past = Past()
    for event in events:
        past.take(event)
    return past
