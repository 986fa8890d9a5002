"""Everybody and every chat that exists, and what the bot comes to know of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.botapi.bell import Bell
from tests.botapi.chats import Chat
from tests.botapi.members import Member
from tests.botapi.messages import Message
from tests.botapi.polls import Poll
from tests.botapi.updates import Update, Updates

if TYPE_CHECKING:
    from tests.botapi.people import Person

Json = dict[str, Any]

_FIRST_PERSON = 5_000_000_001
_FIRST_GROUP = 4_000_001
_FIRST_SUPERGROUP = 1_002_000_000_001
_KEPT_POLLS = 10_000


class World:
    """Chats, people, polls and the counters that name them; `shift` moves the clock."""

    def __init__(self, bot: Json, clock: Callable[[], datetime], updates: Updates, bell: Bell, keep: int) -> None:
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.polls: dict[str, Poll] = {}
        self.timed: dict[str, Poll] = {}
        self.privacy = True
        self.shift = timedelta()
        self.updates = updates
        self.bell = bell
        self._clock = clock
        self._keep = keep
        self._message_ids = count(1)
        self._poll_ids = count(5_100_000_000_000_000_001)
        self._query_ids = count(4_200_000_000_000_000_001)
        self._person_ids = count(_FIRST_PERSON)
        self._group_ids = count(_FIRST_GROUP)
        self._supergroup_ids = count(_FIRST_SUPERGROUP)

    def now(self) -> datetime:
        """The server's time."""
        return self._clock() + self.shift

    def new_person_id(self) -> int:
        return next(self._person_ids)

    def new_chat(self, kind: str, chat_id: int | None = None) -> Chat:
        """A chat; supergroups and channels number their messages by themselves, as on Telegram."""
        if kind in ("private", "group"):
            numbers = self._message_ids
            chat_id = chat_id or -next(self._group_ids)
        else:
            numbers = count(2)  # 1 is the General topic's
            chat_id = chat_id or -next(self._supergroup_ids)
        chat = Chat(chat_id, kind, self._keep, lambda: next(numbers))
        self.chats[chat_id] = chat
        return chat

    def find(self, reference: int | str) -> Chat | None:
        """A chat by id or @username."""
        if isinstance(reference, int):
            return self.chats.get(reference)
        name = reference.removeprefix("@").lower()
        chats = (chat for chat in self.chats.values() if not chat.is_private)
        return next((chat for chat in chats if chat.username and chat.username.lower() == name), None)

    def bot_in(self, chat: Chat) -> Member | None:
        return chat.members.of(self.bot["id"])

    def new_poll_id(self) -> str:
        return str(next(self._poll_ids))

    def new_query_id(self) -> str:
        """An id for a tap or an inline query."""
        return str(next(self._query_ids))

    def keep_poll(self, poll: Poll) -> None:
        self.polls[poll.id] = poll
        if len(self.polls) > _KEPT_POLLS:
            del self.polls[next(iter(self.polls))]
        if poll.close_date is not None and not poll.is_closed:
            self.timed[poll.id] = poll

    def close(self, poll: Poll) -> None:
        """Close a poll; the bot is told its last state."""
        poll.is_closed = True
        self.timed.pop(poll.id, None)
        self.tell_poll(poll)

    def tick(self) -> None:
        """Close the polls whose time is up."""
        if self.timed:
            now = int(self.now().timestamp())
            for poll in [poll for poll in self.timed.values() if (poll.close_date or 0) <= now]:
                self.close(poll)

    def tell(self, message: Message, kind: str = "message") -> Update | None:
        """Give the bot a message, if Telegram would; None if not."""
        if not message.chat.is_private and not self._hears(message):
            self.bell.ring()
            return None
        if message.chat.kind == "channel":
            kind = kind.replace("message", "channel_post")
        update = self.updates.push(kind, message.payload(), ("message", message.chat.id))
        message.update_id = update.id if update else None
        return update

    def tell_poll(self, poll: Poll) -> None:
        self.updates.push("poll", poll.payload(), ("poll", poll.id))

    def tell_member(self, chat: Chat, by: Json, before: Json, after: Json) -> Update | None:
        """A change of somebody's standing: my_chat_member for the bot, chat_member for others."""
        change = {
            "chat": chat.payload(),
            "from": by,
            "date": int(self.now().timestamp()),
            "old_chat_member": before,
            "new_chat_member": after,
        }
        if after["user"]["id"] == self.bot["id"]:
            return self.updates.push("my_chat_member", change, ("member", chat.id))
        here = self.bot_in(chat)
        if here is None or not here.is_administrator:
            return None
        return self.updates.push("chat_member", change, ("member", chat.id))

    def _hears(self, message: Message) -> bool:
        """Privacy mode: commands, replies to the bot and service messages only."""
        here = self.bot_in(message.chat)
        if here is None or not here.is_present:
            return False
        if here.is_administrator or not self.privacy or not _is_said(message):
            return True
        if message.reply_to is not None and message.reply_to.by_bot:
            return True
        return self._is_command_for_bot(message)

    def _is_command_for_bot(self, message: Message) -> bool:
        first = next((e for e in message.entities if e["type"] == "bot_command" and e["offset"] == 0), None)
        if first is None:
            return False
        _, _, addressee = message.text[: first["length"]].partition("@")
        return addressee.lower() in ("", self.bot["username"].lower())


def _is_said(message: Message) -> bool:
    """Something a person said or showed, and no service message."""
    return any(key in message.content for key in ("text", "sticker", "voice", "photo", "document"))
