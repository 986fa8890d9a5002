from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.chat.posting import Later, Poster
from bot.chat.reply import Screen
from bot.jobs.tick import Ticker
from bot.lessons import showing
from storage import learners, updates
from storage.learners import Address
from storage.tables import addresses
from storage.tables import learners as learners_table
from storage.updates import Handled
from tests.conftest import MORNING
from tests.support.chats import FACE, Installation, Person, Sheet
from tests.support.looking import learner

TUESDAY_AT_EIGHT = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)


def quiet(what: str, chat_id: int) -> None:
    return None


async def joined(chat: Installation, user_id: int = 1) -> Person:
    person = chat.person(user_id)
    await person.say("/start")
    await person.finish(right=False)
    return person


def asking(person: Person) -> list[str]:
    return [message.ref for message in person.messages if message.asks is not None]


async def test_one_learner_whose_row_cannot_be_read_keeps_nobody_from_their_set(chat: Installation) -> None:
    broken, ana = await joined(chat, 1), await joined(chat, 2)
    broken.change(nudging="not json")
    chat.now = TUESDAY_AT_EIGHT
    await chat.tick()
    assert len(asking(ana)) == 1
    await chat.tick(seconds=1)
    assert len(asking(ana)) == 1


async def test_a_face_that_breaks_for_one_keeps_nobody_from_their_set(chat: Installation) -> None:
    people = [await joined(chat, number) for number in (1, 2, 3)]
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble = lambda what, chat_id: TypeError() if chat_id == 1 else None
    await chat.tick()
    assert [len(asking(person)) for person in people] == [0, 1, 1]
    chat.sheet.trouble = quiet
    await chat.tick(minutes=1)
    assert [len(asking(person)) for person in people] == [1, 1, 1]


async def test_more_learners_than_a_batch_all_get_their_set(
    chat: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.tick.FOUND", 2)
    people = [await joined(chat, number) for number in range(1, 6)]
    chat.now = TUESDAY_AT_EIGHT
    await chat.tick()
    assert [len(asking(person)) for person in people] == [1] * 5


class Elsewhere(Sheet):
    name = "elsewhere"


async def test_each_face_shows_its_own_learners_what_is_owed(chat: Installation) -> None:
    ana, bia = await joined(chat, 1), await joined(chat, 2)
    elsewhere = Elsewhere()
    with chat.store.transaction() as tx:
        tx.execute(update(addresses).where(addresses.c.user_id == 2).values(face="elsewhere"))
    ticker = Ticker(chat.school, {FACE: chat.poster, "elsewhere": Poster(chat.school, elsewhere)})
    await ticker.tick(TUESDAY_AT_EIGHT)
    assert len(asking(ana)) == 1
    assert len(asking(bia)) == 0
    assert [chat_id for _, chat_id in elsewhere.calls] == [2]


async def test_whoever_moved_to_another_address_is_written_to_at_the_last_one(chat: Installation) -> None:
    ana = await joined(chat)
    learner_id = ana.learner_id
    elsewhere = Elsewhere()
    with chat.store.transaction() as tx:
        learners.add_address(tx, Address(learner_id, "elsewhere", 9, 90, active=True))
    ticker = Ticker(chat.school, {FACE: chat.poster, "elsewhere": Poster(chat.school, elsewhere)})
    await ticker.tick(TUESDAY_AT_EIGHT)
    assert elsewhere.calls == [("send", 90)]


class Slow(Sheet):
    """A face whose sends wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.begun = asyncio.Semaphore(0)  # a release for every call that waits at the gate
        self.edits = 0

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        self.begun.release()
        await self.gate.wait()
        return await super().send(chat_id, screen, silent=silent)

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        self.edits += 1
        self.begun.release()
        await self.gate.wait()
        await super().edit(chat_id, ref, screen)


async def test_what_waits_in_the_outbox_is_not_sent_a_second_time_meanwhile(chat: Installation) -> None:
    ana = await joined(chat)
    chat.sheet = slow = Slow()
    chat.assemble()
    chat.now = TUESDAY_AT_EIGHT
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(chat.ticker.deliver(chat.now))
        await slow.begun.acquire()
        await chat.ticker.resume(chat.now + timedelta(minutes=1))
        slow.gate.set()
        await first
    assert len(asking(ana)) == 1


async def test_the_assertion_that_follows_an_edit_still_waiting_is_sent_once(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    row = ana.rows()[0]
    slow = Slow()
    slow.messages = chat.sheet.messages
    chat.sheet = slow
    chat.assemble()
    async with asyncio.TaskGroup() as tasks:
        press = tasks.create_task(ana.press(f"a:{row.id}:c", ana.last.ref))
        await slow.begun.acquire()
        await chat.ticker.resume(chat.now + timedelta(minutes=1))
        slow.gate.set()
        await press
    assert len(asking(ana)) == 1
    assert slow.edits == 1


async def test_old_updates_are_forgotten_once_an_hour(chat: Installation) -> None:
    with chat.store.transaction() as tx:
        updates.handled(tx, [Handled(1, MORNING - timedelta(days=3))])
    await chat.tick()
    assert not chat.school.run_now(showing.was_handled, 1)
    with chat.store.transaction() as tx:
        updates.handled(tx, [Handled(2, MORNING - timedelta(days=3))])
    await chat.tick(minutes=59)
    assert chat.school.run_now(showing.was_handled, 2)
    await chat.tick(minutes=1)
    assert not chat.school.run_now(showing.was_handled, 2)


async def test_a_learner_taken_out_between_two_steps_of_a_tick_is_nobodys_trouble(chat: Installation) -> None:
    ana = await joined(chat)
    with chat.store.transaction() as tx:
        tx.execute(update(learners_table).values(next_due_at=TUESDAY_AT_EIGHT))
    await ana.say("/apagar")
    await ana.tap("Apagar tudo")
    chat.now = TUESDAY_AT_EIGHT
    await chat.tick()
    assert "apagad" in ana.last.screen.text


async def test_a_tick_writes_down_when_it_is_needed_next(chat: Installation) -> None:
    ana = await joined(chat)
    assert learner(chat, ana).next_due_at == TUESDAY_AT_EIGHT
    chat.now = TUESDAY_AT_EIGHT
    await chat.tick()
    assert learner(chat, ana).next_due_at == TUESDAY_AT_EIGHT + timedelta(hours=3)


async def test_a_face_that_breaks_for_one_keeps_nobody_from_what_is_owed_to_them(chat: Installation) -> None:
    ana, bia = chat.person(1), chat.person(2)
    for person in (ana, bia):
        chat.sheet.trouble = lambda what, chat_id: Later()
        await person.say("/start")
    chat.sheet.trouble = lambda what, chat_id: TypeError() if chat_id == 1 else None
    await chat.tick(minutes=1)
    assert [len(asking(person)) for person in (ana, bia)] == [0, 1]
