from __future__ import annotations

import asyncio
from collections import deque
from typing import cast

from telegram import Bot, Update

from bot.tg.intake import Intake, Ticket
from bot.tg.polling import MOST_TRIES, REPLY_SECONDS, Polling
from tests.support.clockwork import run
from tests.tg.test_intake import update


class Telegram:
    """Gives out batches, then waits for ever; notes the offset of each call and when it came."""

    def __init__(self, *batches: tuple[Update, ...]) -> None:
        self._batches = deque(batches)
        self.calls: list[tuple[float, int | None]] = []

    async def get_updates(self, offset: int | None, **_: object) -> tuple[Update, ...]:
        self.calls.append((asyncio.get_running_loop().time(), offset))
        if self._batches:
            return self._batches.popleft()
        return await asyncio.get_running_loop().create_future()


class Tray:
    """An intake whose tickets and tasks are the test's."""

    def __init__(self, *, error: Exception | None = None, commits: bool = True, replies: bool = True) -> None:
        self.error, self.commits, self.replies = error, commits, replies

    def take(self, _update: Update) -> tuple[asyncio.Task[None], Ticket]:
        told = Ticket()
        told.error = self.error
        if self.commits:
            told.commit()
        return asyncio.get_running_loop().create_task(asyncio.sleep(0 if self.replies else 3_600)), told


async def polled(telegram: Telegram, tray: Tray, seconds: float, apology: float = 0.0) -> list[int]:
    """Poll that long; the updates apologised for, each taking `apology` seconds."""
    apologised: list[int] = []

    async def apologise(update: Update) -> None:
        await asyncio.sleep(apology)
        apologised.append(update.update_id)

    polling = asyncio.get_running_loop().create_task(
        Polling(cast("Bot", telegram), cast("Intake", tray), apologise).run()
    )
    await asyncio.sleep(seconds)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    return apologised


def test_the_offset_moves_once_what_was_fetched_is_committed() -> None:
    telegram = Telegram((update(7), update(9)), (update(10),))
    run(polled(telegram, Tray(), 1))
    assert [offset for _, offset in telegram.calls] == [None, 10, 11]


def test_the_offset_does_not_move_while_an_effect_is_not_committed() -> None:
    telegram = Telegram((update(7),))
    run(polled(telegram, Tray(commits=False), 3_600))
    assert len(telegram.calls) == 1


def test_a_reply_that_waits_puts_the_next_poll_off_by_a_moment_only() -> None:
    telegram = Telegram((update(7),))
    run(polled(telegram, Tray(replies=False), 60))
    (first, _), (second, offset) = telegram.calls
    assert second - first <= REPLY_SECONDS
    assert offset == 8


def test_an_update_that_fails_comes_again_so_many_times_and_is_then_apologised_for() -> None:
    telegram = Telegram(*[(update(7),)] * MOST_TRIES)
    assert run(polled(telegram, Tray(error=ValueError()), 60)) == [7]
    assert [offset for _, offset in telegram.calls] == [None, *[7] * (MOST_TRIES - 1), 8]


def test_an_apology_that_must_wait_holds_up_no_poll() -> None:
    telegram = Telegram(*[(update(7),)] * MOST_TRIES, (update(8),))
    assert run(polled(telegram, Tray(error=ValueError()), 60, apology=3_600)) == []
    assert telegram.calls[-1][1] == 8
    assert telegram.calls[-1][0] - telegram.calls[0][0] < 30
