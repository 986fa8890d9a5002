from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.chat.posting import Gone, Later, Poster, Refused, Undelivered, Unknown
from bot.chat.reply import Screen
from bot.jobs.tick import Ticker
from bot.lessons import showing
from storage import learners, updates
from storage.learners import Address
from storage.tables import addresses
from storage.tables import learners as learners_table
from tests.conftest import MORNING
from tests.support.chats import FACE, Installation, Person, Sheet
from tests.support.looking import learner, log

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


async def failing(chat: Installation, trouble: Undelivered, *, arrived: bool = False) -> Person:
    """Somebody whose daily set met that trouble."""
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble, chat.sheet.arrived = (lambda what, chat_id: trouble), arrived
    await chat.tick()
    chat.sheet.trouble, chat.sheet.arrived = quiet, False
    return ana


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_send_of_unknown_outcome_is_made_once_more_after_two_minutes(
    chat: Installation, arrived: bool
) -> None:
    ana = await failing(chat, Unknown(), arrived=arrived)
    sends = chat.sheet.calls.count(("send", 1))
    for _ in range(7):
        await chat.tick(seconds=15)
    assert chat.sheet.calls.count(("send", 1)) == sends
    await chat.tick(seconds=15)
    assert chat.sheet.calls.count(("send", 1)) == sends + 1
    for _ in range(40):
        await chat.tick(seconds=15)
    assert chat.sheet.calls.count(("send", 1)) == sends + 1
    assert len(asking(ana)) == 1 + arrived


async def test_two_sends_of_unknown_outcome_are_enough(chat: Installation) -> None:
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble = lambda what, chat_id: Unknown()
    before = len(chat.sheet.calls)
    for _ in range(60):
        await chat.tick(seconds=30)
    assert len(chat.sheet.calls) == before + 2
    chat.sheet.trouble = quiet
    await ana.say("/hoje")
    assert ana.last.asks is not None


async def test_a_restart_does_not_hasten_a_send_of_unknown_outcome(chat: Installation) -> None:
    ana = await failing(chat, Unknown(), arrived=True)
    chat.now += timedelta(seconds=10)
    await chat.restart()
    assert len(asking(ana)) == 1


async def test_a_tap_on_what_was_thought_lost_counts_and_nothing_is_sent_again(chat: Installation) -> None:
    ana = await failing(chat, Unknown(), arrived=True)
    await ana.answer()
    for _ in range(20):
        await chat.tick(seconds=15)
    assert len(asking(ana)) == 1
    assert asking(ana) == [ana.last.ref]


async def test_both_copies_can_be_tapped_and_the_first_tap_counts(chat: Installation) -> None:
    ana = await failing(chat, Unknown(), arrived=True)
    await chat.tick(minutes=2)
    first, second = (message for message in ana.messages if message.asks is not None)
    counted = len(log(chat, ana))
    await ana.tap("Certo", second)
    await ana.tap("Errado", first)
    assert len(log(chat, ana)) == counted + 1
    assert first.screen == second.screen


async def test_what_was_certainly_not_sent_is_tried_until_it_arrives_however_long_that_takes(
    chat: Installation,
) -> None:
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble = lambda what, chat_id: Later()
    for _ in range(60):
        await chat.tick(minutes=1)
    chat.sheet.trouble = quiet
    for _ in range(3):
        await chat.tick(minutes=1)
    assert len(asking(ana)) == 1


async def test_a_verdict_that_could_not_be_shown_is_shown_when_the_network_is_back(chat: Installation) -> None:
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    await chat.tick()
    message = ana.last
    chat.sheet.trouble = lambda what, chat_id: Later()
    await ana.answer()
    for _ in range(20):
        await chat.tick(minutes=1)
    chat.sheet.trouble = quiet
    for _ in range(3):
        await chat.tick(minutes=1)
    assert message.asks is None
    assert ana.last.asks is not None
    assert ana.last.ref != message.ref


async def test_what_the_platform_refuses_is_not_sent_again_by_itself(chat: Installation) -> None:
    ana = await failing(chat, Refused("bad"))
    calls = len(chat.sheet.calls)
    for _ in range(20):
        await chat.tick(minutes=1)
    assert len(chat.sheet.calls) == calls
    await ana.say("/hoje")
    assert ana.last.asks is not None


async def test_the_first_refusal_of_somebody_who_is_gone_is_the_last(chat: Installation) -> None:
    ana = await failing(chat, Gone())
    calls = len(chat.sheet.calls)
    for _ in range(20):
        await chat.tick(hours=6)
    assert len(chat.sheet.calls) == calls
    row = ana.rows()[-1]
    assert (row.show_due, row.feedback_due) == (None, None)


async def test_a_message_the_person_has_deleted_gets_its_verdict_as_a_new_one(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    ref = ana.last.ref
    asked_id = ana.rows()[0].id
    chat.sheet.lose(ref)
    await ana.press(f"a:{asked_id}:c", ref)
    assert "Por quê?" in ana.messages[-2].buttons
    assert ana.last.asks is not None


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
    monkeypatch.setattr("bot.jobs.tick.BATCH", 2)
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

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        await self.gate.wait()
        return await super().send(chat_id, screen, silent=silent)

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        await self.gate.wait()
        await super().edit(chat_id, ref, screen)


async def test_what_waits_in_the_outbox_is_not_sent_a_second_time_meanwhile(chat: Installation) -> None:
    ana = await joined(chat)
    chat.sheet = slow = Slow()
    chat.assemble()
    chat.now = TUESDAY_AT_EIGHT
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(chat.ticker.deliver(chat.now))
        while not ana.rows() or ana.rows()[-1].answered_at is not None:
            await asyncio.sleep(0)
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
        while len(ana.rows()) < 2:
            await asyncio.sleep(0)
        resumed = tasks.create_task(chat.ticker.resume(chat.now + timedelta(minutes=1)))
        for _ in range(50):
            await asyncio.sleep(0)
        slow.gate.set()
        await press
        await resumed
    assert len(asking(ana)) == 1


async def test_old_updates_are_forgotten_once_an_hour(chat: Installation) -> None:
    with chat.store.transaction() as tx:
        updates.handled(tx, 1, MORNING - timedelta(days=3))
    await chat.tick()
    assert not chat.school.run_now(showing.was_handled, 1)
    with chat.store.transaction() as tx:
        updates.handled(tx, 2, MORNING - timedelta(days=3))
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
