from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from bot.lessons.handing_over import Load
from storage import queue as tables

if TYPE_CHECKING:
    from tests.support.postgres import Server

pytestmark = pytest.mark.postgres


async def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes to hold within so many seconds."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    return condition()


@pytest.mark.timeout(60)
async def test_a_clock_set_back_an_hour_stops_no_tick(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    periodic = pytest.importorskip("procrastinate.periodic")
    from bot.jobs import queue

    url = postgres_server.migrated()
    tables.install(url)
    ticks: list[float] = []

    async def tick() -> None:
        ticks.append(time.monotonic())

    async def send(_load: Load) -> None:
        return

    monkeypatch.setattr(queue, "LATE", 3.0)
    working = asyncio.ensure_future(queue.Queue(url, tick, send).run())
    try:
        assert await until(lambda: len(ticks) >= 2, 20)
        monkeypatch.setattr(periodic, "time", SimpleNamespace(time=lambda: time.time() - 3600))
        before = len(ticks)
        assert await until(lambda: len(ticks) >= before + 4, 20)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
