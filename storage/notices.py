"""Short messages that somebody is owed once, such as word of a corrected key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from storage.store import Tx
from storage.tables import notices


class NoticeKind(StrEnum):
    """What a notice is about."""

    CORRECTION = "correction"  # `body`: "fact variant" a line
    DUEL = "duel"  # `body`: JSON, the net scores and the ending


@dataclass(frozen=True, slots=True)
class Notice:
    """One message owed to one learner; `due_at` is None once somebody has taken it on."""

    id: int
    learner_id: int
    kind: NoticeKind
    body: str
    created_at: datetime
    due_at: datetime | None


def add(tx: Tx, learner_id: int, kind: NoticeKind, body: str, now: datetime) -> None:
    """Owe somebody a message from now on."""
    tx.execute(insert(notices).values(learner_id=learner_id, kind=kind, body=body, created_at=now, due_at=now))


def due(tx: Tx, now: datetime, limit: int) -> Sequence[Notice]:
    """What is to be sent, the oldest first."""
    rows = tx.execute(select(notices).where(notices.c.due_at <= now).order_by(notices.c.id).limit(limit))
    return [Notice(**{**row._mapping, "kind": NoticeKind(row.kind)}) for row in rows]


def claim(tx: Tx, notice_id: int) -> bool:
    """Take it on; False where another did."""
    free = update(notices).where(notices.c.id == notice_id, notices.c.due_at.is_not(None))
    return tx.execute(free.values(due_at=None)).rowcount > 0


def put_off(tx: Tx, notice_id: int, until: datetime) -> None:
    """It was certainly not sent: try again then."""
    tx.execute(update(notices).where(notices.c.id == notice_id).values(due_at=until))


def of_learner(tx: Tx, learner_id: int) -> Sequence[Notice]:
    """Everything a learner was or is owed."""
    rows = tx.execute(select(notices).where(notices.c.learner_id == learner_id).order_by(notices.c.id))
    return [Notice(**{**row._mapping, "kind": NoticeKind(row.kind)}) for row in rows]
