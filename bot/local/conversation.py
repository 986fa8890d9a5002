"""What the two people say and press: in order for one, side by side for both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.chat import replies
from bot.chat.desk import Desk, Press, Said
from bot.chat.posting import Poster
from bot.clock import Clock
from bot.lessons.outcomes import Outdated
from bot.local import bodies
from bot.local.board import Board, ChatReplaced, MessageStands, ProfileChanged, Typing
from bot.local.face import ref_of
from bot.local.people import PEOPLE, Person
from bot.local.profile import profile_of
from storage import local
from storage.store import Store


class Conversation:
    """The desk as the local faces use it."""

    def __init__(self, store: Store, board: Board, desk: Desk, poster: Poster, clock: Clock) -> None:
        self._store = store
        self._board = board
        self._desk = desk
        self._poster = poster
        self._clock = clock
        self._turns = {person_id: asyncio.Lock() for person_id in PEOPLE}

    async def say(self, person: Person, text: str) -> None:
        """Take a message, show it, answer it."""
        async with self._turn(person):
            now = self._clock()
            message = await self._store.run(
                lambda tx: local.add(tx, person.id, bodies.write(bodies.typed(text)), now, outgoing=False)
            )
            self._board.publish(MessageStands(message))
            reply = await self._desk.say(Said(person.who, text, now))
            await self._poster.reply(person.who, reply, now)

    async def press(
        self, person: Person, message_id: int, data: str, acknowledge: Callable[[str | None], None]
    ) -> None:
        """Take a press: acknowledge it with its toast, if it has one, then show what follows."""
        async with self._turn(person):
            now, ref = self._clock(), ref_of(message_id)
            if await self._store.run(lambda tx: local.get(tx, person.id, message_id)) is None:
                await self._out_of_date(person, acknowledge)
                return
            reply = await self._desk.press(Press(person.who, data, ref, now))
            acknowledge(reply.toast)
            await self._poster.reply(person.who, reply, now, ref=ref)

    async def _out_of_date(self, person: Person, acknowledge: Callable[[str | None], None]) -> None:
        # A page that still shows what is gone: the answer is the chat as it is.
        profile = await self._store.run(lambda tx: profile_of(tx, person))
        acknowledge(replies.refused(Outdated(profile.language)).toast)
        self._board.publish(ChatReplaced(person.id))

    @asynccontextmanager
    async def _turn(self, person: Person) -> AsyncIterator[None]:
        async with self._turns[person.id]:
            before = await self._store.run(lambda tx: profile_of(tx, person))
            self._board.publish(Typing(person.id, on=True))
            try:
                yield
            finally:
                self._board.publish(Typing(person.id, on=False))
            after = await self._store.run(lambda tx: profile_of(tx, person))
            if after != before:
                self._board.publish(ProfileChanged(person.id, after))
