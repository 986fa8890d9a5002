"""Bringing replies to a face: post is send, then mark shown; what a failed send means is decided here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import structlog

from bot.chat.priority import priority
from bot.chat.reply import Post, Reply, Rewrite, Screen
from bot.chat.wanted import Check, wanted
from bot.lessons import handing_over, privacy, showing
from bot.lessons.noting import Mark, Stands, mark
from bot.lessons.outcomes import Who
from bot.lessons.school import School

log = structlog.get_logger()


class Undelivered(Exception):
    """A message that is not in the chat, or may not be."""


class Gone(Undelivered):
    """The person cannot be reached any more: blocked, deactivated, unknown. Never retried."""


class Refused(Undelivered):
    """The platform will never take this message."""


class Muted(Refused):
    """The bot may not say such things in that group (any more)."""


class NoThread(Refused):
    """The forum topic does not exist any more."""


class Moved(Undelivered):
    """The group became a supergroup and has another chat id now."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(chat_id)
        self.chat_id = chat_id


class NotThere(Undelivered):
    """The message to edit does not exist any more, or cannot be edited."""


class Later(Undelivered):
    """Certainly not sent; worth another try later."""


class Unknown(Undelivered):
    """It may have arrived, or may not: no answer came."""


class Stale(Undelivered):
    """Not sent, for the reason to send it has passed while it waited for its turn."""


class Face(Protocol):
    """A place where a chat is shown. A `ref` names the face and a message, such as `tg:77`."""

    name: str

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        """Send a message and answer its ref. Raises Gone, Refused, Later, Unknown."""
        ...

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """Replace a message; the same content again is no error. Raises like `send`, and NotThere."""
        ...

    async def retire(self, chat_id: int, ref: str) -> None:
        """Take the buttons off a message, if it is still there."""
        ...


class Poster:
    """Posts for one face and keeps account of what stands in its chats."""

    def __init__(self, school: School, face: Face) -> None:
        self._school = school
        self.face = face
        self._under_way: set[int] = set()  # assertions whose send waits or runs: nobody else is to show them
        self._closing: set[int] = set()  # assertions whose verdict does

    async def reply(self, who: Who, reply: Reply, now: datetime, *, ref: str | None = None) -> None:
        """Rewrite the message pressed (`ref`), retire the older one, send what follows."""
        if not await self._carry_out(who.chat_id, reply, now, ref):
            await self._school.run(privacy.unreachable_user, who)

    @property
    def under_way(self) -> frozenset[int]:
        """Assertions that are being shown here, or whose verdict is: nothing of theirs is left undone."""
        return frozenset(self._under_way | self._closing)

    async def hold(self, now: datetime) -> None:
        """Say that what is under way here still is, so that no other process believes it left."""
        if held := self.under_way:
            await self._school.run(handing_over.hold, tuple(held), now)

    async def settle(self, learner_id: int, chat_id: int, reply: Reply, now: datetime, *, ref: str | None) -> None:
        """The same for a reply that a former process left undone."""
        if not await self._carry_out(chat_id, reply, now, ref):
            await self._school.run(privacy.unreachable, learner_id, self.face.name)

    async def _carry_out(self, chat_id: int, reply: Reply, now: datetime, ref: str | None) -> bool:
        with self._reserved(reply.posts) as posts, self._bringing_verdict(reply.closes):
            return await self._show(chat_id, replace(reply, posts=posts), now, ref)

    async def _show(self, chat_id: int, reply: Reply, now: datetime, ref: str | None) -> bool:
        try:
            if reply.rewrite is not None and ref is not None:
                await self._rewrite(chat_id, ref, reply.rewrite)
            if reply.retire is not None:
                await self._retire(chat_id, reply.retire)
            closed = await self._send_all(chat_id, reply, now)
        except Gone:
            return False
        except Undelivered as trouble:
            log.warning("reply not delivered", why=type(trouble).__name__)
            if isinstance(trouble, Later) and reply.closes is not None:
                await self._school.run(showing.later, reply.closes)
            return True
        if reply.closes is not None and not closed:
            await self._school.note(mark, Mark(verdict_of=reply.closes))
        return await self._bring_up_to_date(chat_id, reply.others)

    async def _bring_up_to_date(self, chat_id: int, others: tuple[Rewrite, ...]) -> bool:
        for other in others:
            try:
                await self.face.edit(chat_id, other.ref, other.screen)
            except NotThere:
                log.info("older message is gone")
            except Gone:
                return False
            except Undelivered as trouble:
                log.warning("older message not brought up to date", why=type(trouble).__name__)
                continue  # a resumer does it
            await self._school.note(mark, Mark(verdict_of=other.closes))
        return True

    async def _send_all(self, chat_id: int, reply: Reply, now: datetime) -> bool:
        """Send what follows; whether the verdict before it was noted with the last of it."""
        for post in reply.posts:
            closes = reply.closes if post is reply.posts[-1] else None
            await self._deliver(chat_id, post, now, closes)
        return bool(reply.posts) and reply.posts[-1].asked_id is not None

    async def post(self, learner_id: int, chat_id: int, post: Post, now: datetime, still: Check | None = None) -> bool:
        """Send one message that nobody pressed for; False where it certainly was not sent and may be tried again.

        `still` is asked when its turn has come: where it says no, nothing is sent.
        """
        before = wanted.set(still)
        try:
            with self._reserved((post,)) as posts:
                for mine in posts:
                    await self._deliver(chat_id, mine, now)
        except Gone:
            await self._school.run(privacy.unreachable, learner_id, self.face.name)
        except Stale:
            log.info("dropped: its reason has passed")
        except Undelivered as trouble:
            log.warning("post not delivered", why=type(trouble).__name__)
            return not isinstance(trouble, Later)
        finally:
            wanted.reset(before)
        return True

    @contextmanager
    def _reserved(self, posts: tuple[Post, ...]) -> Iterator[tuple[Post, ...]]:
        """Those of the posts that nobody is sending already; for as long as this lasts they are ours alone."""
        free = tuple(post for post in posts if post.asked_id not in self._under_way)
        mine = {post.asked_id for post in free if post.asked_id is not None}
        self._under_way |= mine
        try:
            yield free
        finally:
            self._under_way -= mine

    @contextmanager
    def _bringing_verdict(self, asked_id: int | None) -> Iterator[None]:
        closing = set() if asked_id is None or asked_id in self._closing else {asked_id}
        self._closing |= closing
        try:
            yield
        finally:
            self._closing -= closing

    async def _deliver(self, chat_id: int, post: Post, now: datetime, closes: int | None = None) -> None:
        before = priority.set(post.priority)
        try:
            ref = await self.face.send(chat_id, post.screen, silent=post.silent)
        except Unknown:
            if post.asked_id is not None:
                await self._school.run(showing.unknown, post.asked_id, now)
            raise
        except Later:
            if post.asked_id is not None:
                await self._school.run(showing.later, post.asked_id)
            raise
        except Refused:
            if post.asked_id is not None:
                await self._school.run(showing.refused, post.asked_id)
            raise
        finally:
            priority.reset(before)
        if post.asked_id is not None:
            await self._school.note(mark, Mark(Stands(post.asked_id, ref, now), closes))

    async def _rewrite(self, chat_id: int, ref: str, screen: Screen) -> None:
        try:
            await self.face.edit(chat_id, ref, screen)
        except NotThere:
            await self.face.send(chat_id, screen)

    async def _retire(self, chat_id: int, ref: str) -> None:
        try:
            await self.face.retire(chat_id, ref)
        except Gone:
            raise
        except Undelivered:
            log.info("older message keeps its buttons")
