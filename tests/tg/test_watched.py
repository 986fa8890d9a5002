from __future__ import annotations

import asyncio
from typing import Any

import pytest
from prometheus_client import REGISTRY
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.chat.posting import Stale
from bot.chat.priority import Priority, priority
from bot.chat.wanted import wanted
from bot.tg.http import NotSent
from bot.tg.pacing import Pacing
from bot.tg.watched import Watched


def count(rank: str, outcome: str) -> float:
    return REGISTRY.get_sample_value("assertiva_sends_total", {"rank": rank, "outcome": outcome}) or 0


def gauge(name: str) -> float:
    return REGISTRY.get_sample_value(name) or 0


async def send(watched: Watched, *results: object, endpoint: str = "sendMessage") -> object:
    left = list(results)

    async def call() -> Any:
        result = left.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    return await watched.process_request(call, (), {}, endpoint, {"chat_id": 5}, None)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Forbidden("blocked"), "forbidden"),
        (BadRequest("no"), "refused"),
        (TimedOut(), "unknown"),
        (NotSent("no connection"), "not sent"),
        (TelegramError("?"), "other"),
    ],
)
async def test_a_failed_call_is_counted_by_what_it_came_to(error: TelegramError, outcome: str) -> None:
    before = count("reply", outcome)
    with pytest.raises(type(error)):
        await send(Watched(Pacing()), error)
    assert count("reply", outcome) == before + 1


async def test_a_429_is_counted_and_what_it_held_is_counted_as_sent_later() -> None:
    before = count("nudge", "429"), count("nudge", "sent"), gauge("assertiva_too_many_requests_total")
    priority.set(Priority.NUDGE)
    assert await send(Watched(Pacing()), RetryAfter(0), "message") == "message"
    after = count("nudge", "429"), count("nudge", "sent"), gauge("assertiva_too_many_requests_total")
    assert [new - old for old, new in zip(before, after, strict=True)] == [1, 1, 1]


async def test_what_waits_is_told_with_the_age_of_the_oldest() -> None:
    watched = Watched(Pacing())
    loop = asyncio.get_running_loop()
    held = [loop.create_task(send(watched, "m")) for _ in range(5)]  # a chat takes three at once
    await asyncio.sleep(0.05)
    watched.refresh()
    assert gauge("assertiva_queue_length") == 2
    assert 0.03 < gauge("assertiva_queue_age_seconds") < 5
    for task in held:
        task.cancel()
    await asyncio.gather(*held, return_exceptions=True)
    watched.refresh()
    assert gauge("assertiva_queue_length") == gauge("assertiva_queue_age_seconds") == 0


async def test_answers_to_taps_are_not_sends() -> None:
    before = count("reply", "sent")
    await send(Watched(Pacing()), True, endpoint="answerCallbackQuery")
    assert count("reply", "sent") == before


async def test_what_nobody_wants_any_more_is_counted_as_dropped() -> None:
    async def unwanted() -> bool:
        return False

    before = count("nudge", "dropped"), count("nudge", "sent")
    priority.set(Priority.NUDGE)
    wanted.set(unwanted)
    with pytest.raises(Stale):
        await send(Watched(Pacing()), "message")
    assert (count("nudge", "dropped"), count("nudge", "sent")) == (before[0] + 1, before[1])
