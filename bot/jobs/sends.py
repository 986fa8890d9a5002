"""Sends under way, each in a task of its own, and no more of them at once than whoever begins them allows."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Sends:
    """What one raises is raised by the next wait."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, send: Coroutine[Any, Any, None]) -> None:
        """Start one."""
        self._tasks.add(asyncio.get_running_loop().create_task(send))

    async def fewer_than(self, count: int) -> None:
        """Wait until that few are under way."""
        while len(self._tasks) >= count:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            self._ended(done)

    async def given(self, seconds: float) -> None:
        """Wait for all, at most that long; what takes longer goes on."""
        if self._tasks:
            done, _ = await asyncio.wait(self._tasks, timeout=seconds)
            self._ended(done)

    def take_over(self, others: Sends) -> None:
        """What is still under way there is waited for here."""
        self._tasks |= others._tasks
        others._tasks = set()

    async def finish(self) -> None:
        """Wait for all."""
        await self.fewer_than(1)

    async def abandon(self) -> None:
        """Cancel all, and wait for their ends."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, done: set[asyncio.Task[None]]) -> None:
        self._tasks -= done
        for task in done:
            task.result()
