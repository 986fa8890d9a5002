"""People who press buttons: as fast as they are answered, or so many a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.trials.standin import Call, Standin, message, tap

FIRST_PERSON = 1_000
PATIENCE = 20.0
CALLS = frozenset({"answerCallbackQuery", "editMessageText", "sendMessage"})


@dataclass(slots=True)
class Taps:
    """What became of presses: seconds until the last of the three calls, statuses that were not 200, those lost."""

    delays: list[float] = field(default_factory=list)
    refused: int = 0
    lost: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class _Person:
    id: int
    message_id: int = 0
    data: str = ""
    edited: bool = False
    pressed_at: float = 0.0
    answered: asyncio.Future[float] | None = None


class Crowd:
    """Everybody of a bench; `heard` is what the stand-in is to tell."""

    def __init__(self, standin: Standin, count: int) -> None:
        self._standin = standin
        standin.heard = self.heard
        self._people = {FIRST_PERSON + number: _Person(FIRST_PERSON + number) for number in range(count)}

    def heard(self, call: Call) -> None:
        """A call of the bot: a message sent is what is pressed next, and after an edit the answer is complete."""
        person = self._people.get(call.chat)
        if person is None:
            return
        if call.method == "editMessageText":
            person.edited = True
        elif call.method == "sendMessage" and call.buttons:
            person.message_id, person.data = call.message_id, call.buttons[0]
        if person.answered is not None and not person.answered.done() and person.edited and person.data:
            person.answered.set_result(call.at)

    async def join(self, at_once: int, told: Callable[[int], None]) -> None:
        """Everybody says /start and has the first assertion."""
        await self._each(list(self._people.values()), at_once, self._start, told)

    async def press(self, presses: int, at_once: int, told: Callable[[int], None]) -> Taps:
        """So many presses, `at_once` people pressing as soon as they have been answered."""
        taps, clock = Taps(), asyncio.get_running_loop().time
        begun = clock()
        await self._each(self._turns(presses), at_once, lambda person: self._tap(person, taps), told)
        taps.seconds = clock() - begun
        return taps

    async def trickle(self, presses: int, rate: float, dice: Random, told: Callable[[int], None]) -> Taps:
        """So many presses, `rate` a second at random instants, whether or not the last ones were answered."""
        taps, clock = Taps(), asyncio.get_running_loop().time
        begun = due = clock()
        async with asyncio.TaskGroup() as tasks:
            for number, person in enumerate(self._turns(presses), start=1):
                due += dice.expovariate(rate)
                await asyncio.sleep(max(0.0, due - clock()))
                tasks.create_task(self._tap(person, taps))
                told(number)
        taps.seconds = clock() - begun
        return taps

    def _turns(self, presses: int) -> list[_Person]:
        people = list(self._people.values())
        return [people[number % len(people)] for number in range(presses)]

    async def _each(
        self, people: list[_Person], at_once: int, act: Callable[[_Person], object], told: Callable[[int], None]
    ) -> None:
        waiting, done = iter(people), 0

        async def one_after_another() -> None:
            nonlocal done
            for person in waiting:
                await act(person)  # type: ignore[misc]
                done += 1
                told(done)

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))

    async def _start(self, person: _Person) -> None:
        person.edited, person.data = True, ""
        person.answered = asyncio.get_running_loop().create_future()
        await self._standin.push(message(person.id, "/start"))
        await asyncio.wait_for(person.answered, PATIENCE)

    async def _tap(self, person: _Person, taps: Taps) -> None:
        loop = asyncio.get_running_loop()
        update = tap(person.id, person.message_id, person.data)
        person.edited, person.data, person.answered = False, "", loop.create_future()
        person.pressed_at = loop.time()
        status = await self._standin.push(update)
        taps.refused += status != 200
        try:
            taps.delays.append(await asyncio.wait_for(person.answered, PATIENCE) - person.pressed_at)
        except TimeoutError:
            taps.lost += 1
            person.message_id, person.data = (
                update["callback_query"]["message"]["message_id"],
                update["callback_query"]["data"],
            )
