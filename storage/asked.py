"""Assertions put to learners: handed out, shown, answered, their verdict shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, insert, or_, select, update

from bot.tutor.grading import Answer
from bot.tutor.memory import WordsOutcome
from storage import memories
from storage.deliveries import Delivery
from storage.deliveries import read as read_delivery
from storage.memories import Record
from storage.store import Tx
from storage.tables import asked
from storage.tables import deliveries as sets
from storage.tables import memories as memory_rows


@dataclass(frozen=True, slots=True)
class Asked:
    """One assertion put to one learner.

    `show_due` and `feedback_due` say when somebody must show it, or its verdict, if nobody has: the
    conversation clears them once the message stands, `jobs/resume` finds what is left. `words_order`: "which
    words are wrong?" was asked, and is open until `words` has its outcome (storage/wordings.py). `recall`: the
    chance of recall before the answer, in thousandths.
    """

    id: int
    learner_id: int
    delivery_id: int | None
    position: int
    fact_id: str
    variant_id: str
    revision: int
    truth: bool
    handed_at: datetime
    shown_ref: str | None
    shown_at: datetime | None
    show_due: datetime | None
    attempts: int
    outdated: bool
    answered_at: datetime | None
    answer: Answer | None
    guess: bool | None
    points: int | None
    feedback_due: datetime | None
    recall: int | None = None
    words_order: str | None = None
    words: WordsOutcome | None = None
    before: bytes | None = None
    minute_id: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """An assertion with its set, where it is of one, and what is kept of the learner's memory of its fact."""

    row: Asked
    of_set: Delivery | None
    known: Record | None


@dataclass(frozen=True, slots=True)
class Seen:
    """How often each variant of a fact was put to a learner; whether one of them still waits for an answer."""

    times: dict[str, int]
    waits: bool


# Statements are built once: building one costs several times what running it does.
COLUMNS = tuple(asked.c[field.name] for field in fields(Asked))
_ANSWER, _WORDS = COLUMNS.index(asked.c.answer), COLUMNS.index(asked.c.words)
_SET_COLUMNS = tuple(sets.c[field.name] for field in fields(Delivery))
_THIS = asked.c.id == bindparam("asked_id")
_OF_FACT = (asked.c.learner_id == bindparam("learner"), asked.c.fact_id == bindparam("fact"))
WAITS = (asked.c.answered_at.is_(None), asked.c.outdated.is_(False))
_GET = select(*COLUMNS).where(_THIS)
_SAME_FACT = and_(memory_rows.c.learner_id == asked.c.learner_id, memory_rows.c.fact_id == asked.c.fact_id)
_GET_WHOLE = (
    select(*COLUMNS, *_SET_COLUMNS, *memories.KEPT)
    .select_from(asked.outerjoin(sets, sets.c.id == asked.c.delivery_id).outerjoin(memory_rows, _SAME_FACT))
    .where(_THIS)
)
_SET_AT, _MEMORY_AT = len(COLUMNS), len(COLUMNS) + len(_SET_COLUMNS)
_GET_SETS = (
    select(*COLUMNS, *_SET_COLUMNS)
    .select_from(asked.join(sets, sets.c.id == asked.c.delivery_id))
    .where(asked.c.id.in_(bindparam("asked_ids", expanding=True)))
)
_INSERT = insert(asked)
_CHANGE = update(asked).where(_THIS)
_SETTLE = _CHANGE.where(asked.c.answered_at.is_(None))
_OUTDATE = update(asked).where(*_OF_FACT, *WAITS).values(outdated=True, show_due=None)
_OPEN_IN = (
    select(*COLUMNS).where(asked.c.delivery_id == bindparam("delivery"), *WAITS).order_by(asked.c.id.desc()).limit(1)
)
_WAITING = func.sum(case((and_(*WAITS), 1), else_=0))
_SEEN = select(asked.c.variant_id, func.count(), _WAITING).where(*_OF_FACT).group_by(asked.c.variant_id)
_ANSWERED_FACTS = select(asked.c.fact_id).where(
    asked.c.learner_id == bindparam("learner"), asked.c.answered_at >= bindparam("since")
)
_EARLIEST = select(
    *(
        select(func.min(column)).where(column.is_not(None)).scalar_subquery()
        for column in (asked.c.show_due, asked.c.feedback_due)
    )
)


