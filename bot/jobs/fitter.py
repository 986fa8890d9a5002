"""Fits the memory to learners one after the other, in a process of its own: nobody's reply waits for it."""

from __future__ import annotations

import asyncio
import signal
from concurrent.futures import Future
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.pool import Pool

import structlog

from bot.lessons import fitting
from bot.lessons.fitting import Log
from bot.lessons.school import School
from bot.tutor.fitting import fit
from bot.tutor.traits import Traits
from storage.store import reason

log = structlog.get_logger()

EVERY = timedelta(hours=1)
MOST = 50
"""Learners a round; the others are fitted an hour later."""

LONGEST_SECONDS = 600.0


class Fitter:
    """A round an hour, in a task that no tick waits for."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._began_at: datetime | None = None
        self._round: asyncio.Task[None] | None = None

    async def tick(self, now: datetime) -> None:
        """Begin a round, unless one is under way or the last one was less than an hour ago."""
        if self._began_at is not None and abs(now - self._began_at) < EVERY:
            return
        if self._round is None or self._round.done():
            self._began_at = now
            self._round = asyncio.get_running_loop().create_task(self._safely(now))

    async def quiet(self) -> None:
        """Wait until no round is under way."""
        if self._round is not None:
            await asyncio.wait([self._round])

    async def stop(self) -> None:
        """Leave off; whoever was not fitted yet is so after the next start."""
        if self._round is not None:
            self._round.cancel()
            await asyncio.wait([self._round])

    async def _safely(self, now: datetime) -> None:
        try:
            await self.fit_all(now)
        except Exception as error:
            log.error("fitting failed", error=type(error).__name__, why=reason(error))

    async def fit_all(self, now: datetime) -> None:
        """Fit whoever is due."""
        found = await self._school.run(fitting.due, now, MOST)
        if not found:
            return
        with get_context("spawn").Pool(1, _leave_signals_to_the_parent) as pool:
            for learner_id in found:
                past = await self._school.run(fitting.log_of, learner_id)
                if past is None:
                    continue
                traits = await _fitted(pool, past)
                if await self._school.run(fitting.adopt, past, traits, now) and traits != past.traits:
                    log.info("memory fitted", learner=learner_id)


async def _fitted(pool: Pool, past: Log) -> Traits:
    traits: Future[Traits] = Future()
    pool.apply_async(fit, (past.events, past.traits), callback=traits.set_result, error_callback=traits.set_exception)
    async with asyncio.timeout(LONGEST_SECONDS):
        return await asyncio.wrap_future(traits)


def _leave_signals_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
