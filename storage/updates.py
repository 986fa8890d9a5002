"""Updates handled to the end: a second delivery of one changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from storage.putting import put
from storage.store import Tx
from storage.tables import handled_updates


def was_handled(tx: Tx, update_id: int) -> bool:
    """Whether this update was answered to the end before."""
    query = select(handled_updates.c.update_id).where(handled_updates.c.update_id == update_id)
    return tx.execute(query).first() is not None


def handled(tx: Tx, update_id: int, now: datetime) -> None:
    """Remember that this update is done with."""
    put(tx, handled_updates, update_id=update_id, at=now)


def prune(tx: Tx, before: datetime) -> int:
    """Forget those older than `before`; Telegram keeps updates for 24 hours (Bot API, getUpdates)."""
    return tx.execute(delete(handled_updates).where(handled_updates.c.at < before)).rowcount
