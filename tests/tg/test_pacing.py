from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.chat.priority import Priority, priority
from bot.tg.pacing import Limits, Pacing
from tests.support.clockwork import run

EPSILON = 1e-6
GROUP = -100


@dataclass(frozen=True)
class Sent:
    at: float
    chat: int
    name: object


class Outbox:
    """A pacing with a platform behind it that notes what arrives and refuses when told to."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.pacing = Pacing(limits)
        self.sent: list[Sent] = []
        self.refusals: dict[object, list[float]] = {}
        self.begun = asyncio.get_running_loop().time()

    def now(self) -> float:
        return asyncio.get_running_loop().time() - self.begun

    async def _arrive(self, chat: int, name: object) -> object:
        if waits := self.refusals.get(name):
            raise RetryAfter(waits.pop(0))
        self.sent.append(Sent(self.now(), chat, name))
        return name

    async def send(
        self, chat: object, name: object = None, priority: Priority | None = None, endpoint: str = "sendMessage"
    ) -> Any:
        return await self.pacing.process_request(self._arrive, (chat, name), {}, endpoint, {"chat_id": chat}, priority)

    @property
    def idle(self) -> bool:
        pacing = self.pacing
        return not (pacing.waiting or pacing._held or pacing._wakes or pacing._timer)


def most_within(times: Sequence[float], span: float) -> int:
    """The most that fell into any window of that length, its end left out."""
    times = sorted(times)
    return max((sum(start <= at < start + span - EPSILON for at in times) for start in times), default=0)


def test_no_second_ever_has_more_than_thirty_and_on_average_there_are_twenty_nine() -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox()
        await asyncio.gather(*(outbox.send(chat) for chat in range(1, 201)))
        assert outbox.idle
        return outbox.sent

    sent = run(scene())
    assert most_within([one.at for one in sent], 1.0) <= 30
    assert 29 * 6.3 < 200 - 15 < 29 * max(one.at for one in sent) < 200  # fifteen at once, the others evenly


arrivals = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([1, 2, 3, GROUP, -200]), st.sampled_from(Priority)), max_size=60
)


@settings(deadline=None, max_examples=60)
@given(arrivals)
def test_no_limit_is_ever_passed_whatever_comes_when(coming: list[tuple[int, int, Priority]]) -> None:
    limits = Limits(in_all=4, burst=3, group=5)

    async def scene() -> list[Sent]:
        outbox = Outbox(limits)

        async def one(number: int, tenths: int, chat: int, priority: Priority) -> None:
            await asyncio.sleep(tenths / 10)
            await outbox.send(chat, (priority, number), priority)

        await asyncio.gather(*(one(number, *come) for number, come in enumerate(coming)))
        assert outbox.idle
        return outbox.sent

    sent = run(scene())
    assert len(sent) == len(coming)
    assert most_within([one.at for one in sent], 1.0) <= limits.in_all
    by_chat = defaultdict(list)
    for one in sent:
        by_chat[one.chat].append(one.at)
    for chat, times in by_chat.items():
        if chat < 0:
            assert most_within(times, 60.0) <= limits.group
            assert most_within(times, 1.0) <= 1
        else:
            assert most_within(times, 3.0) <= limits.burst


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([1, 2, GROUP]), max_size=30), st.integers(0, 29), st.sampled_from([0.5, 3.0]))
def test_what_goes_to_one_chat_goes_in_its_order_even_after_a_refusal(
    chats: list[int], refused: int, seconds: float
) -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox(Limits(in_all=3, burst=1, group=20))
        outbox.refusals[refused] = [seconds]
        await asyncio.gather(*(outbox.send(chat, number) for number, chat in enumerate(chats)))
        assert outbox.idle
        return outbox.sent

    sent = run(scene())
    for chat in set(chats):
        names = [one.name for one in sent if one.chat == chat]
        assert names == sorted(names)  # type: ignore[type-var]


def test_a_chat_takes_a_short_burst_and_then_one_a_second() -> None:
    async def scene() -> list[float]:
        outbox = Outbox()
        await asyncio.gather(*(outbox.send(1) for _ in range(7)))
        return [round(one.at) for one in outbox.sent]

    assert run(scene()) == [0, 0, 0, 3, 3, 3, 6]


def test_a_group_takes_one_a_second_and_twenty_a_minute() -> None:
    async def scene() -> list[float]:
        outbox = Outbox()
        await asyncio.gather(*(outbox.send(GROUP) for _ in range(22)))
        return [one.at for one in outbox.sent]

    times = run(scene())
    assert times[19] == pytest.approx(19, abs=0.1)
    assert times[20] >= 60


def test_a_group_that_must_wait_keeps_nobody_else() -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox()
        await asyncio.gather(*(outbox.send(GROUP) for _ in range(5)), *(outbox.send(chat) for chat in (1, 2, 3)))
        return outbox.sent

    assert all(one.at == 0 for one in run(scene()) if one.chat > 0)


def test_a_reply_goes_before_everything_that_waits_and_an_announcement_after() -> None:
    async def scene() -> list[object]:
        outbox = Outbox(Limits(in_all=1))
        order = [
            Priority.ANNOUNCEMENT,
            Priority.SET,
            Priority.GROUP_REPLY,
            Priority.NUDGE,
            Priority.REPLY,
            Priority.ROUND,
        ]
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbox.send(99, "first"))
            await asyncio.sleep(0)
            for chat, priority in enumerate(order, start=1):
                tasks.create_task(outbox.send(chat, priority, priority))
        return [one.name for one in outbox.sent]

    assert run(scene()) == ["first", *sorted(Priority)]


def test_the_priority_set_for_a_task_counts_where_none_is_given() -> None:
    async def scene() -> list[object]:
        outbox = Outbox(Limits(in_all=1))

        async def late(chat: int, rank: Priority) -> None:
            priority.set(rank)
            await outbox.send(chat, rank)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbox.send(99, "first"))
            await asyncio.sleep(0)
            for chat, rank in ((1, Priority.NUDGE), (2, Priority.SET)):
                tasks.create_task(late(chat, rank))
        return [one.name for one in outbox.sent]

    assert run(scene()) == ["first", Priority.SET, Priority.NUDGE]


@pytest.mark.parametrize("endpoint", ["answerCallbackQuery", "getUpdates", "setMyCommands", "deleteWebhook"])
def test_what_puts_nothing_into_a_chat_goes_past_the_queue(endpoint: str) -> None:
    async def scene() -> float:
        outbox = Outbox(Limits(in_all=1))
        await outbox.send(1)
        await outbox.send(2, endpoint=endpoint)
        return outbox.now()

    assert run(scene()) == 0


@pytest.mark.parametrize("chat", [None, "@channel"])
def test_what_names_no_chat_by_number_is_not_paced(chat: object) -> None:
    async def scene() -> float:
        outbox = Outbox(Limits(in_all=1))
        await outbox.send(1)
        await outbox.send(chat)
        return outbox.now()

    assert run(scene()) == 0


def test_at_the_end_whoever_waits_is_let_go_unsent() -> None:
    async def scene() -> list[object]:
        outbox = Outbox(Limits(in_all=1))
        await outbox.pacing.initialize()
        tasks = [asyncio.get_running_loop().create_task(outbox.send(chat, chat)) for chat in (1, 2, 3)]
        await asyncio.sleep(0.01)
        await outbox.pacing.shutdown()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert [isinstance(end, asyncio.CancelledError) for end in ended] == [False, True, True]
        return [one.name for one in outbox.sent]

    assert run(scene()) == [1]


def test_chats_long_silent_are_forgotten() -> None:
    async def scene() -> None:
        outbox = Outbox(Limits(in_all=20_000))
        await asyncio.gather(*(outbox.send(chat) for chat in range(1, 10_001)))
        await asyncio.sleep(100)
        await outbox.send(10_001)
        assert len(outbox.pacing._by_chat) == 1

    run(scene())
