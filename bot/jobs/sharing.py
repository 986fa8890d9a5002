"""The tick and the sends of several workers: one claims, any sends, all within one budget."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog

from bot.chat.posting import Poster
from bot.clock import Clock
from bot.jobs.sends import Sends
from bot.jobs.tick import Ticker, post_of
from bot.lessons import handing_over
from bot.lessons.delivering import Due
from bot.lessons.handing_over import Defer, Load
from bot.lessons.school import School

log = structlog.get_logger()

BATCH = 50
MOST_BATCHES = 20
"""One tick claims no more than this; the next one, a second later and maybe elsewhere, goes on."""

SLOT = 25
"""So many sends are reserved at once; who dies leaves as many to a resumer, and a gap in the budget."""

AHEAD = 0.5
"""Seconds before its slot at which a portion is taken: sends begin on time however long the database takes."""

LINGER = 5.0
"""Seconds a job waits for a portion; a send that Telegram halts goes on beside the next ones."""

MOST_WAITING = 300
"""So many of those wait at most, then no job goes on."""

LATE = 0.03
"""Seconds after which a slot has passed: what would be sent then would meet what others send, so it gets another."""

Sleep = Callable[[float], Awaitable[None]]


class SharedTicker(Ticker):
    """A tick that hands what is to be sent to the queue instead of sending it."""

    def __init__(self, school: School, posters: Mapping[str, Poster], defer: Defer) -> None:
        super().__init__(school, posters)
        self._defer = defer

    async def deliver(self, now: datetime) -> None:
        """Claim what is due, with the jobs that are to send it."""
        for _ in range(MOST_BATCHES):
            claimed = await self._school.run(handing_over.claim, now, BATCH, self._defer)
            for learner_id, error in claimed.failed:
                log.error("serving failed", learner=learner_id, error=error)
            if claimed.learners == 0:
                return


class Sender:
    """Sends loads within the budget that all workers share, `rate` a second."""

    def __init__(
        self, school: School, posters: Mapping[str, Poster], clock: Clock, rate: int, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._school = school
        self._posters = posters
        self._clock = clock
        self._rate = rate
        self._sleep = sleep
        self._halted = Sends()

    async def send(self, load: Load) -> None:
        """Send what of it nobody has sent yet; a chat that must wait is not waited for."""
        now = asyncio.get_running_loop().time
        for part in handing_over.parts(load, SLOT):
            await self._halted.fewer_than(MOST_WAITING)
            begin = await self._reserved(len(part.asked) + len(part.errands))
            await self._sleep(max(0.0, begin - now() - AHEAD))
            due = await self._school.run(handing_over.take, part, self._clock())
            if now() > begin + LATE:
                begin = await self._reserved(len(due))
            sends = Sends()
            try:
                for number, one in enumerate(due):
                    sends.begin(self._post(one, begin + number / self._rate))
                await sends.given(begin - now() + SLOT / self._rate + LINGER)
            except asyncio.CancelledError:
                await sends.abandon()
                raise
            self._halted.take_over(sends)

    async def quiet(self) -> None:
        """Wait until nothing is being sent that a job did not wait for."""
        await self._halted.finish()

    async def stop(self) -> None:
        """Leave off; a set that nobody has seen is a resumer's."""
        await self._halted.abandon()

    async def _reserved(self, count: int) -> float:
        """The instant of the loop's clock from which so many may be sent, `rate` a second."""
        wait = await self._school.run(handing_over.slot, count, self._rate)
        return asyncio.get_running_loop().time() + wait

    async def _post(self, due: Due, at: float) -> None:
        poster = self._posters.get(due.face)
        if poster is None:
            return
        await self._sleep(max(0.0, at - asyncio.get_running_loop().time()))
        try:
            await poster.post(due.learner.id, due.chat_id, post_of(due), self._clock())
        except Exception as error:  # the others go on; a set that nobody has seen is a resumer's
            log.error("send failed", learner=due.learner.id, error=type(error).__name__)
