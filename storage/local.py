"""The local chat's own rows: what stands in its chats, and small values such as its clock's offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from storage.store import Tx
from storage.tables import local_messages, local_state


@dataclass(frozen=True, slots=True)
class LocalMessage:
    """One message of a local chat; `outgoing` ones are the bot's, `body` is JSON of a screen."""

    id: int
    chat_id: int
    outgoing: bool
    body: str
    at: datetime


FACE = "local"
"""The face whose messages are kept here; Telegram keeps its own."""


def add(tx: Tx, chat_id: int, body: str, at: datetime, *, outgoing: bool) -> LocalMessage:
    """Put a message at the end of a chat. Its id is never that of an older message, erased ones included."""
    last = int(value(tx, _LAST_ID) or 0)
    highest = tx.execute(select(func.max(local_messages.c.id))).scalar() or 0
    message = LocalMessage(max(last, highest) + 1, chat_id, outgoing, body, at)
    columns = {"id": message.id, "chat_id": chat_id, "outgoing": outgoing, "body": body, "at": at}
    tx.execute(insert(local_messages).values(**columns))
    keep(tx, _LAST_ID, str(message.id))
    return message


def get(tx: Tx, chat_id: int, message_id: int) -> LocalMessage | None:
    """The message of that id, if it stands in that chat."""
    same = (local_messages.c.id == message_id, local_messages.c.chat_id == chat_id)
    row = tx.execute(select(local_messages).where(*same)).first()
    return _message(row) if row else None


def rewrite(tx: Tx, chat_id: int, message_id: int, body: str) -> LocalMessage | None:
    """Give a message of the bot another body; None where it does not stand in that chat."""
    message = get(tx, chat_id, message_id)
    if message is None or not message.outgoing:
        return None
    tx.execute(update(local_messages).where(local_messages.c.id == message_id).values(body=body))
    return get(tx, chat_id, message_id)


def latest(tx: Tx, chat_id: int, limit: int, *, before: int | None = None) -> Sequence[LocalMessage]:
    """The last messages of a chat, oldest first; those before a message where one is named."""
    query = select(local_messages).where(local_messages.c.chat_id == chat_id)
    if before is not None:
        query = query.where(local_messages.c.id < before)
    rows = tx.execute(query.order_by(local_messages.c.id.desc()).limit(limit)).all()
    return [_message(row) for row in reversed(rows)]


def read_up_to(tx: Tx, chat_id: int, message_id: int) -> None:
    """The person has seen every message up to this one; never moves back."""
    seen = int(value(tx, _seen(chat_id)) or 0)
    if message_id > seen and get(tx, chat_id, message_id) is not None:
        keep(tx, _seen(chat_id), str(message_id))


def unread(tx: Tx, chat_id: int) -> int:
    """How many of the bot's messages the person has not seen."""
    seen = int(value(tx, _seen(chat_id)) or 0)
    new = (local_messages.c.chat_id == chat_id, local_messages.c.outgoing, local_messages.c.id > seen)
    return tx.execute(select(func.count()).select_from(local_messages).where(*new)).scalar_one()


def forget(tx: Tx, chat_id: int) -> None:
    """Delete every message of a chat, and what was read of it."""
    tx.execute(delete(local_messages).where(local_messages.c.chat_id == chat_id))
    tx.execute(delete(local_state).where(local_state.c.name == _seen(chat_id)))


def value(tx: Tx, name: str) -> str | None:
    """The value kept under a name (at most 32 characters)."""
    kept: str | None = tx.execute(select(local_state.c.value).where(local_state.c.name == name)).scalar()
    return kept


def keep(tx: Tx, name: str, text: str) -> None:
    """Keep a value under a name, in place of the one before."""
    changed = tx.execute(update(local_state).where(local_state.c.name == name).values(value=text)).rowcount
    if not changed:
        tx.execute(insert(local_state).values(name=name, value=text))


_LAST_ID = "last_message"


def _seen(chat_id: int) -> str:
    return f"seen:{chat_id}"


def _message(row: Row[Any]) -> LocalMessage:
    return LocalMessage(**row._mapping)