_SETTLED = (
    "answered_at", "answer", "guess", "points", "show_due", "feedback_due", "attempts", "recall", "words_order",
    "before",
)  # fmt: skip
_NEW = {
    **dict.fromkeys(("delivery_id", "shown_ref", "shown_at", "show_due", "answered_at", "answer", "guess", "points")),
    "feedback_due": None,
    "attempts": 0,
    "outdated": False,
}


def hand_out(tx: Tx, seen: Seen, **values: Any) -> Asked:
    """Record that an assertion is put to a learner; older open ones of the same fact become outdated."""
    if seen.waits:
        tx.execute(_OUTDATE, {"learner": values["learner_id"], "fact": values["fact_id"]})
    columns = {**_NEW, **values}
    result = tx.execute(_INSERT, columns)
    assert result.inserted_primary_key is not None
    return Asked(id=result.inserted_primary_key[0], **columns)


def get(tx: Tx, asked_id: int) -> Asked | None:
    """The assertion of that id."""
    return _first(tx.execute(_GET, {"asked_id": asked_id}).first())


def get_whole(tx: Tx, asked_id: int) -> Whole | None:
    """The assertion of that id with what belongs to it."""
    row = tx.execute(_GET_WHOLE, {"asked_id": asked_id}).first()
    if row is None:
        return None
    of_set, kept = row[_SET_AT:_MEMORY_AT], row[_MEMORY_AT:]
    return Whole(
        read(row[:_SET_AT]),
        read_delivery(of_set) if of_set[0] is not None else None,
        memories.read(kept) if kept[0] is not None else None,
    )


def sets_begun(tx: Tx, asked_ids: Sequence[int]) -> dict[int, tuple[Asked, Delivery]]:
    """Those of the assertions that are of a set, each with it, by their id."""
    found = tx.execute(_GET_SETS, {"asked_ids": list(asked_ids)})
    pairs = ((read(row[:_SET_AT]), read_delivery(row[_SET_AT:])) for row in found)
    return {row.id: (row, of_set) for row, of_set in pairs}


def settle(tx: Tx, row: Asked) -> bool:
    """Take the first answer, as `row` has it; False where there was one before. The database decides.

    The message that shows the row is another matter, unless a question about its words is opened there.
    """
    values = {name: getattr(row, name) for name in _SETTLED}
    if row.words_order is not None:
        values["shown_ref"] = row.shown_ref
    return tx.execute(_SETTLE, {"asked_id": row.id, **values}).rowcount > 0


def change(tx: Tx, asked_id: int, **values: Any) -> None:
    """Set these columns of one assertion."""
    tx.execute(_CHANGE, {"asked_id": asked_id, **values})


def open_in(tx: Tx, delivery_id: int) -> Asked | None:
    """The assertion of a set that waits for an answer."""
    return _first(tx.execute(_OPEN_IN, {"delivery": delivery_id}).first())


def answered_in(tx: Tx, delivery_id: int) -> Sequence[Asked]:
    """The answered assertions of a set, in their order."""
    done = (asked.c.delivery_id == delivery_id, asked.c.answered_at.is_not(None))
    return [read(row) for row in tx.execute(select(*COLUMNS).where(*done).order_by(asked.c.id))]


def of_variant(tx: Tx, learner_id: int, fact_id: str, variant_id: str) -> Sequence[Asked]:
    """The answered assertions of one learner by one sentence."""
    same = (asked.c.learner_id == learner_id, asked.c.fact_id == fact_id, asked.c.variant_id == variant_id)
    query = select(*COLUMNS).where(*same, asked.c.answered_at.is_not(None)).order_by(asked.c.id)
    return [read(row) for row in tx.execute(query)]


def seen(tx: Tx, learner_id: int, fact_id: str) -> Seen:
    """What the learner has seen of a fact."""
    counted = tx.execute(_SEEN, {"learner": learner_id, "fact": fact_id}).all()
    return Seen({variant_id: times for variant_id, times, _ in counted}, any(waiting for *_, waiting in counted))


def answered_facts(tx: Tx, learner_id: int, since: datetime) -> set[str]:
    """The facts answered at or after an instant."""
    return set(tx.execute(_ANSWERED_FACTS, {"learner": learner_id, "since": since}).scalars())


