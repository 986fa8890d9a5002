"""A learner's answers as they count today: by the last key of each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.tutor.grading import Mark, grade
from bot.tutor.replay import AnswerEvent, WordsEvent
from storage.answers import Event, LoggedAnswer


def as_corrected(log: Sequence[LoggedAnswer]) -> list[LoggedAnswer]:
    """The log without its corrections: each entry has the key of the last correction after it, else its own."""
    keys: dict[tuple[str, str], bool] = {}
    counted = []
    for entry in reversed(log):
        sentence = entry.fact_id, entry.variant_id
        if entry.kind is Event.CORRECTION:
            keys.setdefault(sentence, entry.key)
        else:
            counted.append(replace(entry, key=keys.get(sentence, entry.key)))
    return counted[::-1]


def scored_answers(log: Iterable[LoggedAnswer]) -> list[LoggedAnswer]:
    """The answers among the entries that count."""
    return [entry for entry in log if entry.kind is Event.ANSWER and entry.scored]


def mark_of(entry: LoggedAnswer) -> Mark:
    """How the answer compares with the entry's key."""
    return grade(entry.answer, entry.key).mark


def events(log: Iterable[LoggedAnswer]) -> list[AnswerEvent | WordsEvent]:
    """The entries that count, as the memory rule takes them in."""
    found: list[AnswerEvent | WordsEvent] = []
    for entry in log:
        if entry.kind is Event.WORDS and entry.words is not None:
            found.append(WordsEvent(entry.fact_id, entry.words))
        elif entry.kind is Event.ANSWER and entry.scored:
            guess = entry.guess if entry.guess_offered else None
            found.append(AnswerEvent(entry.fact_id, mark_of(entry), guess, entry.day))
    return found
