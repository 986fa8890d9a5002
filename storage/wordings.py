"""*Which words are wrong?*: asked of an answered assertion, open until it is answered or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.tutor.memory import WordsOutcome
from storage.asked import COLUMNS, Asked, read
from storage.store import Tx
from storage.tables import asked

OPEN = (asked.c.words_order.is_not(None), asked.c.words.is_(None))
_WAITING = select(*COLUMNS).where(asked.c.learner_id == bindparam("learner"), *OPEN).order_by(asked.c.id)
_SETTLE = update(asked).where(asked.c.id == bindparam("asked_id"), *OPEN)


def settle(tx: Tx, asked_id: int, outcome: WordsOutcome, *, feedback_due: datetime | None) -> bool:
    """Take the first outcome; False where there was one before. The database decides, not the caller."""
    values = {"words": outcome, "before": None, "feedback_due": feedback_due, "attempts": 0}
    return tx.execute(_SETTLE, {"asked_id": asked_id, **values}).rowcount > 0


def waiting(tx: Tx, learner_id: int) -> Sequence[Asked]:
    """The learner's assertions whose question is open; commonly one at most."""
    return [read(row) for row in tx.execute(_WAITING, {"learner": learner_id})]