def waiting_facts(tx: Tx, learner_id: int, since: datetime) -> set[str]:
    """The facts handed out at or after an instant that still wait for an answer."""
    mine = (asked.c.learner_id == learner_id, asked.c.handed_at >= since, *WAITS)
    return set(tx.execute(select(asked.c.fact_id).where(*mine)).scalars())


def overdue(tx: Tx, now: datetime, limit: int, besides: Collection[int] = ()) -> Sequence[Asked]:
    """Assertions that somebody should have shown by now, or whose verdict somebody should have shown.

    Those that another transaction is at work on are left to it, and so are those of `besides`.
    """
    late = and_(or_(asked.c.show_due <= now, asked.c.feedback_due <= now), asked.c.id.not_in(besides))
    query = select(*COLUMNS).where(late).order_by(asked.c.id).limit(limit).with_for_update(skip_locked=True)
    return [read(row) for row in tx.execute(query)]


def next_overdue(tx: Tx) -> datetime | None:
    """The earliest instant at which anything is to be shown that nobody has."""
    return min((at for at in tx.execute(_EARLIEST).one() if at is not None), default=None)


def claim_overdue(tx: Tx, late: Asked, until: datetime) -> bool:
    """Put off what is overdue until `until`, so that one resumer alone takes it; False where another did."""
    as_read = (
        asked.c.id == late.id,
        asked.c.show_due.is_not_distinct_from(late.show_due),
        asked.c.feedback_due.is_not_distinct_from(late.feedback_due),
    )
    values = {
        "show_due": until if late.show_due else None,
        "feedback_due": until if late.feedback_due else None,
        "attempts": asked.c.attempts + 1,
    }
    return tx.execute(update(asked).where(*as_read).values(**values)).rowcount > 0


def take_unsent(tx: Tx, asked_ids: Sequence[int], until: datetime) -> set[int]:
    """Those that nobody has tried to show: they are the taker's alone until `until`, and then a resumer's."""
    untried = (asked.c.attempts == 0, asked.c.show_due.is_not(None), asked.c.shown_ref.is_(None))
    mine = (asked.c.id.in_(asked_ids), asked.c.answered_at.is_(None), asked.c.outdated.is_(False), *untried)
    taken = update(asked).where(*mine).values(show_due=until, attempts=1).returning(asked.c.id)
    return set(tx.execute(taken).scalars())


def take_unshown(tx: Tx, asked_id: int, now: datetime, until: datetime) -> bool:
    """Take what was never shown, unless somebody has it for a while yet: it is the taker's alone until `until`."""
    free = or_(asked.c.show_due.is_(None), asked.c.show_due <= now)
    mine = update(asked).where(_THIS, asked.c.shown_ref.is_(None), free).values(show_due=until)
    return tx.execute(mine, {"asked_id": asked_id}).rowcount > 0


def hold(tx: Tx, asked_ids: Sequence[int], until: datetime) -> None:
    """Their sends are still under way in the process that took them on: no resumer is to take them before."""
    for due in (asked.c.show_due, asked.c.feedback_due):
        tx.execute(update(asked).where(asked.c.id.in_(asked_ids), due < until).values({due: until}))


def hasten(tx: Tx, now: datetime) -> None:
    """After a start: what the last process left is due now, but for a send that may have arrived: that one waits."""
    untried = and_(asked.c.show_due > now, asked.c.attempts == 0)
    tx.execute(update(asked).where(untried).values(show_due=now))
    tx.execute(update(asked).where(asked.c.feedback_due > now).values(feedback_due=now))


def drop_claims(tx: Tx, learner_id: int) -> None:
    """The learner cannot be reached: nothing of theirs waits to be shown."""
    mine: Iterable[ColumnElement[bool]] = (
        asked.c.learner_id == learner_id,
        or_(asked.c.show_due.is_not(None), asked.c.feedback_due.is_not(None)),
    )
    tx.execute(update(asked).where(*mine).values(show_due=None, feedback_due=None))


def _first(row: Row[Any] | None) -> Asked | None:
    return read(row) if row else None


def read(row: Sequence[Any]) -> Asked:
    """A row of the columns in the order of the fields."""
    answer, words = row[_ANSWER], row[_WORDS]
    if answer is None and words is None:
        return Asked(*row)
    values = list(row)
    values[_ANSWER] = Answer(answer) if answer else None
    values[_WORDS] = WordsOutcome(words) if words else None
    return Asked(*values)
