from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.lessons import timing
from bot.tutor.nudging import Level
from tests.support.chats import Installation, Person
from tests.support.looking import everything, learner

MONDAY = date(2026, 3, 2)


async def joined(chat: Installation) -> Person:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    return ana


@pytest.mark.parametrize(
    ("wanted", "last"),
    [
        ("7d", date(2026, 3, 8)),
        ("até 12/03", date(2026, 3, 12)),
        ("indefinido", date.max),
        ("", date.max),
    ],
)
async def test_a_pause_lasts_as_long_as_was_said(chat: Installation, wanted: str, last: date) -> None:
    ana = await joined(chat)
    await ana.say(f"/pausar {wanted}")
    assert learner(chat, ana).paused_until == last


@pytest.mark.parametrize("wanted", ["ontem", "01/03/2026", "9999d", "0d", "x" * 5000, "31/02", "\x00", "7d; DROP"])
async def test_what_is_no_pause_changes_nothing_and_says_how_to_write_one(chat: Installation, wanted: str) -> None:
    ana = await joined(chat)
    before = everything(chat)
    await ana.say(f"/pausar {wanted}")
    assert "/pausar" in ana.last.screen.text
    assert everything(chat) == before


async def test_a_command_and_its_rest_may_stand_on_two_lines(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.say("/pausar\n7d")
    assert learner(chat, ana).paused_until == date(2026, 3, 8)


async def test_the_streak_is_kept_through_a_pause(chat: Installation) -> None:
    ana = await joined(chat)
    chat.now += timedelta(days=1)
    await ana.say("/hoje")
    await ana.finish()
    assert timing.streak_days(learner(chat, ana), chat.now) == 2
    await ana.say("/pausar 20d")
    for _ in range(20):
        await chat.tick(days=1)
    assert timing.streak_days(learner(chat, ana), chat.now) == 2
    await ana.say("/hoje")
    await ana.finish()
    assert learner(chat, ana).streak.length == 3


async def test_without_a_pause_those_days_break_it(chat: Installation) -> None:
    ana = await joined(chat)
    assert timing.streak_days(learner(chat, ana), chat.now) == 1
    chat.now += timedelta(days=10)
    assert timing.streak_days(learner(chat, ana), chat.now) == 0


async def test_coming_back_early_ends_the_pause_and_excuses_the_days_it_lasted(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.say("/pausar 30d")
    chat.now += timedelta(days=10)
    await ana.say("/retomar")
    assert learner(chat, ana).paused_until is None
    assert timing.streak_days(learner(chat, ana), chat.now) == 1
    before = len(ana.messages)
    await chat.tick()
    assert len(ana.messages) == before + 1


async def test_resuming_on_the_same_day_leaves_no_pause_behind(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.say("/pausar 30d")
    await ana.tap("Voltar agora")
    assert learner(chat, ana).paused_until is None
    assert learner(chat, ana).pauses == ()


async def test_resuming_without_a_pause_changes_nothing(chat: Installation) -> None:
    ana = await joined(chat)
    before = everything(chat)
    await ana.say("/retomar")
    assert everything(chat) == before


async def test_a_new_pause_takes_the_place_of_the_one_under_way(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.say("/pausar 30d")
    chat.now += timedelta(days=2)
    await ana.say("/pausar 3d")
    (pause,) = learner(chat, ana).pauses
    assert (pause.first, pause.last) == (MONDAY, MONDAY + timedelta(days=4))


async def test_asking_for_a_pause_is_a_sign_of_life(chat: Installation) -> None:
    ana = await joined(chat)
    for _ in range(5):
        await chat.tick(days=1)
    assert learner(chat, ana).nudging.level is Level.WEEKLY
    await ana.say("/pausar 7d")
    assert learner(chat, ana).nudging.level is Level.DAILY
