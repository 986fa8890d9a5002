"""A message whose reason has passed while it waited for its turn is not sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.tg.pacing import Limits
from tests.botapi import BotApi, Person
from tests.end_to_end.acts import from_bot, key_of, says
from tests.end_to_end.bots import Bot, Hands
from tests.support.banks import bank


@pytest.fixture
async def slow_bot(api: BotApi, clock: Hands, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that says one thing a second in each chat."""
    running = Bot(api, tmp_path, bank(), clock, limits=Limits(burst=1))
    await running.start()
    yield running
    await running.close()


async def nudged(bot: Bot, ana: Person, clock: Hands, *, answering: bool) -> list[str]:
    """The nudge of the day falls due just after another message, so that it waits; what the chat shows in the end."""
    first = await says(bot, ana, "/start")
    clock.forward(hours=3, minutes=1)
    await bot.process.application.bot.send_message(ana.id, "Uma palavra")
    await bot.process.desk.tick()
    if answering:
        await ana.taps(first, key_of(first))
    await bot.settled()
    await bot.process.desk.quiet()
    await bot.settled()
    return [message.text for message in from_bot(ana)]


async def test_a_nudge_still_queued_when_the_person_answers_is_dropped(
    api: BotApi, slow_bot: Bot, ana: Person, clock: Hands
) -> None:
    texts = await nudged(slow_bot, ana, clock, answering=True)
    assert "2/10" in texts[-1]
    assert len(texts) == 3


async def test_a_nudge_that_waited_is_sent_where_nobody_answers(
    api: BotApi, slow_bot: Bot, ana: Person, clock: Hands
) -> None:
    texts = await nudged(slow_bot, ana, clock, answering=False)
    assert len(texts) == 3
    assert "10 assertivas" in texts[-1]
