"""Minutes: as many assertions as fit in sixty seconds, in one message that is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from storage import asked as assertions
from storage.asked import Asked
from storage.store import Tx
from storage.tables import asked, minutes


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute. `show_due`: when somebody must bring its message up to date, if nobody has, or close it."""

    id: int
    learner_id: int
    day: date
    started_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    shown_ref: str | None
    show_due: datetime | None
    attempts: int


_COLUMNS = tuple(minutes.c[field.name] for field in fields(Minute))


def begin(tx: Tx, learner_id: int, day: date, now: datetime, ends_at: datetime, show_due: datetime) -> Minute:
    """A new minute."""
    values = {"learner_id": learner_id, "day": day, "started_at": now, "ends_at": ends_at, "show_due": show_due}
    result = tx.execute(insert(minutes).values(attempts=0, **values))
    assert result.inserted_primary_key is not None
    begun = get(tx, result.inserted_primary_key[0])
    assert begun is not None
    return begun


def get(tx: Tx, minute_id: int) -> Minute | None:
    """The minute of that id."""
    return _first(tx, minutes.c.id == minute_id)


def running(tx: Tx, learner_id: int) -> Minute | None:
    """The learner's minute that nobody has closed yet."""
    return _first(tx, minutes.c.learner_id == learner_id, minutes.c.closed_at.is_(None))


def change(tx: Tx, minute_id: int, **values: Any) -> None:
    """Set these columns of one minute."""
    tx.execute(update(minutes).where(minutes.c.id == minute_id).values(**values))


def close(tx: Tx, minute_id: int, now: datetime, show_due: datetime) -> bool:
    """Close it; False where it was closed before. The assertion that was open is out of date."""
    still = update(minutes).where(minutes.c.id == minute_id, minutes.c.closed_at.is_(None))
    if tx.execute(still.values(closed_at=now, show_due=show_due, attempts=0)).rowcount == 0:
        return False
    left = update(asked).where(asked.c.minute_id == minute_id, asked.c.answered_at.is_(None))
    tx.execute(left.values(outdated=True))
    return True


def rows(tx: Tx, minute_id: int) -> Sequence[Asked]:
    """The assertions of a minute in their order."""
    query = select(*assertions.COLUMNS).where(asked.c.minute_id == minute_id).order_by(asked.c.id)
    return [assertions.read(row) for row in tx.execute(query)]


def overdue(tx: Tx, now: datetime, limit: int) -> Sequence[Minute]:
    """Minutes whose message is not up to date, or whose time is over."""
    late = select(minutes).where(minutes.c.show_due <= now).order_by(minutes.c.show_due)
    return [Minute(**row._mapping) for row in tx.execute(late.limit(limit))]


def claim(tx: Tx, late: Minute, until: datetime) -> bool:
    """Put off what is overdue until `until`, so that one resumer alone takes it; False where another did."""
    as_read = (minutes.c.id == late.id, minutes.c.show_due == late.show_due)
    values = {"show_due": until, "attempts": minutes.c.attempts + 1}
    return tx.execute(update(minutes).where(*as_read).values(**values)).rowcount > 0


def hold(tx: Tx, asked_ids: Sequence[int], until: datetime) -> None:
    """Messages with these assertions are still under way in the process that took them on: nobody else is to try."""
    under_way = select(asked.c.minute_id).where(asked.c.id.in_(asked_ids))
    tx.execute(update(minutes).where(minutes.c.id.in_(under_way), minutes.c.show_due < until).values(show_due=until))


def hasten(tx: Tx, now: datetime) -> None:
    """After a start: what the last process left is due now."""
    tx.execute(update(minutes).where(minutes.c.show_due > now).values(show_due=now))


def drop_claims(tx: Tx, learner_id: int) -> None:
    """The learner cannot be reached: nothing of theirs waits to be shown."""
    tx.execute(update(minutes).where(minutes.c.learner_id == learner_id).values(show_due=None))


def _first(tx: Tx, *where: ColumnElement[bool]) -> Minute | None:
    row: Row[Any] | None = tx.execute(select(minutes).where(*where).order_by(minutes.c.id.desc()).limit(1)).first()
    return Minute(**row._mapping) if row else None
