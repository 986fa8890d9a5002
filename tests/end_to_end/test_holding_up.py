"""A chat in which the bot must wait holds up nobody else: neither what they ask, nor what the clock owes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.tg.pacing import Limits
from tests.botapi import BotApi, DropReply, Group, Hang, Person, TooManyRequests
from tests.end_to_end.acts import from_bot, key_of, open_assertions
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.groups import texts
from tests.support.banks import bank

pytestmark = pytest.mark.slow  # they wait in real time; tests/tg and tests/storage are quick about the same

SOON = 5.0
LONG = 120
"""Seconds for which Telegram wants to hear nothing in a chat."""


@pytest.fixture
async def hurried(api: BotApi, clock: Hands, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot by polling, within the limits of production."""
    bot = Bot(api, tmp_path, bank(), clock, limits=Limits())
    await bot.start()
    yield bot
    if bot.is_running:
        await bot.kill()


async def hears(api: BotApi, person: Person, text: str) -> None:
    """Says something in private and is answered soon."""
    before = len(from_bot(person))
    await person.says(text)
    await api.until(lambda: len(from_bot(person)) > before, timeout=SOON)


async def test_a_group_that_asks_more_than_may_be_said_there_holds_up_nobody(
    api: BotApi, hurried: Bot, group: Group, ana: Person, bia: Person
) -> None:
    for _ in range(30):
        await ana.says("/config", group)
    await hears(api, bia, "/start")
    await hears(api, ana, "/start")
    await hears(api, bia, "/ajuda")


async def test_what_a_group_asked_for_half_a_minute_ago_is_not_said_any_more(
    api: BotApi, hurried: Bot, clock: Hands, group: Group, ana: Person
) -> None:
    for _ in range(10):
        await ana.says("/config", group)
    await api.until(lambda: not api.updates.unanswered, timeout=2 * SOON)
    clock.forward(minutes=1)
    await hurried.settled()
    said = len(texts(group))
    assert 0 < said < 10
    await ana.says("/config", group)
    await hurried.settled()
    assert len(texts(group)) == said + 1


async def test_a_chat_that_telegram_halts_holds_up_nobody(api: BotApi, hurried: Bot, ana: Person, bia: Person) -> None:
    await hears(api, ana, "/start")
    halt = api.fault("sendMessage", TooManyRequests(LONG), chat=ana.chat.id)
    await ana.says("/ajuda")
    await ana.says("/ajuda")
    await api.until(lambda: halt.hits > 0, timeout=SOON)
    await hears(api, bia, "/start")
    await hears(api, bia, "/ajuda")


async def test_a_chat_that_telegram_halts_holds_up_neither_the_start_nor_the_clock(
    api: BotApi, hurried: Bot, clock: Hands, ana: Person, bia: Person
) -> None:
    await hears(api, ana, "/start")
    await hears(api, bia, "/start")
    halt = api.fault("sendMessage", TooManyRequests(LONG), times=None, chat=ana.chat.id)
    before = len(from_bot(bia))
    await hurried.tick()
    clock.at(clock.now.day + 1, 11)
    await hurried.process.desk.tick()
    await api.until(lambda: halt.hits > 0 and len(from_bot(bia)) > before, timeout=SOON)
    await hurried.kill()
    before = len(from_bot(bia))
    await hurried.start()
    await hears(api, bia, "/ajuda")
    clock.at(clock.now.day + 1, 11)
    await hurried.process.desk.tick()
    await api.until(lambda: len(from_bot(bia)) > before + 1, timeout=SOON)


async def test_a_button_stops_turning_even_where_nothing_may_be_said(api: BotApi, hurried: Bot, ana: Person) -> None:
    await hears(api, ana, "/start")
    halt = api.fault("sendMessage", TooManyRequests(LONG), chat=ana.chat.id)
    await ana.says("/ajuda")
    await api.until(lambda: halt.hits > 0, timeout=SOON)
    asked = open_assertions(ana)[-1]
    await ana.taps(asked, key_of(asked))
    await api.until(lambda: any(call.method == "answerCallbackQuery" for call in api.calls), timeout=SOON)


@pytest.mark.parametrize("held_up", [TooManyRequests(3), Hang(3, applied=True)], ids=["waiting", "under way"])
async def test_of_an_assertion_answered_while_a_copy_is_sent_no_copy_stays_open(
    api: BotApi, hurried: Bot, clock: Hands, ana: Person, held_up: TooManyRequests | Hang
) -> None:
    api.fault("sendMessage", DropReply(), chat=ana.chat.id)  # it arrives, and nobody knows
    await ana.says("/start")
    await api.until(lambda: bool(open_assertions(ana)), timeout=SOON)
    await hurried.settled()
    clock.forward(minutes=3)
    trouble = api.fault("sendMessage", held_up, chat=ana.chat.id)
    first = open_assertions(ana)[-1]
    await hurried.process.desk.tick()
    await api.until(lambda: trouble.hits > 0, timeout=SOON)
    await ana.taps(first, key_of(first))
    await api.until(lambda: "2/10" in from_bot(ana)[-1].text, timeout=SOON)
    await hurried.process.desk.quiet()
    clock.forward(seconds=1)
    await hurried.tick()
    await hurried.settled()
    assert [message.text.partition(" ")[0] for message in open_assertions(ana)] == ["2/10"]
