"""The answer log: append-only, numbered within each learner, enough to rebuild every memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, insert, select

from bot.tutor.grading import Answer
from bot.tutor.memory import WordsOutcome
from storage.store import Tx
from storage.tables import answers

POLL = "poll"
"""The source of an answer that was a vote in a group."""


class Event(StrEnum):
    """What an entry of the log records."""

    ANSWER = "answer"
    WORDS = "words"  # the outcome of "which words are wrong?" for the last answer to that fact
    CORRECTION = "correction"  # `key` is the right one for every earlier answer to that variant


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """One entry: `key` is the bank's at that time, `day` the learner's day; the rest is the answer as it was given.

    Later events copy the columns of the answer they are about. An answer that was not `scored` changed no memory.
    """

    learner_id: int
    sequence: int
    kind: Event
    at: datetime
    day: date
    fact_id: str
    variant_id: str
    revision: int
    key: bool
    truth_shown: bool
    answer: Answer
    guess_offered: bool
    guess: bool
    elapsed_ms: int | None
    source: str
    source_id: int | None
    rule_version: int
    scored: bool = True
    words: WordsOutcome | None = None


_APPEND = insert(answers)
_FIELDS = tuple(field.name for field in fields(LoggedAnswer))


def append(tx: Tx, entry: LoggedAnswer) -> None:
    """Write one entry."""
    tx.execute(_APPEND, {name: getattr(entry, name) for name in _FIELDS})


def of_learner(tx: Tx, learner_id: int) -> Sequence[LoggedAnswer]:
    """A learner's log in its order."""
    query = select(answers).where(answers.c.learner_id == learner_id).order_by(answers.c.sequence)
    return [_entry(dict(row)) for row in tx.execute(query).mappings()]


def of_fact(tx: Tx, learner_id: int, fact_id: str) -> Sequence[LoggedAnswer]:
    """The same for one fact alone."""
    mine = (answers.c.learner_id == learner_id, answers.c.fact_id == fact_id)
    query = select(answers).where(*mine).order_by(answers.c.sequence)
    return [_entry(dict(row)) for row in tx.execute(query).mappings()]


def count(tx: Tx, learner_id: int) -> int:
    """How many entries a learner has."""
    return tx.execute(select(func.count()).where(answers.c.learner_id == learner_id)).scalar_one()


def _entry(row: dict[str, object]) -> LoggedAnswer:
    row["kind"], row["answer"] = Event(str(row["kind"])), Answer(str(row["answer"]))
    row["words"] = WordsOutcome(str(row["words"])) if row["words"] else None
    return LoggedAnswer(**row)  # type: ignore[arg-type]
