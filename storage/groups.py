"""Study groups and what their administrators have set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from storage.group_tables import groups
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Group:
    """One group; `daily_minute` is minutes after midnight, local, `weekly_day` counts from Monday 0."""

    id: int
    face: str
    chat_id: int
    thread_id: int | None
    created_at: datetime
    language: str
    zone: str
    seconds: int
    size: int
    daily: bool
    daily_minute: int
    weekly_day: int | None
    admins_only: bool
    silent: bool
    last_daily: date | None
    last_weekly: date | None
    next_due_at: datetime | None
    left_at: datetime | None


_GROUP = tuple(groups.c[field.name] for field in fields(Group))


def find(tx: Tx, face: str, chat_id: int) -> Group | None:
    """The group behind a chat of that face."""
    return _first(tx, groups.c.face == face, groups.c.chat_id == chat_id)


def get(tx: Tx, group_id: int) -> Group | None:
    """The group of that id."""
    return _first(tx, groups.c.id == group_id)


def create(tx: Tx, values: dict[str, Any]) -> Group:
    """A new group with these columns."""
    result = tx.execute(insert(groups).values(**values))
    assert result.inserted_primary_key is not None
    group = get(tx, result.inserted_primary_key[0])
    assert group is not None
    return group


def change(tx: Tx, group_id: int, **values: Any) -> None:
    """Set these columns of one group."""
    tx.execute(update(groups).where(groups.c.id == group_id).values(**values))


def erase(tx: Tx, group_id: int) -> None:
    """Delete the group with its rounds, polls, participants and votes."""
    tx.execute(delete(groups).where(groups.c.id == group_id))


def next_due(tx: Tx) -> datetime | None:
    """The earliest instant at which anything is due in any group."""
    instant: datetime | None = tx.execute(select(func.min(groups.c.next_due_at))).scalar()
    return instant


def due(tx: Tx, now: datetime, limit: int) -> Sequence[int]:
    """Ids of groups for which the calendar has something to do, longest waiting first."""
    query = select(groups.c.id).where(groups.c.next_due_at <= now)
    return tx.execute(query.order_by(groups.c.next_due_at).limit(limit)).scalars().all()


def hold(tx: Tx, group_ids: Sequence[int], until: datetime) -> None:
    """The week's table is still being shown there: nobody else is to take it before."""
    theirs = (groups.c.id.in_(group_ids), groups.c.next_due_at < until)
    tx.execute(update(groups).where(*theirs).values(next_due_at=until))


def forget(tx: Tx, left_before: datetime) -> int:
    """Delete the groups that removed the bot before that instant."""
    return tx.execute(delete(groups).where(groups.c.left_at < left_before)).rowcount


def _first(tx: Tx, *where: ColumnElement[bool]) -> Group | None:
    """Locked until the transaction ends, as learners are: who votes or ticks in a group waits for others there."""
    row = tx.execute(select(*_GROUP).where(*where).with_for_update(key_share=True)).mappings().first()
    return Group(**row) if row else None
