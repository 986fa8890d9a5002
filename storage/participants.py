"""Who votes in a group, by first name; a name is forgotten 90 days after the last vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage.group_tables import groups, participants
from storage.store import Tx

LONGEST_NAME = 64

STEP = timedelta(hours=1)
"""How exactly the last vote is remembered."""


class Standing(StrEnum):
    """Whether a voter belongs to the group: polls can be forwarded to outsiders."""

    UNKNOWN = "unknown"
    MEMBER = "member"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True)
class Participant:
    """One voter of one group; `learner_id` where they had a private chat at their last vote."""

    id: int
    group_id: int
    user_id: int
    first_name: str
    learner_id: int | None
    standing: Standing
    hidden: bool
    offered: bool
    last_vote_at: datetime


def voted(tx: Tx, group_id: int, user_id: int, first_name: str, learner_id: int | None, now: datetime) -> Participant:
    """The participant, made or refreshed by a vote at `now`."""
    name = first_name.strip()[:LONGEST_NAME]
    fresh: dict[str, Any] = {"first_name": name, "learner_id": learner_id, "last_vote_at": now}
    known = find(tx, group_id, user_id)
    if known is not None and known.hidden:
        fresh["first_name"] = name = ""
    if known is None:
        values = {"group_id": group_id, "user_id": user_id, "standing": Standing.UNKNOWN, "hidden": False}
        tx.execute(insert(participants).values(offered=False, **values, **fresh))
    elif (known.first_name, known.learner_id) == (name, learner_id) and now - known.last_vote_at < STEP:
        return known
    else:
        change(tx, [known.id], **fresh)
    found = find(tx, group_id, user_id)
    assert found is not None
    return found


def find(tx: Tx, group_id: int, user_id: int) -> Participant | None:
    """The participant behind a user of that group."""
    mine = (participants.c.group_id == group_id, participants.c.user_id == user_id)
    row = tx.execute(select(participants).where(*mine)).first()
    return _participant(row) if row else None


def change(tx: Tx, ids: Iterable[int], **values: Any) -> None:
    """Set these columns of some participants."""
    tx.execute(update(participants).where(participants.c.id.in_(list(ids))).values(**values))


def names(tx: Tx, ids: Iterable[int]) -> dict[int, str]:
    """First names by participant."""
    query = select(participants.c.id, participants.c.first_name).where(participants.c.id.in_(list(ids)))
    return {participant_id: name for participant_id, name in tx.execute(query)}  # noqa: C416


def unoffered(tx: Tx, ids: Iterable[int]) -> set[int]:
    """Those of them who have no private chat and were never offered one."""
    mine = (participants.c.id.in_(list(ids)), participants.c.learner_id.is_(None), participants.c.offered.is_(False))
    return set(tx.execute(select(participants.c.id).where(*mine)).scalars())


def unchecked(tx: Tx, limit: int) -> Sequence[tuple[int, str, int, int]]:
    """(id, face, chat, user) of participants nobody has looked up yet, where the bot is still in the group."""
    query = select(participants.c.id, groups.c.face, groups.c.chat_id, participants.c.user_id)
    query = query.join(groups, groups.c.id == participants.c.group_id)
    query = query.where(participants.c.standing == Standing.UNKNOWN, groups.c.left_at.is_(None))
    return [(a, b, c, d) for a, b, c, d in tx.execute(query.order_by(participants.c.id).limit(limit))]


def hide(tx: Tx, group_id: int, user_id: int, now: datetime) -> None:
    """Out of the group's table, now and from now on, whether they voted before or not."""
    known = find(tx, group_id, user_id) or voted(tx, group_id, user_id, "", None, now)
    change(tx, [known.id], hidden=True, first_name="")


def forget_names(tx: Tx, before: datetime) -> int:
    """Drop the names of those whose last vote was before that instant."""
    old = (participants.c.last_vote_at < before, participants.c.first_name != "")
    return tx.execute(update(participants).where(*old).values(first_name="")).rowcount


def erase_user(tx: Tx, face: str, user_id: int) -> None:
    """Delete a user from every group of a face, with their votes."""
    there = select(groups.c.id).where(groups.c.face == face)
    tx.execute(delete(participants).where(participants.c.user_id == user_id, participants.c.group_id.in_(there)))


def _participant(row: Row[Any]) -> Participant:
    values = dict(row._mapping)
    values["standing"] = Standing(values["standing"])
    return Participant(**values)
