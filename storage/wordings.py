"""*Which words are wrong?*: asked of an answered assertion, open until it is answered or skipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.tutor.memory import WordsOutcome
from storage.asked import Asked, read
from storage.store import Tx
from storage.tables import asked

_OPEN = (asked.c.words_order.is_not(None), asked.c.words.is_(None))


def ask(tx: Tx, asked_id: int, order: str, before: bytes, ref: str | None) -> None:
    """Open the question; `order` numbers the phrases, `ref` is the message that shows it."""
    shown = {"shown_ref": ref} if ref else {}
    tx.execute(update(asked).where(asked.c.id == asked_id).values(words_order=order, before=before, **shown))


def settle(tx: Tx, asked_id: int, outcome: WordsOutcome, *, feedback_due: datetime | None) -> bool:
    """Take the first outcome; False where there was one before. The database decides, not the caller."""
    first = update(asked).where(asked.c.id == asked_id, *_OPEN)
    values = {"words": outcome, "before": None, "feedback_due": feedback_due, "attempts": 0}
    return tx.execute(first.values(**values)).rowcount > 0


def waiting(tx: Tx, learner_id: int) -> Sequence[Asked]:
    """The learner's assertions whose question is open; commonly one at most."""
    query = select(asked).where(asked.c.learner_id == learner_id, *_OPEN).order_by(asked.c.id)
    return [read(row) for row in tx.execute(query)]
