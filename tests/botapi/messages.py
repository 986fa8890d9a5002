"""A message in a chat, as the server keeps it and as tests look at it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.botapi import markup as keyboards
from tests.botapi.html import Entity
from tests.botapi.markup import Button

if TYPE_CHECKING:
    from tests.botapi.chats import Chat
    from tests.botapi.polls import Poll

Json = dict[str, Any]


class Message:
    """Live: edits and deletions show in it.

    `content` holds Bot API fields (text and entities, photo and caption, a service message);
    `update_id` is the update that told the bot of it, for redelivery.
    """

    __slots__ = (
        "by_bot",
        "chat",
        "content",
        "date",
        "deleted",
        "edited",
        "edited_at",
        "extra",
        "id",
        "markup",
        "poll",
        "reactions",
        "reply_to",
        "sender",
        "sender_chat",
        "thread",
        "update_id",
    )

    def __init__(self, chat: Chat, message_id: int, date: datetime, sender: Json, content: Json) -> None:
        self.chat = chat
        self.id = message_id
        self.date = date
        self.sender = sender
        self.content = content
        self.by_bot = False
        self.sender_chat: Json | None = None
        self.markup: Json | None = None
        self.poll: Poll | None = None
        self.thread: int | None = None
        self.reply_to: Message | None = None
        self.extra: Json = {}
        self.edited = 0
        self.edited_at: datetime | None = None
        self.deleted = False
        self.reactions: dict[int, list[Json]] = {}
        self.update_id: int | None = None

    @property
    def text(self) -> str:
        """What one reads: the text, the caption, a poll's question; empty for the rest."""
        if self.poll is not None:
            return self.poll.question
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Entity]:
        return list(self.content.get("entities") or self.content.get("caption_entities") or ())

    @property
    def buttons(self) -> list[list[Button]]:
        """Rows of inline buttons."""
        return keyboards.rows_of(self.markup)

    @property
    def labels(self) -> list[str]:
        """The inline buttons' labels in reading order."""
        return [button.label for row in self.buttons for button in row]

    def marked(self, kind: str) -> list[str]:
        """The pieces of text under entities of one kind, such as "bold"."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        spans = ((e["offset"] * 2, (e["offset"] + e["length"]) * 2) for e in self.entities if e["type"] == kind)
        return [units[start:end].decode("utf-16-le", "surrogatepass") for start, end in spans]

    def payload(self, *, with_reply: bool = True) -> Json:
        """The Bot API's Message object."""
        found: Json = {"message_id": self.id, "date": int(self.date.timestamp()), "chat": self.chat.payload()}
        if self.sender:
            found["from"] = self.sender
        if self.sender_chat is not None:
            found["sender_chat"] = self.sender_chat
        if self.thread is not None:
            found["message_thread_id"] = self.thread
            found["is_topic_message"] = True
        if with_reply and self.reply_to is not None:
            found["reply_to_message"] = self.reply_to.payload(with_reply=False)
        if self.edited_at is not None:
            found["edit_date"] = int(self.edited_at.timestamp())
        found.update(self.content)
        found.update(self.extra)
        if self.poll is not None:
            found["poll"] = self.poll.payload() | self.poll.description
        if self.markup is not None:
            found["reply_markup"] = self.markup
        return found

    def inaccessible(self) -> Json:
        """What the Bot API shows of a message that is gone."""
        return {"chat": self.chat.payload(), "message_id": self.id, "date": 0}

    def __repr__(self) -> str:
        state = " deleted" if self.deleted else f" edited {self.edited}x" if self.edited else ""
        who = "bot" if self.by_bot else self.sender.get("first_name", "?")
        return f"<Message {self.id} by {who}{state}: {self.text[:60]!r} {self.labels}>"
