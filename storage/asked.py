"""Assertions put to learners: handed out, shown, answered, their verdict shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from bot.tutor.grading import Answer
from storage.store import Tx
from storage.tables import asked


@dataclass(frozen=True, slots=True)
class Asked:
    """One assertion put to one learner.

    `show_due` and `feedback_due` say when somebody must show it, or its verdict, if nobody has: the
    conversation clears them once the message stands, `jobs/resume` finds what is left.
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


def hand_out(tx: Tx, **values: Any) -> Asked:
    """Record that an assertion is put to a learner; older open ones of the same fact become outdated."""
    same = (asked.c.learner_id == values["learner_id"], asked.c.fact_id == values["fact_id"])
    outdate = update(asked).where(*same, asked.c.answered_at.is_(None), asked.c.outdated.is_(False))
    tx.execute(outdate.values(outdated=True, show_due=None))
    result = tx.execute(insert(asked).values(attempts=0, outdated=False, **values))
    assert result.inserted_primary_key is not None
    handed = get(tx, result.inserted_primary_key[0])
    assert handed is not None
    return handed


def get(tx: Tx, asked_id: int) -> Asked | None:
    """The assertion of that id."""
    return _first(tx.execute(select(asked).where(asked.c.id == asked_id)).first())


def settle(
    tx: Tx, asked_id: int, answer: Answer, guess: bool, points: int, now: datetime, *, feedback_due: datetime
) -> bool:
    """Take the first answer; False where there was one before. The database decides, not the caller."""
    first = update(asked).where(asked.c.id == asked_id, asked.c.answered_at.is_(None))
    values = {
        "answered_at": now,
        "answer": answer,
        "guess": guess,
        "points": points,
        "show_due": None,
        "feedback_due": feedback_due,
        "attempts": 0,
    }
    return tx.execute(first.values(**values)).rowcount > 0


def change(tx: Tx, asked_id: int, **values: Any) -> None:
    """Set these columns of one assertion."""
    tx.execute(update(asked).where(asked.c.id == asked_id).values(**values))


def shown(tx: Tx, asked_id: int, ref: str, now: datetime) -> None:
    """The assertion stands in the chat as message `ref`."""
    change(tx, asked_id, shown_ref=ref, shown_at=now, show_due=None)


def open_in(tx: Tx, delivery_id: int) -> Asked | None:
    """The assertion of a set that waits for an answer."""
    waiting = (asked.c.delivery_id == delivery_id, asked.c.answered_at.is_(None), asked.c.outdated.is_(False))
    return _first(tx.execute(select(asked).where(*waiting).order_by(asked.c.id.desc()).limit(1)).first())


def answered_in(tx: Tx, delivery_id: int) -> Sequence[Asked]:
    """The answered assertions of a set, in their order."""
    done = (asked.c.delivery_id == delivery_id, asked.c.answered_at.is_not(None))
    return [_asked(row) for row in tx.execute(select(asked).where(*done).order_by(asked.c.id))]


def times_seen(tx: Tx, learner_id: int, fact_id: str) -> dict[str, int]:
    """How often each variant of a fact was put to the learner."""
    mine = (asked.c.learner_id == learner_id, asked.c.fact_id == fact_id)
    counts = select(asked.c.variant_id, func.count()).where(*mine).group_by(asked.c.variant_id)
    return {variant_id: seen for variant_id, seen in tx.execute(counts)}  # noqa: C416


def answered_facts(tx: Tx, learner_id: int, since: datetime) -> set[str]:
    """The facts answered at or after an instant."""
    mine = (asked.c.learner_id == learner_id, asked.c.answered_at >= since)
    return set(tx.execute(select(asked.c.fact_id).where(*mine)).scalars())


def overdue(tx: Tx, now: datetime, limit: int) -> Sequence[Asked]:
    """Assertions that somebody should have shown by now, or whose verdict somebody should have shown.

    Those that another transaction is at work on are left to it.
    """
    late = or_(asked.c.show_due <= now, asked.c.feedback_due <= now)
    query = select(asked).where(late).order_by(asked.c.id).limit(limit).with_for_update(skip_locked=True)
    return [_asked(row) for row in tx.execute(query)]


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
    return _asked(row) if row else None


def _asked(row: Row[Any]) -> Asked:
    values = dict(row._mapping)
    values["answer"] = Answer(values["answer"]) if values["answer"] else None
    return Asked(**values)
