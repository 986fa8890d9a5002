from __future__ import annotations

import asyncio

import pytest

from bot.chat.posting import Stale
from bot.chat.priority import Priority
from bot.chat.wanted import wanted
from bot.tg.pacing import Limits
from tests.support.clockwork import run
from tests.tg.test_pacing import Outbox


def test_a_send_that_nobody_wants_when_its_turn_comes_is_dropped_and_takes_no_turn() -> None:
    async def scene() -> None:
        outbox = Outbox(Limits(in_all=1, margin=0))
        answered = False

        async def still() -> bool:
            return not answered

        async def nudge() -> None:
            wanted.set(still)
            await outbox.send(1, "nudge", Priority.NUDGE)

        await outbox.send(9, "first")
        waiting = asyncio.get_running_loop().create_task(nudge())
        after = asyncio.get_running_loop().create_task(outbox.send(2, "news", Priority.ANNOUNCEMENT))
        await asyncio.sleep(0.5)
        answered = True
        with pytest.raises(Stale):
            await waiting
        await after
        assert [one.name for one in outbox.sent] == ["first", "news"]
        assert outbox.sent[-1].at < 1.1
        assert outbox.idle

    run(scene())


def test_one_that_was_refused_is_asked_about_again_before_it_is_repeated() -> None:
    async def scene() -> None:
        outbox = Outbox()
        outbox.refusals["nudge"] = [5]
        answers = [True, False]

        async def still() -> bool:
            return answers.pop(0)

        wanted.set(still)
        with pytest.raises(Stale):
            await outbox.send(1, "nudge", Priority.NUDGE)
        assert not outbox.sent
        assert outbox.now() >= 5

    run(scene())


def test_what_is_still_wanted_is_sent() -> None:
    async def scene() -> None:
        outbox = Outbox(Limits(in_all=1))

        async def still() -> bool:
            return True

        await outbox.send(9, "first")
        wanted.set(still)
        await outbox.send(1, "nudge", Priority.NUDGE)
        assert [one.name for one in outbox.sent] == ["first", "nudge"]

    run(scene())


def test_sets_leave_evenly_and_a_reply_goes_between_them() -> None:
    async def scene() -> None:
        outbox = Outbox()

        async def reply() -> None:
            await asyncio.sleep(3)
            await outbox.send(-1, "reply", Priority.REPLY)

        sets = [outbox.send(chat, chat, Priority.SET) for chat in range(1, 151)]
        await asyncio.gather(reply(), *sets)
        gaps = [late.at - early.at for early, late in zip(outbox.sent, outbox.sent[1:], strict=False)]
        assert min(gaps) > 0.02
        assert next(one.at for one in outbox.sent if one.name == "reply") < 3.05

    run(scene())
