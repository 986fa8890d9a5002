"""Chats and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.botapi.members import Membership
from tests.botapi.messages import Message

Json = dict[str, Any]


class Chat:
    """A private chat, group, supergroup or channel; keeps its newest messages only."""

    def __init__(self, chat_id: int, kind: str, keep: int, next_id: Callable[[], int]) -> None:
        self.id = chat_id
        self.kind = kind
        self.title = ""
        self.username: str | None = None
        self.names: Json = {}
        self.is_forum = False
        self.topics: dict[int, bool] = {}
        self.migrated_to: int | None = None
        self.members = Membership()
        self.keyboard: Json | None = None
        self.pinned: list[int] = []
        self.actions: list[str] = []
        self._messages: dict[int, Message] = {}
        self._keep = keep
        self._next_id = next_id
        self._payload: Json | None = None

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "supergroup")

    @property
    def messages(self) -> list[Message]:
        """Everything said in the chat, by whom ever, oldest first; deleted ones are marked so."""
        return list(self._messages.values())

    @property
    def shown(self) -> list[Message]:
        """The bot's messages that still stand, oldest first."""
        return [message for message in self._messages.values() if message.by_bot and not message.deleted]

    @property
    def last(self) -> Message:
        """The bot's newest message that still stands. LookupError when there is none."""
        for message in reversed(self._messages.values()):
            if message.by_bot and not message.deleted:
                return message
        raise LookupError(f"the bot has said nothing in chat {self.id}")

    def get(self, message_id: int) -> Message | None:
        """A message that stands, by identifier."""
        found = self._messages.get(message_id)
        return None if found is None or found.deleted else found

    def known(self, message_id: int) -> Message | None:
        """A message by identifier, deleted or not."""
        return self._messages.get(message_id)

    def write(self, sender: Json, content: Json, now: datetime) -> Message:
        """Add a message at the end."""
        message = Message(self, self._next_id(), now, sender, content)
        self._messages[message.id] = message
        if len(self._messages) > self._keep:
            del self._messages[next(iter(self._messages))]
        return message

    def payload(self) -> Json:
        """The Bot API's Chat object."""
        if self._payload is None:
            self._payload = self._described()
        return self._payload

    def changed(self) -> None:
        """Call after the title, a name or the kind changed."""
        self._payload = None

    def _described(self) -> Json:
        found: Json = {"id": self.id, "type": self.kind, **self.names}
        if self.title:
            found["title"] = self.title
        if self.username:
            found["username"] = self.username
        if self.is_forum:
            found["is_forum"] = True
        return found

    def __repr__(self) -> str:
        return f"<Chat {self.id} {self.kind} {self.title or self.names.get('first_name', '')!r}>"
