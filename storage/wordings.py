"""*Which words are wrong?*: asked of an answered assertion, open until it is answered or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select, update

from bot.tutor.memory import WordsOutcome
from storage.asked import COLUMNS, WAITS, Asked, read
from storage.store import Tx
from storage.tables import asked

_OPEN = (asked.c.words_order.is_not(None), asked.c.words.is_(None))
_LEFT = (
    select(*COLUMNS)
    .where(
        or_(
            and_(asked.c.learner_id == bindparam("learner"), *_OPEN),
            and_(asked.c.delivery_id == bindparam("delivery"), *WAITS),
        )
    )
    .order_by(asked.c.id)
)
_WAITING = select(*COLUMNS).where(asked.c.learner_id == bindparam("learner"), *_OPEN).order_by(asked.c.id)


def settle(tx: Tx, asked_id: int, outcome: WordsOutcome, *, feedback_due: datetime | None) -> bool:
    """Take the first outcome; False where there was one before. The database decides, not the caller."""
    first = update(asked).where(asked.c.id == asked_id, *_OPEN)
    values = {"words": outcome, "before": None, "feedback_due": feedback_due, "attempts": 0}
    return tx.execute(first.values(**values)).rowcount > 0


def waiting(tx: Tx, learner_id: int) -> Sequence[Asked]:
    """The learner's assertions whose question is open; commonly one at most."""
    return [read(row) for row in tx.execute(_WAITING, {"learner": learner_id})]


def left_open(tx: Tx, learner_id: int, delivery_id: int | None) -> tuple[Sequence[Asked], Asked | None]:
    """The same, and the assertion of a set that waits for an answer, read by one statement."""
    rows = [read(row) for row in tx.execute(_LEFT, {"learner": learner_id, "delivery": delivery_id})]
    unanswered = [row for row in rows if row.answered_at is None]
    return [row for row in rows if row.answered_at is not None], unanswered[-1] if unanswered else None
