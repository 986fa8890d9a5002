"""The states of a set on its way: sending, sent, failed, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat.posting import Later, Refused, Unknown
from storage.deliveries import State
from tests.support.chats import Installation, Person, blocked
from tests.support.looking import the_set

TUESDAY = date(2026, 3, 3)
EIGHT = datetime(2026, 3, 3, 11, tzinfo=UTC)


async def joined(chat: Installation) -> Person:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    chat.now = EIGHT
    return ana


def state(chat: Installation, person: Person) -> State:
    delivery = the_set(chat, person, TUESDAY)
    assert delivery is not None
    return delivery.state


def trouble(chat: Installation, error: BaseException, *, arrived: bool = False) -> None:
    chat.sheet.trouble = lambda what, _: error if what == "send" else None
    chat.sheet.arrived = arrived


def calm(chat: Installation) -> None:
    chat.sheet.trouble = lambda what, chat_id: None
    chat.sheet.arrived = False


async def test_a_set_that_arrives_is_sent_and_in_the_end_answered(chat: Installation) -> None:
    ana = await joined(chat)
    await chat.tick()
    assert state(chat, ana) is State.SENT
    await ana.finish()
    assert state(chat, ana) is State.ANSWERED


async def test_a_set_of_unknown_outcome_is_sending_and_its_third_try_the_last(chat: Installation) -> None:
    ana = await joined(chat)
    trouble(chat, Unknown())
    before = len(chat.sheet.calls)
    await chat.tick()
    assert state(chat, ana) is State.SENDING
    for _ in range(50):
        await chat.tick(minutes=1)
    assert state(chat, ana) is State.SENDING
    for _ in range(30):
        await chat.tick(minutes=1)
    assert state(chat, ana) is State.FAILED
    assert len(chat.sheet.calls) - before == 3


async def test_a_tap_on_what_was_thought_lost_makes_the_set_sent(chat: Installation) -> None:
    ana = await joined(chat)
    trouble(chat, Unknown(), arrived=True)
    for _ in range(80):
        await chat.tick(minutes=1)
    assert state(chat, ana) is State.FAILED
    calm(chat)
    await ana.answer()
    assert state(chat, ana) is State.SENT


async def test_a_set_that_certainly_did_not_leave_is_tried_until_it_does(chat: Installation) -> None:
    ana = await joined(chat)
    trouble(chat, Later())
    for _ in range(120):
        await chat.tick(minutes=1)
    assert state(chat, ana) is State.SENDING
    calm(chat)
    await chat.tick(minutes=2)
    assert state(chat, ana) is State.SENT
    assert ana.last.asks is not None


async def test_a_set_that_did_not_leave_on_its_day_is_no_debt_on_the_next(chat: Installation) -> None:
    ana = await joined(chat)
    trouble(chat, Later())
    await chat.tick()
    calm(chat)
    before = len(ana.messages)
    await chat.tick(days=1)
    assert state(chat, ana) is State.FAILED
    assert len(ana.messages) == before + 1, "today's set alone"


async def test_a_set_that_is_refused_for_good_has_failed_and_hoje_shows_it(chat: Installation) -> None:
    ana = await joined(chat)
    trouble(chat, Refused("BAD"))
    await chat.tick()
    assert state(chat, ana) is State.FAILED
    calm(chat)
    await chat.tick(hours=5)
    assert ana.last.asks is None, "neither shown nor reminded of"
    await ana.say("/hoje")
    assert ana.last.asks is not None
    assert state(chat, ana) is State.SENT


async def test_the_set_of_one_who_blocked_the_bot_has_failed(chat: Installation) -> None:
    ana = await joined(chat)
    chat.sheet.trouble = blocked
    await chat.tick()
    assert state(chat, ana) is State.FAILED
    calls = len(chat.sheet.calls)
    await chat.tick(days=3)
    assert len(chat.sheet.calls) == calls


@pytest.mark.parametrize("word", ["oi", "/ajuda", "/hoje", "/start"])
async def test_who_comes_back_the_same_day_gets_the_set_once(chat: Installation, word: str) -> None:
    ana = await joined(chat)
    chat.sheet.trouble = blocked
    await chat.tick()
    calm(chat)
    chat.now += timedelta(hours=3)
    await ana.say(word)
    await chat.tick(minutes=1)
    await chat.tick(minutes=10)
    assert state(chat, ana) is State.SENT
    assert sum(message.asks is not None for message in ana.messages) == 1


async def test_who_comes_back_the_next_day_gets_that_days_set_alone(chat: Installation) -> None:
    ana = await joined(chat)
    chat.sheet.trouble = blocked
    await chat.tick()
    calm(chat)
    chat.now += timedelta(days=1)
    await ana.say("oi")
    for _ in range(10):
        await chat.tick(minutes=1)
    assert state(chat, ana) is State.FAILED
    assert sum(message.asks is not None for message in ana.messages) == 1


async def test_a_machine_that_slept_for_ten_days_brings_todays_set_alone(chat: Installation) -> None:
    ana = await joined(chat)
    trouble(chat, Later())
    await chat.tick()
    calm(chat)
    before = len(ana.messages)
    chat.now += timedelta(days=10)
    await chat.restart()
    await chat.tick()
    await chat.tick(hours=1)
    assert len(ana.messages) == before + 1
