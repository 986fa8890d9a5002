"""Assertions put to groups as polls: handed out, sent, stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update

from storage.group_tables import group_asked, poll_copies, rounds
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class GroupAsked:
    """One assertion put to one group.

    `send_due` and `stop_due` say when somebody must send the poll, or stop it, if nobody has.
    """

    id: int
    group_id: int
    round_id: int | None
    day: date | None
    position: int
    fact_id: str
    variant_id: str
    revision: int
    truth: bool
    certo_first: bool
    thread_id: int | None
    ref: str | None
    poll_id: str | None
    handed_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    send_due: datetime | None
    stop_due: datetime | None
    attempts: int
    doubtful: bool


def hand_out(tx: Tx, **values: Any) -> GroupAsked:
    """Record that an assertion is put to a group."""
    result = tx.execute(insert(group_asked).values(attempts=0, doubtful=False, **values))
    assert result.inserted_primary_key is not None
    handed = get(tx, result.inserted_primary_key[0])
    assert handed is not None
    return handed


def get(tx: Tx, asked_id: int) -> GroupAsked | None:
    """The assertion of that id."""
    return _first(tx, group_asked.c.id == asked_id)


def by_poll(tx: Tx, poll_id: str) -> GroupAsked | None:
    """The assertion behind a poll, or behind a copy of it."""
    copies = select(poll_copies.c.group_asked_id).where(poll_copies.c.poll_id == poll_id)
    return _first(tx, or_(group_asked.c.poll_id == poll_id, group_asked.c.id.in_(copies)))


def add_copy(tx: Tx, asked_id: int, poll_id: str) -> None:
    """A second poll of the same assertion turned up."""
    tx.execute(insert(poll_copies).values(poll_id=poll_id, group_asked_id=asked_id))


def last_of(tx: Tx, round_id: int) -> GroupAsked | None:
    """The newest assertion of a round."""
    found = of_round(tx, round_id)
    return found[-1] if found else None


def of_round(tx: Tx, round_id: int) -> Sequence[GroupAsked]:
    """The assertions of a round in their order."""
    query = select(group_asked).where(group_asked.c.round_id == round_id).order_by(group_asked.c.position)
    return [GroupAsked(**row._mapping) for row in tx.execute(query)]


def open_daily(tx: Tx, group_id: int) -> GroupAsked | None:
    """The daily assertion that waits for votes."""
    mine = (group_asked.c.group_id == group_id, group_asked.c.day.is_not(None), group_asked.c.closed_at.is_(None))
    return _first(tx, *mine)


def change(tx: Tx, asked_id: int, **values: Any) -> None:
    """Set these columns of one assertion."""
    tx.execute(update(group_asked).where(group_asked.c.id == asked_id).values(**values))


def next_due(tx: Tx) -> datetime | None:
    """The earliest instant at which a poll is to be sent or stopped."""
    found = tx.execute(select(func.min(group_asked.c.send_due), func.min(group_asked.c.stop_due))).one()
    return min((instant for instant in found if instant is not None), default=None)


def due(tx: Tx, now: datetime, limit: int) -> Sequence[int]:
    """Ids of groups where a poll should have been sent or stopped by now."""
    late = or_(group_asked.c.send_due <= now, group_asked.c.stop_due <= now)
    return tx.execute(select(group_asked.c.group_id).where(late).distinct().limit(limit)).scalars().all()


def unsent(tx: Tx, group_id: int, now: datetime) -> Sequence[GroupAsked]:
    """Polls of a group that somebody should have sent by now."""
    return _all(tx, and_(group_asked.c.group_id == group_id, group_asked.c.send_due <= now), 100)


def unstopped(tx: Tx, group_id: int, now: datetime) -> Sequence[GroupAsked]:
    """Polls of a group that somebody should have stopped by now."""
    return _all(tx, and_(group_asked.c.group_id == group_id, group_asked.c.stop_due <= now), 100)


def claim(tx: Tx, due: GroupAsked, until: datetime) -> bool:
    """Put off what is due until `until`, so that one ticker alone takes it; False where another did."""
    as_read = (
        group_asked.c.id == due.id,
        group_asked.c.send_due.is_not_distinct_from(due.send_due),
        group_asked.c.stop_due.is_not_distinct_from(due.stop_due),
    )
    values = {
        "send_due": until if due.send_due else None,
        "stop_due": until if due.stop_due else None,
        "attempts": group_asked.c.attempts + 1,
    }
    return tx.execute(update(group_asked).where(*as_read).values(**values)).rowcount > 0


def hold(tx: Tx, asked_ids: Sequence[int], until: datetime) -> None:
    """Who claimed these is still at it: nobody else is to take them before."""
    claimed = group_asked.c.id.in_(asked_ids)
    for due in (group_asked.c.send_due, group_asked.c.stop_due):
        tx.execute(update(group_asked).where(claimed, due < until).values({due: until}))


def hasten(tx: Tx, now: datetime) -> None:
    """After a start: what the last process had claimed is due now."""
    tx.execute(update(group_asked).where(group_asked.c.send_due > now).values(send_due=now))
    tx.execute(update(group_asked).where(group_asked.c.stop_due > now).values(stop_due=now))


def last_seen(tx: Tx, group_id: int) -> dict[str, int]:
    """For each fact the group was asked, the id of its newest assertion: the larger, the later."""
    query = select(group_asked.c.fact_id, func.max(group_asked.c.id)).where(group_asked.c.group_id == group_id)
    return {fact_id: newest for fact_id, newest in tx.execute(query.group_by(group_asked.c.fact_id))}  # noqa: C416


def times_seen(tx: Tx, group_id: int) -> dict[tuple[str, str], int]:
    """How often each (fact, variant) was put to the group."""
    key = (group_asked.c.fact_id, group_asked.c.variant_id)
    query = select(*key, func.count()).where(group_asked.c.group_id == group_id).group_by(*key)
    return {(fact_id, variant_id): seen for fact_id, variant_id, seen in tx.execute(query)}


def lost(tx: Tx, since: datetime) -> Sequence[GroupAsked]:
    """Assertions since an instant of which a poll may stand in the chat that nobody knows of."""
    tried = or_(group_asked.c.doubtful, and_(group_asked.c.attempts > 0, group_asked.c.poll_id.is_(None)))
    return _all(tx, and_(group_asked.c.handed_at >= since, tried), 1_000)


def stop_all(tx: Tx, group_id: int) -> None:
    """The group cannot be reached: nothing waits to be sent or stopped there, no round goes on."""
    mine = group_asked.c.group_id == group_id
    tx.execute(update(group_asked).where(mine).values(send_due=None, stop_due=None))
    tx.execute(update(rounds).where(rounds.c.group_id == group_id).values(due_at=None))


def _all(tx: Tx, where: ColumnElement[bool], limit: int) -> Sequence[GroupAsked]:
    query = select(group_asked).where(where).order_by(group_asked.c.id).limit(limit)
    return [GroupAsked(**row._mapping) for row in tx.execute(query)]


def _first(tx: Tx, *where: ColumnElement[bool]) -> GroupAsked | None:
    row = tx.execute(select(group_asked).where(*where).limit(1)).first()
    return GroupAsked(**row._mapping) if row else None
