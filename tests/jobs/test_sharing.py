"""The tick and the sends of several workers in one process: on PostgreSQL, where their budget is."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.chat.posting import Gone, Later
from bot.chat.reply import Screen
from bot.jobs.sharing import AHEAD, SLOT, Sender, SharedTicker
from bot.lessons.handing_over import Load
from storage.store import Tx
from tests.support.chats import FACE, Installation, Person
from tests.support.databases import on_postgres

pytestmark = on_postgres
RATE = 25


class Worker:
    """One worker's ticker and sender over a chat's database and its one sheet; its jobs wait in `loads`."""

    def __init__(self, chat: Installation) -> None:
        self.loads: list[Load] = []
        self.slept: list[float] = []
        self.chat = chat
        self.ticker = SharedTicker(chat.school, {FACE: chat.poster}, self._defer)
        self.sender = Sender(chat.school, {FACE: chat.poster}, lambda: chat.now, RATE, self._sleep)

    def _defer(self, tx: Tx, load: Load) -> None:
        self.loads.append(load)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def work(self) -> None:
        """Tick, then run every job."""
        await self.ticker.tick(self.chat.now)
        for load in self.loads:
            await self.sender.send(load)


async def people_due(chat: Installation, count: int) -> list[Person]:
    people = [chat.person(number) for number in range(1, count + 1)]
    for person in people:
        await person.say("/start")
        await person.finish()
    chat.now += timedelta(days=1)
    return people


def waiting(people: list[Person]) -> list[int]:
    return [sum(message.asks is not None for message in person.messages) for person in people]


async def test_two_workers_that_tick_and_send_at_once_bring_one_set_each(chat: Installation) -> None:
    people = await people_due(chat, 8)
    other = Installation(str(chat.store.engine.url.render_as_string(False)), chat.bank, chat.now, chat.sheet)
    workers = [Worker(chat), Worker(other)]
    await asyncio.gather(*(worker.work() for worker in workers))
    await asyncio.gather(*(worker.work() for worker in workers))  # every job once more
    other.close()
    assert waiting(people) == [1] * 8


async def test_sends_are_spread_over_their_slot(chat: Installation) -> None:
    await people_due(chat, 3)
    worker = Worker(chat)
    await worker.work()
    assert worker.slept[0] == 0.0
    assert worker.slept[1:] == pytest.approx([0.0, 1 / RATE, 2 / RATE], abs=0.03)


async def test_a_portion_is_taken_shortly_before_its_slot(chat: Installation) -> None:
    await people_due(chat, SLOT + 3)
    worker = Worker(chat)
    await worker.work()
    assert worker.slept[SLOT + 1] == pytest.approx(SLOT / RATE - AHEAD, abs=0.1)
    assert worker.slept[SLOT + 2 :] == pytest.approx([(SLOT + n) / RATE for n in range(3)], abs=0.1)


async def test_a_face_that_breaks_for_one_keeps_nobody_from_their_set(chat: Installation) -> None:
    people = await people_due(chat, 3)
    troubles = {1: Gone(), 2: RuntimeError()}
    chat.sheet.trouble = lambda what, chat_id: troubles.get(chat_id)
    await Worker(chat).work()
    assert waiting(people) == [0, 0, 1]


async def test_a_set_that_certainly_was_not_sent_is_a_resumers(chat: Installation) -> None:
    people = await people_due(chat, 1)
    chat.sheet.trouble = lambda what, chat_id: Later()
    worker = Worker(chat)
    await worker.work()
    chat.sheet.trouble = lambda what, chat_id: None
    chat.now += timedelta(minutes=2)
    await worker.ticker.tick(chat.now)
    assert waiting(people) == [1]
    await worker.work()
    assert waiting(people) == [1]


class Halted:
    """A chat's sheet on which sends to some chats wait until `open` is set."""

    def __init__(self, chat: Installation, chats: set[int]) -> None:
        self.open, self.begun, self.waiting = asyncio.Event(), asyncio.Event(), 0
        self._send = chat.sheet.send
        self._chats = chats
        chat.sheet.send = self._wait  # type: ignore[method-assign]

    async def _wait(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        if chat_id in self._chats:
            self.waiting += 1
            self.begun.set()
            await self.open.wait()
        return await self._send(chat_id, screen, silent=silent)


async def test_a_set_that_must_wait_for_its_chat_is_not_sent_by_another_worker_as_well(
    chat: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.sharing.LINGER", 0.0)
    people = await people_due(chat, 2)
    other = Installation(str(chat.store.engine.url.render_as_string(False)), chat.bank, chat.now, chat.sheet)
    halted = Halted(chat, {1})
    one, two = Worker(chat), Worker(other)
    await one.work()
    for _ in range(30):
        chat.now += timedelta(seconds=10)
        await chat.poster.hold(chat.now)
        await two.ticker.tick(chat.now)
        await other.poster.hold(chat.now)
    halted.open.set()
    await one.sender.quiet()
    await two.ticker.quiet()
    other.close()
    assert waiting(people) == [1, 1]


async def test_a_minute_that_must_wait_for_its_chat_is_not_sent_by_another_process_as_well(chat: Installation) -> None:
    ana = chat.person(1)
    await ana.say("/start")
    other = Installation(str(chat.store.engine.url.render_as_string(False)), chat.bank, chat.now, chat.sheet)
    halted, two = Halted(chat, {1}), Worker(other)
    saying = asyncio.create_task(ana.say("/minuto"))
    await halted.begun.wait()
    for _ in range(5):
        chat.now += timedelta(seconds=10)
        await chat.poster.hold(chat.now)
        await two.ticker.tick(chat.now)
    halted.open.set()
    await saying
    await two.ticker.quiet()
    other.close()
    assert halted.waiting == 1
    assert len(ana.messages) == 2


async def test_a_chat_that_must_wait_keeps_no_job_from_its_end(
    chat: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.sharing.LINGER", 0.0)
    people = await people_due(chat, SLOT + 3)
    halted = Halted(chat, {1})
    worker = Worker(chat)
    async with asyncio.timeout(10):
        await worker.work()
    assert waiting(people) == [0] + [1] * (SLOT + 2)
    halted.open.set()
    await worker.sender.quiet()
    assert waiting(people) == [1] * (SLOT + 3)


async def test_jobs_wait_where_too_many_chats_do(chat: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.sharing.LINGER", 0.0)
    monkeypatch.setattr("bot.jobs.sharing.MOST_WAITING", 2)
    people = await people_due(chat, SLOT + 3)
    halted = Halted(chat, {person.who.chat_id for person in people})
    worker = Worker(chat)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await worker.work()
    assert halted.waiting == SLOT
    halted.open.set()
    await worker.sender.quiet()
    await worker.work()
    assert sum(waiting(people)) == SLOT + 3


async def test_a_stop_leaves_what_waits_to_a_resumer(chat: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.sharing.LINGER", 0.0)
    people = await people_due(chat, 1)
    halted = Halted(chat, {1})
    worker = Worker(chat)
    await worker.work()
    await worker.sender.stop()
    halted.open.set()
    chat.now += timedelta(minutes=1)
    await worker.ticker.tick(chat.now)
    await worker.ticker.quiet()
    assert waiting(people) == [1]
