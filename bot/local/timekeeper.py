"""The time of the local chat: it runs by itself, ticks every second, and can be moved on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.local.board import Board, ClockMoved
from bot.local.clock import MovableClock
from storage import learners, local
from storage.store import Store, Tx

log = structlog.get_logger()

SECONDS = 1.0
_OFFSET = "clock_offset"


NextDue = Callable[[Tx], datetime | None]


def offset_kept(tx: Tx) -> timedelta:
    """How far ahead of the real time the clock stood when the last process ended."""
    return timedelta(seconds=float(local.value(tx, _OFFSET) or 0))


class Ticks(Protocol):
    """The jobs of the clock, as `bot.jobs.tick.Ticker` does them."""

    async def tick(self, now: datetime) -> None:
        """Do whatever is due."""
        ...

    async def resume(self, now: datetime, *, starting: bool = False) -> None:
        """Show what was left unshown."""
        ...


class Timekeeper:
    """Ticks, and jumps that stop at every due instant on the way; one of them at a time."""

    def __init__(
        self, store: Store, ticker: Ticks, clock: MovableClock, board: Board, next_due: NextDue = learners.next_due
    ) -> None:
        self._store = store
        self._ticker = ticker
        self._clock = clock
        self._board = board
        self._next_due = next_due
        self._busy = asyncio.Lock()

    async def begin(self) -> None:
        """Show what a former process left unshown, and what fell due since."""
        async with self._busy:
            await self._ticker.resume(self._clock(), starting=True)
            await self._tick()

    async def run(self) -> None:
        """Tick every second until cancelled."""
        while True:
            await asyncio.sleep(SECONDS)
            async with self._busy:
                await self._tick()

    async def jump(self, by: timedelta) -> None:
        """Move on by that much, through every instant at which something is due."""
        async with self._busy:
            target = self._clock() + by
            stopped_at = None
            try:
                while (due := await self._store.run(self._next_due)) and due <= target and due != stopped_at:
                    await self._move_to(due)
                    stopped_at = due
                await self._move_to(target)
            finally:
                self._board.publish(ClockMoved(self._clock(), moving=False))

    async def _move_to(self, instant: datetime) -> None:
        self._clock.move_to(instant)
        offset = str(self._clock.offset.total_seconds())
        await self._store.run(lambda tx: local.keep(tx, _OFFSET, offset))
        self._board.publish(ClockMoved(self._clock(), moving=True))
        await self._tick()

    async def _tick(self) -> None:
        try:
            await self._ticker.tick(self._clock())
        except Exception as error:  # one bad tick must not end the clock
            log.error("tick failed", error=type(error).__name__)
