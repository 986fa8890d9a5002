"""Groups, supergroups, forums and channels, and all that happens to a bot in them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.botapi.chats import Chat
from tests.botapi.members import Member
from tests.botapi.messages import Message

if TYPE_CHECKING:
    from tests.botapi.api import BotApi
    from tests.botapi.people import Person

Json = dict[str, Any]


class Group:
    """The first member owns it. `kind` is group, supergroup or channel.

    The bot is in it from the start, silently, unless `with_bot` is False. After `migrates` the same
    object stands for the supergroup.
    """

    def __init__(
        self,
        api: BotApi,
        title: str,
        members: list[Person],
        *,
        kind: str = "supergroup",
        forum: bool = False,
        with_bot: bool = True,
        username: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        self._api = api
        self.chat = api.world.new_chat(kind, chat_id)
        self.chat.title = title
        self.chat.username = username
        self.chat.is_forum = forum
        for number, person in enumerate(members):
            self.chat.members.put(person.user, "member" if number else "creator")
        self.owner = members[0].user if members else api.bot_user
        if with_bot:
            self.chat.members.put(api.bot_user, "administrator" if kind == "channel" else "member")

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        return self.chat.messages

    @property
    def shown(self) -> list[Message]:
        return self.chat.shown

    @property
    def last(self) -> Message:
        return self.chat.last

    async def adds_bot(self, by: Person | None = None) -> None:
        """The bot is told by my_chat_member and by a service message."""
        await self._bot_stands("member", by)
        await self._service({"new_chat_members": [self._api.bot_user]}, by)

    async def removes_bot(self, by: Person | None = None) -> None:
        """Kick the bot."""
        await self._service({"left_chat_member": self._api.bot_user}, by)
        await self._bot_stands("kicked", by)

    async def promotes_bot(self, by: Person | None = None, **rights: bool) -> None:
        """Make it an administrator; rights such as can_pin_messages=False differ from the usual ones."""
        await self._bot_stands("administrator", by, rights)

    async def demotes_bot(self, by: Person | None = None) -> None:
        await self._bot_stands("member", by)

    async def restricts_bot(self, by: Person | None = None, **rights: bool) -> None:
        """Take rights away, such as can_send_polls=False or can_send_messages=False."""
        await self._bot_stands("restricted", by, rights)

    async def joins(self, person: Person) -> None:
        await self._stands(person.user, "member", person.user)
        await self._service({"new_chat_members": [person.user]}, person)

    async def leaves(self, person: Person) -> None:
        await self._service({"left_chat_member": person.user}, person)
        await self._stands(person.user, "left", person.user)

    async def promotes(self, person: Person, *, anonymous: bool = False) -> None:
        """Make somebody an administrator; `anonymous` hides them behind the group."""
        self.chat.members.put(person.user, self._member(person.user).status).anonymous = anonymous
        await self._stands(person.user, "administrator", self.owner)

    async def demotes(self, person: Person) -> None:
        await self._stands(person.user, "member", self.owner)

    async def renames(self, title: str) -> None:
        self.chat.title = title
        self.chat.changed()
        await self._service({"new_chat_title": title})

    async def migrates(self) -> Chat:
        """Turn the group into a supergroup with an id of its own; the old chat is returned."""
        if self.chat.kind != "group":
            raise ValueError("only a basic group migrates")
        old = self.chat
        new = self._api.world.new_chat("supergroup")
        new.title, new.members = old.title, old.members
        old.migrated_to = new.id
        self._tell(old, {"migrate_to_chat_id": new.id})
        self.chat = new
        self._api.groups[new.id] = self
        self._tell(new, {"migrate_from_chat_id": old.id})
        await asyncio.sleep(0)
        return old

    async def opens_topic(self, name: str, by: Person | None = None) -> int:
        """Create a forum topic; its message_thread_id."""
        if not self.chat.is_forum:
            raise ValueError("the group is no forum")
        created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.chat.write(by.user if by else self.owner, created, self._api.now())
        message.thread = message.id
        self.chat.topics[message.id] = True
        self._api.world.tell(message)
        await asyncio.sleep(0)
        return message.id

    async def closes_topic(self, topic: int) -> None:
        self.chat.topics[topic] = False
        await self._service({"forum_topic_closed": {}}, thread=topic)

    async def reopens_topic(self, topic: int) -> None:
        self.chat.topics[topic] = True
        await self._service({"forum_topic_reopened": {}}, thread=topic)

    def deletes_topic(self, topic: int) -> None:
        """Bots are not told; the topic's messages go with it."""
        del self.chat.topics[topic]
        for message in self.chat.messages:
            message.deleted = message.deleted or message.thread == topic

    async def _bot_stands(self, status: str, by: Person | None, rights: dict[str, bool] | None = None) -> None:
        await self._stands(self._api.bot_user, status, by.user if by else self.owner, rights)

    async def _stands(self, user: Json, status: str, by: Json, rights: dict[str, bool] | None = None) -> None:
        before = self._member(user).payload()
        after = self.chat.members.put(user, status, rights).payload()
        self._api.world.tell_member(self.chat, by, before, after)
        await asyncio.sleep(0)

    async def _service(self, content: Json, by: Person | None = None, thread: int | None = None) -> None:
        self._tell(self.chat, content, by, thread)
        await asyncio.sleep(0)

    def _tell(self, chat: Chat, content: Json, by: Person | None = None, thread: int | None = None) -> None:
        message = chat.write(by.user if by else self.owner, content, self._api.now())
        message.thread = thread
        self._api.world.tell(message)

    def _member(self, user: Json) -> Member:
        return self.chat.members.of(user["id"]) or Member(user)

    def __repr__(self) -> str:
        return f"<Group {self.chat.id} {self.chat.title!r}>"
