from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.tutor.days import learner_day
from storage.deliveries import Kind, State
from storage.tables import deliveries
from tests.conftest import MORNING
from tests.support.chats import Installation, Person, blocked
from tests.support.looking import learner, log, make_certain, the_set

MONDAY = date(2026, 3, 2)
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


async def joined(chat: Installation, user_id: int = 1) -> Person:
    person = chat.person(user_id)
    await person.say("/start")
    await person.finish()
    return person


def local(chat: Installation) -> datetime:
    return chat.now.astimezone(SAO_PAULO)


async def test_the_set_arrives_at_the_learners_time_with_a_greeting(chat: Installation) -> None:
    ana = await joined(chat)
    before = len(ana.messages)
    chat.now = datetime(2026, 3, 3, 10, 59, 59, tzinfo=UTC)
    await chat.tick()
    assert len(ana.messages) == before
    await chat.tick(seconds=1)
    assert len(ana.messages) == before + 1
    assert ana.last.screen.blocks[0].text.startswith("☀️")
    assert ana.last.asks is not None


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(1, 900), st.sampled_from(("tick", "die", "restart", "twice"))), max_size=15)
)
async def test_a_day_has_one_set_whatever_restarts(
    tmp_path_factory: pytest.TempPathFactory, blank_database, steps: list[tuple[int, str]]
) -> None:
    from tests.support.banks import bank

    file = tmp_path_factory.mktemp("days") / "chat.sqlite3"
    file.write_bytes(blank_database.read_bytes())
    chat = Installation(file, bank(), MORNING)
    ana = await joined(chat)
    for minutes, what in steps:
        chat.now += timedelta(minutes=minutes)
        if what == "die":
            chat.die()
        elif what == "restart":
            await chat.restart()
        elif what == "twice":
            await asyncio.gather(chat.tick(), chat.tick())
        else:
            await chat.tick()
    await chat.tick()
    greeted = [m for m in ana.messages if m.screen.blocks[0].text.startswith("☀️")]
    with chat.store.transaction() as tx:
        rows = tx.execute(select(deliveries.c.day).where(deliveries.c.kind == Kind.SET)).scalars().all()
    chat.close()
    assert len(rows) == len(set(rows))
    assert len(greeted) == len(rows) - 1  # the first day's set came with /start


async def test_two_tickers_on_one_database_bring_one_set(chat: Installation, database: str) -> None:
    people = [await joined(chat, number) for number in range(1, 6)]
    other = Installation(database, chat.bank, chat.now, chat.sheet)
    before = len(chat.sheet.messages)
    chat.now = other.now = chat.now + timedelta(days=1)
    await asyncio.gather(*(place.ticker.tick(chat.now) for place in (chat, other, chat, other)))
    other.close()
    assert len(chat.sheet.messages) == before + len(people)
    assert all(person.last.asks is not None for person in people)


async def test_a_machine_asleep_for_ten_days_brings_the_set_of_today_alone(chat: Installation) -> None:
    ana = await joined(chat)
    before = len(ana.messages)
    await chat.tick(days=10)
    await chat.tick(seconds=1)
    assert len(ana.messages) == before + 1
    with chat.store.transaction() as tx:
        assert tx.execute(select(func.count()).select_from(deliveries)).scalar_one() == 2
    assert the_set(chat, ana, MONDAY + timedelta(days=10)) is not None


async def test_an_assertion_left_unshown_ten_days_ago_is_no_debt(chat: Installation) -> None:
    ana = chat.person()
    chat.sheet.trouble = lambda what, chat_id: RuntimeError("the process dies")
    with pytest.raises(RuntimeError):
        await ana.say("/start")
    chat.sheet.trouble = lambda what, chat_id: None
    chat.now += timedelta(days=10, hours=-2)
    await chat.restart()
    assert ana.messages == []
    await chat.tick(hours=2)
    assert len(ana.messages) == 1
    assert ana.last.asks == ana.rows()[-1].id


async def test_days_that_are_off_have_no_set(chat: Installation) -> None:
    ana = await joined(chat)
    for day in (1, 2, 3):  # Tuesday to Thursday
        await ana.press(f"s:day:{day}0")
    before = len(ana.messages)
    await chat.tick(days=3)
    assert len(ana.messages) == before
    await chat.tick(days=1)
    assert len(ana.messages) == before + 1


