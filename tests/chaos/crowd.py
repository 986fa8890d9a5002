"""Learners who tap while everything falls down: in their own chats, and in a group that plays rounds."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from random import Random

from tests.botapi import BotApi, Group, Message, Person
from tests.botapi.polls import CannotVote

_ANSWER = re.compile(r"a:(\d+):(\w+)")
KEYS = {"c": ("c", False), "e": ("e", False), "b": ("b", False), "C": ("c", True), "E": ("e", True)}


@dataclass(slots=True)
class Crowd:
    """What was tapped: the first button of each assertion, by its id."""

    api: BotApi
    people: list[Person]
    group: Group
    dice: Random
    tapped: dict[int, str] = field(default_factory=dict)
    taps: int = 0
    rounds_asked: int = 0

    async def live(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for person in self.people:
                tasks.create_task(self._study(person))
            tasks.create_task(self._play())

    async def _study(self, person: Person) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.05, 0.5))
            if self.dice.random() < 0.02:
                await person.says(self.dice.choice(["/ajuda", "/erros", "olá"]))
            message = next((m for m in reversed(person.chat.shown) if self._buttons(m)), None)
            if message is not None:
                await self._answer(person, message)

    async def _answer(self, person: Person, message: Message) -> None:
        asked_id, data = self.dice.choice(self._buttons(message))
        await person.forges(message, data)
        self.tapped[asked_id] = data.rpartition(":")[2]
        self.taps += 1
        if self.dice.random() < 0.2:  # a nervous finger
            await person.forges(message, data)
            self.taps += 1

    def _buttons(self, message: Message) -> list[tuple[int, str]]:
        """The answers that wait under a message and that nobody has tapped."""
        found = [(_ANSWER.fullmatch(b.data or ""), b.data) for row in message.buttons for b in row]
        return [(int(m[1]), d) for m, d in found if m and d and int(m[1]) not in self.tapped]

    async def _play(self) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.2, 0.8))
            if self.dice.random() < 0.1:
                await self.dice.choice(self.people).says("/quiz 2", self.group)
                self.rounds_asked += 1
            for message in self.group.shown[-3:]:
                if message.poll is not None and not message.poll.is_closed:
                    await self._vote(message)

    async def _vote(self, message: Message) -> None:
        assert message.poll is not None
        for person in self.people:
            if person.id not in message.poll.votes and self.dice.random() < 0.7:
                try:
                    await person.votes(message, self.dice.choice((0, 1)))
                except CannotVote:
                    return
