"""A person with a Telegram account, as a test plays them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from tests.botapi import markup as keyboards
from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.params import Upload
from tests.botapi.polls import Poll
from tests.botapi.queries import CallbackTap, InlineQuery
from tests.botapi.text import Formatted, detected

if TYPE_CHECKING:
    from tests.botapi.api import BotApi
    from tests.botapi.groups import Group

Json = dict[str, Any]
Told = TypeVar("Told")

ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_LONGEST_TEXT = 4096


class Person:
    """What they do reaches the bot as updates; what the bot shows them stands in `chat`.

    `where` is a group to act in; without one it is the private chat with the bot.
    """

    def __init__(
        self,
        api: BotApi,
        first_name: str,
        *,
        user_id: int | None = None,
        language_code: str | None = "pt-br",
        last_name: str | None = None,
        username: str | None = None,
        is_premium: bool = False,
        wrote: bool = False,
    ) -> None:
        self.id = user_id or api.world.new_person_id()
        if self.id in api.world.people:
            raise ValueError(f"there is a person with id {self.id} already")
        names = {"first_name": first_name, "last_name": last_name, "username": username}
        told = {**names, "language_code": language_code, "is_premium": is_premium or None}
        self.user: Json = {"id": self.id, "is_bot": False, **{k: v for k, v in told.items() if v is not None}}
        self.wrote = wrote
        self.blocked = False
        self.deactivated = False
        self.chat = api.world.new_chat("private", self.id)
        self.chat.names = {k: v for k, v in names.items() if v is not None}
        self._api = api
        api.world.people[self.id] = self

    def is_met(self) -> bool:
        """Whether the bot is in a group with them."""
        world = self._api.world
        groups = (chat for chat in world.chats.values() if not chat.is_private and chat.members.is_present(self.id))
        return any(member.is_present for chat in groups if (member := world.bot_in(chat)))

    async def says(
        self,
        text: str,
        where: Group | None = None,
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
        anonymously: bool = False,
    ) -> Message:
        """Send a text; commands in it are marked as Telegram marks them."""
        if not text or len(text) > _LONGEST_TEXT:
            raise ValueError("a client sends 1 to 4,096 characters in one message")
        content = detected(Formatted(text, [])).content()
        return await self._sends(content, where, thread, reply_to, anonymously)

    async def opens(self, payload: str) -> Message:
        """Follow a `?start=` link and press Start."""
        keyboards.check_start_payload(payload)
        return await self.says(f"/start {payload}")

    async def edits(self, message: Message, text: str) -> Message:
        """Change an own message."""
        message.content = detected(Formatted(text, [])).content()
        message.edited += 1
        message.edited_at = self._api.now()
        self._api.world.tell(message, "edited_message")
        return await _settled(message)

    def deletes(self, message: Message) -> None:
        """Delete a message; bots are not told."""
        message.deleted = True

    async def sends_sticker(self, where: Group | None = None) -> Message:
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        sticker = {"file_id": "sticker1", "file_unique_id": "usticker1", **kind, "emoji": "👍"}
        return await self._sends({"sticker": sticker}, where)

    async def sends_voice(self, where: Group | None = None, duration: int = 3) -> Message:
        voice = {"file_id": "voice1", "file_unique_id": "uvoice1", "duration": duration, "mime_type": "audio/ogg"}
        return await self._sends({"voice": voice}, where)

    async def sends_document(
        self, name: str, content: bytes = b"", where: Group | None = None, size: int | None = None
    ) -> Message:
        """Send a file; `size` may claim more bytes than are there."""
        stored = self._api.files.put_document(Upload(name, "application/octet-stream", content), size)
        return await self._sends({"document": stored.document()}, where)

    async def taps(self, message: Message, button: str) -> CallbackTap:
        """Tap an inline button, named by its label or its callback data."""
        for found in (found for row in message.buttons for found in row):
            if button in (found.label, found.data):
                if found.data is None:
                    raise ValueError(f"{button!r} is no callback button")
                return await self.forges(message, found.data)
        raise ValueError(f"{message} has no button {button!r}")

    async def forges(self, message: Message, data: str) -> CallbackTap:
        """Send callback data that no button, or none of theirs, has."""
        api = self._api
        query_id = api.world.new_query_id()
        shown = message.inaccessible() if message.deleted else message.payload()
        query = {
            "id": query_id,
            "from": self.user,
            "message": shown,
            "chat_instance": str(7 * message.chat.id),
            "data": data,
        }
        update = api.updates.push("callback_query", query, ("callback", self.id))
        tap = CallbackTap(query_id, api.seconds(), update.id if update else None, api.callback_seconds)
        api.taps.add(tap)
        return await _settled(tap)

    async def blocks(self) -> None:
        """Block the bot; it is told by my_chat_member."""
        self.blocked = True
        await self._stands("member", "kicked")

    async def unblocks(self) -> None:
        self.blocked = False
        await self._stands("kicked", "member")

    async def votes(
        self, poll: Message | Poll, *options: int | str, as_chat: Chat | None = None, anyway: bool = False
    ) -> int | None:
        """Vote by option text or position; the update's id. CannotVote where clients do not let one.

        `as_chat` votes on behalf of a channel or, for anonymous administrators, of the group;
        `anyway` lets through a late or changed vote. No options retract the vote.
        """
        found = poll.poll if isinstance(poll, Message) else poll
        if found is None:
            raise ValueError("the message has no poll")
        voter = self.id if as_chat is None else as_chat.id
        positions = sorted(found.position(option) for option in options)
        if not found.vote(voter, positions, anyway=anyway):
            return None
        return await _settled(self._tell_vote(found, positions, as_chat))

    async def retracts(self, poll: Message | Poll, *, anyway: bool = False) -> int | None:
        """Take the vote back; CannotVote where revoting is not allowed, as in most quizzes."""
        return await self.votes(poll, anyway=anyway)

    async def asks_inline(self, text: str, offset: str = "") -> InlineQuery:
        """Type `@bot text` in some chat."""
        api = self._api
        query_id = api.world.new_query_id()
        query = {"id": query_id, "from": self.user, "query": text[:256], "offset": offset, "chat_type": "private"}
        update = api.updates.push("inline_query", query, ("inline", self.id))
        asked = InlineQuery(query_id, api.seconds(), update.id if update else None, api.callback_seconds)
        asked.text = text
        api.inline.add(asked)
        return await _settled(asked)

    async def chooses(self, query: InlineQuery, result_id: str) -> int | None:
        """Send one of the results to the chat it was asked in; the update's id."""
        if result_id not in {result["id"] for result in query.answered or ()}:
            raise ValueError(f"the answer has no result {result_id!r}")
        chosen = {"result_id": result_id, "from": self.user, "query": query.text}
        update = self._api.updates.push("chosen_inline_result", chosen, ("chosen", self.id))
        return await _settled(update.id if update else None)

    async def reacts(self, message: Message, emoji: str) -> None:
        """React to a message; bots are told if they asked for it and, in groups, are administrators."""
        new = [{"type": "emoji", "emoji": emoji}]
        change = {
            "chat": message.chat.payload(),
            "message_id": message.id,
            "user": self.user,
            "date": int(self._api.now().timestamp()),
            "old_reaction": message.reactions.get(self.id, []),
            "new_reaction": new,
        }
        message.reactions[self.id] = new
        member = self._api.world.bot_in(message.chat)
        if message.chat.is_private or (member is not None and member.is_administrator):
            self._api.updates.push("message_reaction", change, ("reaction", message.chat.id))
        await _settled(None)

    async def _sends(
        self,
        content: Json,
        where: Group | None,
        thread: int | None = None,
        reply_to: Message | None = None,
        anonymously: bool = False,
    ) -> Message:
        chat = self.chat if where is None else where.chat
        if where is None:
            if self.blocked:
                raise ValueError(f"{self!r} has blocked the bot; unblock first, as clients make one do")
            self.wrote = True
        elif not chat.members.is_present(self.id):
            raise ValueError(f"{self!r} is not in {chat!r}")
        hidden = anonymously or chat.kind == "channel"
        sender = ANONYMOUS_ADMIN if anonymously else {} if hidden else self.user
        message = chat.write(sender, content, self._api.now())
        message.sender_chat = chat.payload() if hidden else None
        message.thread = thread
        message.reply_to = reply_to
        self._api.world.tell(message)
        return await _settled(message)

    def _tell_vote(self, poll: Poll, positions: list[int], as_chat: Chat | None) -> int | None:
        world = self._api.world
        update = None
        if not poll.is_anonymous:
            voter = {"user": self.user} if as_chat is None else {"voter_chat": as_chat.payload(), "user": CHANNEL_BOT}
            chosen = {"option_ids": positions, "option_persistent_ids": poll.persistent_ids(positions)}
            answer = {"poll_id": poll.id, **voter, **chosen}
            update = world.updates.push("poll_answer", answer, ("poll", poll.id))
        world.tell_poll(poll)
        return update.id if update else None

    async def _stands(self, before: str, after: str) -> None:
        bot = self._api.bot_user
        old: Json = {"status": before, "user": bot} | ({"until_date": 0} if before == "kicked" else {})
        new: Json = {"status": after, "user": bot} | ({"until_date": 0} if after == "kicked" else {})
        self._api.world.tell_member(self.chat, self.user, old, new)
        await _settled(None)

    def __repr__(self) -> str:
        return f"<Person {self.id} {self.user['first_name']!r}>"


async def _settled(told: Told) -> Told:
    """Let the loop run once, so that what was pushed is on its way."""
    await asyncio.sleep(0)
    return told
