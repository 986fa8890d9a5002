"""What the clock has claimed for a learner and a worker is to send: at most once, for it goes when it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, insert

from storage.store import Tx
from storage.tables import errands


class ErrandKind(StrEnum):
    """What is to be said."""

    NUDGE = "nudge"
    AUTO_PAUSED = "auto_paused"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to one learner; a nudge names its set."""

    id: int
    learner_id: int
    kind: ErrandKind
    delivery_id: int | None
    weekly: bool
    at: datetime


def add(
    tx: Tx, learner_id: int, kind: ErrandKind, now: datetime, *, delivery_id: int | None = None, weekly: bool = False
) -> int:
    """Leave it for whoever sends; its id."""
    row = {"learner_id": learner_id, "kind": kind, "delivery_id": delivery_id, "weekly": weekly, "at": now}
    errand_id: int = tx.execute(insert(errands).values(**row).returning(errands.c.id)).scalar_one()
    return errand_id


def take(tx: Tx, errand_ids: Sequence[int]) -> list[Errand]:
    """Those that nobody has taken, which goes for the taker too from now on."""
    columns = [errands.c[field.name] for field in fields(Errand)]
    rows = tx.execute(delete(errands).where(errands.c.id.in_(errand_ids)).returning(*columns)).mappings()
    return sorted((Errand(**{**row, "kind": ErrandKind(row["kind"])}) for row in rows), key=lambda errand: errand.id)
