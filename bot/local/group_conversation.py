"""What the two people say, press and vote in their group, one thing at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.chat.group_desk import GroupDesk, GroupPress, GroupSaid, IsAdmin
from bot.chat.group_posting import GroupPoster
from bot.chat.words import translator
from bot.clock import Clock
from bot.lessons import voting
from bot.lessons.group_outcomes import Place
from bot.lessons.school import Room, School
from bot.lessons.voting import Ballot
from bot.local import bodies, polls
from bot.local.board import Board, MessageStands, ProfileChanged, Typing
from bot.local.face import ref_of
from bot.local.people import ADMIN, FACE, GROUP_ID, Person
from bot.local.polls import LocalPoll
from bot.local.profile import profile_of_group
from storage import local
from storage.local import LocalMessage

PLACE = Place(FACE, GROUP_ID)
Acknowledge = Callable[[str | None], None]


class GroupConversation:
    """The group's desk as the page uses it."""

    def __init__(self, school: School, board: Board, desk: GroupDesk, poster: GroupPoster, clock: Clock) -> None:
        self._school = school
        self._board = board
        self._desk = desk
        self._poster = poster
        self._clock = clock
        self._turns = asyncio.Lock()

    async def enter(self, person: Person) -> None:
        """The bot is added to the group, and says hello where it is new there."""
        async with self._turn():
            now = self._clock()
            await self._poster.reply(PLACE, await self._desk.hello(PLACE, person.who.language, now), now)

    async def say(self, person: Person, text: str) -> None:
        """Show a message to the group; a command is answered."""
        async with self._turn():
            now, body = self._clock(), bodies.write(bodies.typed(text), author=person.id)
            message = await self._school.store.run(lambda tx: local.add(tx, GROUP_ID, body, now, outgoing=False))
            self._board.publish(MessageStands(message))
            if text.startswith("/"):
                name, rest = (*text[1:].split(maxsplit=1), "", "")[:2]
                said = GroupSaid(
                    PLACE, person.id, person.who.language, name.partition("@")[0], rest, _asks(person), now
                )
                await self._poster.reply(PLACE, await self._desk.say(said), now)

    async def press(self, person: Person, message_id: int, data: str, acknowledge: Acknowledge) -> None:
        """Take a press under one of the bot's messages."""
        async with self._turn():
            now = self._clock()
            press = GroupPress(PLACE, person.id, person.who.language, data, _asks(person), now)
            reply = await self._desk.press(press)
            acknowledge(reply.toast)
            await self._poster.reply(PLACE, reply, now, ref_of(message_id))

    async def vote(self, person: Person, message_id: int, option: int, acknowledge: Acknowledge) -> None:
        """Take a vote: the first of each person while the poll is open; anything else changes nothing."""
        async with self._turn():
            stands = await self._school.run(_vote, person, message_id, option, self._clock)
            language = (await self._school.store.run(profile_of_group)).language
            acknowledge(_verdict(stands[1], option, language) if stands else None)
            if stands:
                self._board.publish(MessageStands(stands[0]))

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        async with self._turns:
            before = await self._school.store.run(profile_of_group)
            self._board.publish(Typing(GROUP_ID, on=True))
            try:
                yield
            finally:
                self._board.publish(Typing(GROUP_ID, on=False))
            after = await self._school.store.run(profile_of_group)
            if after != before:
                self._board.publish(ProfileChanged(GROUP_ID, after))


def _asks(person: Person) -> IsAdmin:
    async def ask() -> bool:
        return person == ADMIN

    return ask


def _vote(
    room: Room, person: Person, message_id: int, option: int, clock: Clock
) -> tuple[LocalMessage, LocalPoll] | None:
    now = clock()
    before = local.get(room.tx, GROUP_ID, message_id)
    poll = polls.read(before.body) if before is not None else None
    if poll is None or person.id in poll.votes or not poll.is_open(now) or option >= len(poll.poll.options):
        return None
    poll = poll.voted(person.id, option)
    after = local.rewrite(room.tx, GROUP_ID, message_id, polls.write(poll))
    assert after is not None
    voting.vote(room, Ballot(FACE, ref_of(message_id), person.id, person.name, option, now))
    return after, poll


def _verdict(stands: LocalPoll, option: int, language: str) -> str:
    t, right = translator(language), option == stands.poll.correct
    words = t.gettext("✅ That’s it: {key}. +1") if right else t.gettext("❌ Not this time: it is {key}. −1")
    return words.format(key=stands.poll.options[stands.poll.correct])
