"""Two processes that serve groups on one database, where Telegram lets a chat wait for longer than any claim holds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from bot.chat.group_posting import GroupDriver, GroupPoster
from bot.chat.reply import Poll, Screen
from bot.lessons import grouping, rounds
from bot.lessons.group_outcomes import Member, Place
from bot.lessons.school import School
from storage.store import Store
from tests.conftest import MORNING
from tests.support.banks import bank

PLACE = Place("tg", -100)


@dataclass
class Halted:
    """A face on which everything waits until `open` is set; `sent` is what was said then."""

    name: str = "tg"
    open: asyncio.Event = field(default_factory=asyncio.Event)
    sent: list[str] = field(default_factory=list)

    async def send_to(self, chat_id: int, screen: Screen, *, silent: bool = False, thread: int | None = None) -> str:
        """A message."""
        await self.open.wait()
        self.sent.append("message")
        return f"tg:{len(self.sent)}"

    async def send_poll(
        self, chat_id: int, poll: Poll, *, silent: bool = False, thread: int | None = None
    ) -> tuple[str, str]:
        """A poll."""
        await self.open.wait()
        self.sent.append("poll")
        return f"tg:{len(self.sent)}", str(len(self.sent))

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """Nothing is edited here."""

    async def stop_poll(self, chat_id: int, ref: str) -> None:
        """Nothing to see."""


class Processes:
    """Two of them; `now` is their clock."""

    def __init__(self, stores: tuple[Store, Store]) -> None:
        self.now = MORNING
        self.face = Halted()
        self.schools = [School(store, bank(), Random(7)) for store in stores]
        self.first, self.second = (
            GroupDriver(school, GroupPoster(school, {"tg": self.face}, lambda: self.now, lambda _: None))
            for school in self.schools
        )

    async def wait(self, minutes: int) -> None:
        """Time in which both do what they do every few seconds, while nothing may be said."""
        for _ in range(6 * minutes):
            self.now += timedelta(seconds=10)
            await self.first.hold(self.now)
            await self.second.tick(self.now)
            await self.second.hold(self.now)

    async def end(self) -> None:
        """The chat is open again."""
        self.face.open.set()
        await self.first.quiet()
        await self.second.quiet()


@pytest.fixture
async def processes(store: Store, another: Callable[[], Store]) -> AsyncIterator[Processes]:
    """Two processes that know one group."""
    both = Processes((store, another()))
    yield both
    for driver in (both.first, both.second):
        await asyncio.gather(*driver.abandon(), return_exceptions=True)


async def test_a_poll_that_must_wait_is_not_sent_by_another_process_as_well(processes: Processes) -> None:
    await processes.schools[0].run(rounds.begin, PLACE, Member(1), "1", "pt_BR", processes.now)
    await processes.first.tick(processes.now)
    await processes.wait(minutes=5)
    await processes.end()
    assert processes.face.sent == ["poll"]


async def test_a_table_that_must_wait_is_not_shown_by_another_process_as_well(processes: Processes) -> None:
    await processes.schools[0].run(rounds.begin, PLACE, Member(1), "1", "pt_BR", processes.now)
    await processes.schools[0].run(rounds.stop, PLACE, Member(1), "pt_BR", processes.now)
    await processes.first.tick(processes.now)
    await processes.wait(minutes=5)
    await processes.end()
    assert processes.face.sent == ["message"]


async def test_what_a_dead_process_had_claimed_is_another_ones_soon(processes: Processes) -> None:
    await processes.schools[0].run(grouping.enter, PLACE, "pt_BR", processes.now)
    await processes.schools[0].run(rounds.begin, PLACE, Member(1), "1", "pt_BR", processes.now)
    await processes.first.tick(processes.now)
    await asyncio.sleep(0.05)  # long enough to claim
    for task in processes.first.abandon():
        await asyncio.gather(task, return_exceptions=True)
    await processes.wait(minutes=3)
    await processes.end()
    assert processes.face.sent == ["poll"]
