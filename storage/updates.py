"""Updates under way and done with: a second delivery of one changes nothing, whichever process it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import Executable, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.putting import for_each, put
from storage.store import Tx
from storage.tables import handled_updates


class Standing(StrEnum):
    """Of an update that was delivered: to be handled here, under way elsewhere, done with."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Handled:
    """An update that is done with, and since when."""

    update_id: int
    at: datetime


def take(tx: Tx, update_id: int, now: datetime, until: datetime) -> Standing:
    """Take an update until then, where several processes may be given the same one."""
    if put(tx, handled_updates, update_id=update_id, at=now, until=until):
        return Standing.OURS
    this = handled_updates.c.update_id == update_id
    left = update(handled_updates).where(this, handled_updates.c.until <= now).values(at=now, until=until)
    if tx.execute(left).rowcount > 0:
        return Standing.OURS
    return Standing.DONE if was_handled(tx, update_id) else Standing.ELSEWHERE


def leave(tx: Tx, update_id: int) -> None:
    """It was not handled to the end after all: whoever is given it next may take it."""
    this = (handled_updates.c.update_id == update_id, handled_updates.c.until.is_not(None))
    tx.execute(delete(handled_updates).where(*this))


def was_handled(tx: Tx, update_id: int) -> bool:
    """Whether this update was answered to the end before."""
    this = (handled_updates.c.update_id == update_id, handled_updates.c.until.is_(None))
    return tx.execute(select(handled_updates.c.update_id).where(*this)).first() is not None


def highest(tx: Tx) -> int:
    """The highest number that is known; 0 where none is."""
    return tx.execute(select(func.max(handled_updates.c.update_id))).scalar() or 0


def handled(tx: Tx, done: Sequence[Handled]) -> None:
    """Remember that these updates are done with."""
    rows = [{"update_id": each.update_id, "at": each.at, "until": None} for each in done]
    for_each(tx, _handled(tx.dialect.name), rows)


def prune(tx: Tx, before: datetime) -> int:
    """Forget those older than `before`; Telegram keeps updates for 24 hours (Bot API, getUpdates)."""
    return tx.execute(delete(handled_updates).where(handled_updates.c.at < before)).rowcount


@cache
def _handled(dialect: str) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(handled_updates).on_conflict_do_update(index_elements=["update_id"], set_={"until": None})
