"""Rounds: one at a time in a group, which the database keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.tutor.rounds import Item
from storage.group_tables import rounds
from storage.store import Tx


class State(StrEnum):
    """How far a round has come."""

    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its assertions in the order of asking, of which the first `handed` have been put."""

    id: int
    group_id: int
    state: State
    started_by: int
    thread_id: int | None
    seconds: int
    items: tuple[Item, ...]
    handed: int
    created_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    attempts: int
    table_ref: str | None


def begin(
    tx: Tx, group_id: int, by: int, thread_id: int | None, seconds: int, items: Sequence[Item], now: datetime
) -> Round | None:
    """A new round, due at once; None where one is running."""
    values = {
        "group_id": group_id,
        "state": State.RUNNING,
        "started_by": by,
        "thread_id": thread_id,
        "seconds": seconds,
        "items": " ".join(f"{item.fact_id}:{item.variant_id}" for item in items),
        "handed": 0,
        "created_at": now,
        "due_at": now,
        "attempts": 0,
    }
    try:
        with tx.begin_nested():
            result = tx.execute(insert(rounds).values(**values))
    except IntegrityError:
        return None
    assert result.inserted_primary_key is not None
    return get(tx, result.inserted_primary_key[0])


def get(tx: Tx, round_id: int) -> Round | None:
    """The round of that id."""
    return _first(tx, rounds.c.id == round_id)


def running(tx: Tx, group_id: int) -> Round | None:
    """The round under way in a group."""
    return _first(tx, rounds.c.group_id == group_id, rounds.c.state == State.RUNNING)


def last_end(tx: Tx, group_id: int) -> datetime | None:
    """When the last round of a group ended."""
    query = select(rounds.c.ended_at).where(rounds.c.group_id == group_id, rounds.c.ended_at.is_not(None))
    ended: datetime | None = tx.execute(query.order_by(rounds.c.ended_at.desc()).limit(1)).scalar()
    return ended


def change(tx: Tx, round_id: int, **values: Any) -> None:
    """Set these columns of one round."""
    tx.execute(update(rounds).where(rounds.c.id == round_id).values(**values))


def claim(tx: Tx, due: Round, until: datetime) -> bool:
    """Put off what is due until `until`, so that one ticker alone takes it; False where another did."""
    as_read = (rounds.c.id == due.id, rounds.c.due_at.is_not_distinct_from(due.due_at))
    return tx.execute(update(rounds).where(*as_read).values(due_at=until)).rowcount > 0


def next_due(tx: Tx) -> datetime | None:
    """The earliest instant at which anything is due in any group."""
    instant: datetime | None = tx.execute(select(func.min(rounds.c.due_at))).scalar()
    return instant


def due(tx: Tx, now: datetime, limit: int) -> Sequence[int]:
    """Ids of groups in which a round needs something, longest waiting first."""
    query = select(rounds.c.group_id).where(rounds.c.due_at <= now)
    return tx.execute(query.order_by(rounds.c.due_at).limit(limit)).scalars().all()


def due_in(tx: Tx, group_id: int, now: datetime) -> Sequence[Round]:
    """The rounds of a group that need something, oldest first."""
    query = select(rounds).where(rounds.c.group_id == group_id, rounds.c.due_at <= now)
    return [_round(row) for row in tx.execute(query.order_by(rounds.c.id))]


def hold(tx: Tx, round_ids: Sequence[int], until: datetime) -> None:
    """Who claimed the tables of these is still at it: nobody else is to take them before."""
    claimed = (rounds.c.id.in_(round_ids), rounds.c.due_at < until)
    tx.execute(update(rounds).where(*claimed).values(due_at=until))


def hasten(tx: Tx, at: datetime) -> None:
    """After a start: what is due, or was claimed by the last process, is due at that instant."""
    tx.execute(update(rounds).where(rounds.c.due_at.is_not(None)).values(due_at=at))


def _first(tx: Tx, *where: ColumnElement[bool]) -> Round | None:
    row = tx.execute(select(rounds).where(*where)).first()
    return _round(row) if row else None


def _round(row: Row[Any]) -> Round:
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    pairs = (item.split(":") for item in values["items"].split())
    values["items"] = tuple(Item(fact_id, variant_id) for fact_id, variant_id in pairs)
    return Round(**values)
