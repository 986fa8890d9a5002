"""Updates under way and done with: a second delivery of one changes nothing, whichever process it comes to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update

from storage.putting import put
from storage.store import Tx
from storage.tables import handled_updates


class Standing(StrEnum):
    """Of an update that was delivered: to be handled here, under way elsewhere, done with."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    DONE = "done"


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


def handled(tx: Tx, update_id: int, now: datetime) -> None:
    """Remember that this update is done with."""
    if not put(tx, handled_updates, update_id=update_id, at=now, until=None):
        this = handled_updates.c.update_id == update_id
        tx.execute(update(handled_updates).where(this).values(until=None))


def prune(tx: Tx, before: datetime) -> int:
    """Forget those older than `before`; Telegram keeps updates for 24 hours (Bot API, getUpdates)."""
    return tx.execute(delete(handled_updates).where(handled_updates.c.at < before)).rowcount