async def test_with_every_day_off_nothing_is_due_ever(chat: Installation) -> None:
    ana = await joined(chat)
    for day in range(7):
        await ana.press(f"s:day:{day}0")
    assert learner(chat, ana).next_due_at is None
    before = len(ana.messages)
    await chat.tick(days=400)
    assert len(ana.messages) == before


async def test_a_pause_holds_the_sets_back_and_they_return_after_it(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.say("/pausar 3d")
    before = len(ana.messages)
    for _ in range(2):
        await chat.tick(days=1)
    assert len(ana.messages) == before
    await chat.tick(days=1)
    assert len(ana.messages) == before + 1


async def test_moving_the_time_past_a_day_that_had_its_set_brings_no_second(chat: Installation) -> None:
    ana = await joined(chat)
    await chat.tick(days=1)
    await ana.finish()
    before = len(ana.messages)
    await ana.press("s:time:1200")
    await chat.tick(hours=12)
    assert len(ana.messages) == before


async def test_a_time_moved_ahead_of_the_set_moves_the_set(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.press("s:time:540")
    before = len(ana.messages)
    chat.now = datetime(2026, 3, 3, 11, 30, tzinfo=UTC)  # 08:30
    await chat.tick()
    assert len(ana.messages) == before
    await chat.tick(minutes=30)
    assert len(ana.messages) == before + 1


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/Rio_Branco", "Pacific/Auckland", "Pacific/Honolulu"])
async def test_a_change_of_zone_never_brings_two_sets_on_one_local_day(chat: Installation, zone: str) -> None:
    ana = await joined(chat)
    for place in (zone, "America/Sao_Paulo", zone):
        await ana.press(f"s:zone:{place}")
        for _ in range(30):
            await chat.tick(hours=1)
    with chat.store.transaction() as tx:
        days = tx.execute(select(deliveries.c.day).where(deliveries.c.kind == Kind.SET)).scalars().all()
    assert len(days) == len(set(days))
    assert max(days) <= learner_day(chat.now, ZoneInfo(zone)) + timedelta(days=1)


async def test_whoever_blocked_the_bot_is_left_alone_and_is_back_with_the_next_message(chat: Installation) -> None:
    ana = await joined(chat)
    chat.sheet.trouble = blocked
    await chat.tick(days=1)
    calls = len(chat.sheet.calls)
    assert learner(chat, ana).next_due_at is None
    for _ in range(5):
        await chat.tick(days=1)
    assert len(chat.sheet.calls) == calls
    chat.sheet.trouble = lambda what, chat_id: None
    await ana.say("oi")
    assert learner(chat, ana).next_due_at is not None
    before = len(ana.messages)
    await chat.tick(days=1)
    assert len(ana.messages) == before + 1


async def test_a_press_brings_back_whoever_had_blocked_the_bot(chat: Installation) -> None:
    ana = await joined(chat)
    chat.sheet.trouble = blocked
    await chat.tick(days=1)
    chat.sheet.trouble = lambda what, chat_id: None
    await ana.press("c:main", ana.last.ref)
    assert learner(chat, ana).next_due_at is not None


async def test_a_bank_with_nothing_to_ask_skips_the_day_in_silence(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.press("s:new:0")
    make_certain(chat, ana)
    before = len(ana.messages)
    await chat.tick(days=1)
    skipped = the_set(chat, ana, MONDAY + timedelta(days=1))
    assert skipped is not None
    assert skipped.state is State.SKIPPED
    assert len(ana.messages) == before


async def test_after_all_facts_are_learnt_the_ending_says_that_sets_are_reviews(chat: Installation) -> None:
    ana = await joined(chat)
    assert "revis" not in ana.last.screen.blocks[-2].text.lower() or "Próxima" in ana.last.screen.blocks[-2].text
    await ana.tap("Mais 5")
    await ana.finish()
    assert any("revis" in block.text and "todos" in block.text.lower() for block in ana.last.screen.blocks)
    assert len(log(chat, ana)) == 12
