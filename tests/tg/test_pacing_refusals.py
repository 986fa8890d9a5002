from __future__ import annotations

import asyncio

import pytest
from telegram.error import BadRequest

from bot.tg.pacing import Limits, Pacing
from tests.support.clockwork import run
from tests.tg.test_pacing import Outbox, Sent


def test_a_refusal_is_a_deadline_for_that_chat_alone_and_nothing_is_lost() -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox()
        outbox.refusals["a"] = [5, 2]
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbox.send(1, "a"))
            await asyncio.sleep(0.1)
            tasks.create_task(outbox.send(1, "b"))
            tasks.create_task(outbox.send(2, "c"))
        assert outbox.idle
        return outbox.sent

    times = {one.name: one.at for one in run(scene())}
    assert times["c"] == pytest.approx(0.1)
    assert times["b"] >= 5
    assert times["a"] >= 7


def test_refusals_to_two_chats_within_a_second_hold_everybody_back() -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox()
        outbox.refusals = {"a": [4], "b": [4]}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbox.send(1, "a"))
            tasks.create_task(outbox.send(2, "b"))
            await asyncio.sleep(0.1)
            tasks.create_task(outbox.send(3, "c"))
        assert outbox.idle
        return outbox.sent

    assert all(one.at >= 4 for one in run(scene()))


def test_refusals_to_two_chats_at_different_times_do_not() -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox()
        outbox.refusals = {"a": [9], "b": [9]}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(outbox.send(1, "a"))
            await asyncio.sleep(2)
            tasks.create_task(outbox.send(2, "b"))
            await asyncio.sleep(0.1)
            tasks.create_task(outbox.send(3, "c"))
        return outbox.sent

    assert next(one.at for one in run(scene()) if one.name == "c") == pytest.approx(2.1)


def test_whoever_stops_waiting_takes_no_turn_and_leaves_nothing_behind() -> None:
    async def scene() -> list[Sent]:
        outbox = Outbox(Limits(in_all=2))
        tasks = [asyncio.get_running_loop().create_task(outbox.send(chat, chat)) for chat in range(1, 9)]
        await asyncio.sleep(0.01)
        for task in tasks[2:6]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert outbox.idle
        return outbox.sent

    sent = run(scene())
    assert [one.name for one in sent] == [1, 2, 7, 8]
    assert sent[-1].at < 1.6


def test_whoever_stops_waiting_for_a_chat_that_was_refused_leaves_nothing_behind() -> None:
    async def scene() -> None:
        outbox = Outbox()
        outbox.refusals["a"] = [5]
        task = asyncio.get_running_loop().create_task(outbox.send(1, "a"))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await outbox.send(1, "b")
        assert outbox.now() >= 5
        assert outbox.idle

    run(scene())


def test_what_the_platform_says_otherwise_is_passed_on_at_once() -> None:
    async def scene() -> None:
        pacing = Pacing()

        async def bad() -> None:
            raise BadRequest("chat not found")

        with pytest.raises(BadRequest):
            await pacing.process_request(bad, (), {}, "sendMessage", {"chat_id": 1}, None)
        assert pacing.waiting == 0

    run(scene())
