"""Ticks that do not wait for what they send: a broadcast goes on while the clock keeps everything else."""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog

from bot.jobs.tick import Ticker
from storage.store import reason

log = structlog.get_logger()


class Clockwork:
    """One delivering at a time, in a task of its own; whoever falls due while it lasts is served by it."""

    def __init__(self, ticker: Ticker) -> None:
        self.ticker = ticker
        self._delivering: asyncio.Task[None] | None = None

    async def tick(self, now: datetime) -> None:
        """Begin to deliver unless that is under way; do the rest of what is due."""
        if self._delivering is None or self._delivering.done():
            self._delivering = asyncio.get_running_loop().create_task(self._deliver(now))
        await self.ticker.keep(now)

    async def quiet(self) -> None:
        """Wait until nothing is being delivered or shown."""
        if self._delivering is not None:
            await asyncio.wait([self._delivering])
        await self.ticker.quiet()

    async def stop(self) -> None:
        """Leave off; what was decided and not sent is taken up after the next start."""
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.wait([self._delivering])
        await self.ticker.stop()

    async def _deliver(self, now: datetime) -> None:
        try:
            await self.ticker.deliver(now)
        except Exception as error:
            log.error("delivering failed", error=type(error).__name__, why=reason(error))
