"""The one APScheduler job: a tick a second, never two at once, never one lost to a late start or a clock set back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, utc_now
from storage.store import reason

log = structlog.get_logger()

SECONDS = 1
LOOK_EVERY = 5.0
_ID = "tick"


class Metronome:
    """Awaits `tick` every so many seconds once started; what was missed runs once.

    APScheduler reckons by the wall clock: set back by an hour, it would leave the next tick where it was. So now and
    then, by a clock that nobody sets, the job is looked at.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: int = SECONDS, clock: Clock = utc_now) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.scheduler.add_job(
            self._beat, "interval", seconds=seconds, id=_ID, misfire_grace_time=None, coalesce=True, max_instances=1
        )
        self._tick, self._stopped = tick, False
        self._most_ahead = timedelta(seconds=2 * seconds)
        self._clock = clock
        self._look_again: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to tick."""
        self._stopped = False
        self.scheduler.start()
        self._look()

    def stop(self) -> None:
        """Begin no tick any more; one under way is not waited for."""
        self._stopped = True
        if self._look_again is not None:
            self._look_again.cancel()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        try:
            await self._tick()
        except asyncio.CancelledError:
            if not self._stopped:  # else APScheduler would call a clean stop an error
                raise

    def _look(self) -> None:
        now, job = self._clock(), self.scheduler.get_job(_ID)
        if job is not None and job.next_run_time is not None and job.next_run_time - now > self._most_ahead:
            log.warning("the clock was set back", by=str(job.next_run_time - now).partition(".")[0])
            job.modify(next_run_time=now)
        self._look_again = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)


class Ticking(Protocol):
    """What does its work at every tick."""

    async def tick(self, now: datetime) -> None:
        """Do whatever is due at `now`."""
        ...


async def quiet_tick(ticker: Ticking, now: datetime) -> None:
    """A tick whose failure is a line in the log: the next one begins from the database again."""
    try:
        await ticker.tick(now)
    except Exception as error:
        log.error("tick failed", error=type(error).__name__, why=reason(error))
