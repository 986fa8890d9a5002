from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.chat.reply import Screen
from bot.jobs.clockwork import Clockwork
from bot.jobs.tick import MOST_WAITING, PORTION
from tests.support.chats import Installation


class Gate:
    """A send that waits until it is let through."""

    def __init__(self, chat: Installation) -> None:
        self._send = chat.sheet.send
        self.open = asyncio.Event()
        self.waiting = 0
        chat.sheet.send = self.send  # type: ignore[method-assign]

    async def holds(self, count: int) -> None:
        """Wait until so many stand before it."""
        async with asyncio.timeout(10):
            while self.waiting < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        self.waiting += 1
        await self.open.wait()
        self.waiting -= 1
        return await self._send(chat_id, screen, silent=silent)


async def people(chat: Installation, count: int) -> None:
    for number in range(1, count + 1):
        await chat.person(number).say("/start")
    chat.now += timedelta(days=1)


async def test_a_tick_does_not_wait_for_what_it_sends_and_the_next_does_not_begin_it_again(chat: Installation) -> None:
    await people(chat, 5)
    gate, clockwork = Gate(chat), Clockwork(chat.ticker)
    for _ in range(3):
        await clockwork.tick(chat.now)
        chat.now += timedelta(seconds=1)
        await gate.holds(5)
    assert gate.waiting == 5
    gate.open.set()
    await clockwork.quiet()
    assert len(chat.sheet.messages) == 10


async def test_what_waits_for_minutes_is_not_taken_for_lost(chat: Installation) -> None:
    await people(chat, 3)
    gate, clockwork = Gate(chat), Clockwork(chat.ticker)
    await clockwork.tick(chat.now)
    await gate.holds(3)
    for _ in range(30):
        await clockwork.tick(chat.now)
        chat.now += timedelta(seconds=10)
    gate.open.set()
    await clockwork.quiet()
    await clockwork.tick(chat.now)
    await clockwork.quiet()
    assert len(chat.sheet.messages) == 6


async def test_after_a_stop_what_was_decided_is_brought_by_the_next_process(chat: Installation) -> None:
    await people(chat, 3)
    gate, clockwork = Gate(chat), Clockwork(chat.ticker)
    await clockwork.tick(chat.now)
    await gate.holds(3)
    await clockwork.stop()
    del chat.sheet.send  # type: ignore[method-assign]
    await chat.restart()
    await chat.tick(seconds=30)
    assert len(chat.sheet.messages) == 6


async def test_no_more_is_decided_than_may_wait(chat: Installation) -> None:
    await people(chat, 8)
    gate = Gate(chat)
    chat.ticker.most_waiting, chat.ticker.portion = 4, 2
    delivering = asyncio.get_running_loop().create_task(chat.ticker.deliver(chat.now))
    await gate.holds(4)
    await asyncio.sleep(0.1)
    assert gate.waiting == 4
    gate.open.set()
    await delivering
    assert len(chat.sheet.messages) == 16
    assert PORTION < MOST_WAITING
