"""One tick: everything the clock owes at one instant, in order. All state is re-derived from the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.chat import replies
from bot.chat.posting import Poster
from bot.chat.reply import Post
from bot.jobs.owing import Owing
from bot.jobs.sends import Sends
from bot.lessons import delivering, showing, wanting
from bot.lessons.delivering import Due
from bot.lessons.outcomes import AutoPaused, Delivered, ExamAsked, Nudged
from bot.lessons.school import School
from bot.watch import trace

log = structlog.get_logger()

FOUND, PORTION = 500, 50
"""So many are found due by one statement, and served in portions, the next while the last wait to be sent."""

MOST_WAITING = 300
"""So many sends wait at most: what is decided is sent ten seconds later, unless Telegram halts us."""

HOLD_EVERY = timedelta(seconds=10)
PRUNE_EVERY = timedelta(hours=1)


class Ticker:
    """The jobs of the clock: deliver sets and nudges that are due, resume what was left unshown."""

    def __init__(self, school: School, posters: Mapping[str, Poster]) -> None:
        self._school = school
        self._posters = posters
        self._owing = Owing(school, posters)
        self._pruned_at: datetime | None = None
        self._held_at: datetime | None = None
        self._now: datetime | None = None
        self.portion, self.most_waiting = PORTION, MOST_WAITING

    async def tick(self, now: datetime) -> None:
        """Do whatever is due at `now`, to the end."""
        await self.deliver(now)
        await self.keep(now)

    async def keep(self, now: datetime) -> None:
        """All but the delivering, which may go on meanwhile and takes its time from here."""
        self._now = now
        await self._hold(now)
        await self.resume(now)
        if self._pruned_at is None or abs(now - self._pruned_at) >= PRUNE_EVERY:
            self._pruned_at = now
            await self._school.run(showing.prune, now)

    async def deliver(self, now: datetime) -> None:
        """Sets and nudges that are due, until none is left."""
        self._now, sends = now, Sends()
        try:
            while found := await self._school.run(delivering.due, self._now, FOUND):
                for start in range(0, len(found), self.portion):
                    await sends.fewer_than(self.most_waiting - self.portion + 1)
                    for due in await self._serve(found[start : start + self.portion]):
                        sends.begin(self._post_safely(due))
            await sends.finish()
        finally:
            await sends.abandon()

    async def resume(self, now: datetime, *, starting: bool = False) -> None:
        """Show what was handed out or answered and never shown; a chat that must wait is not waited for."""
        await self._owing.pay(now, starting=starting)

    async def quiet(self) -> None:
        """Wait until nothing that a former process left is being shown."""
        await self._owing.quiet()

    async def stop(self) -> None:
        """Leave off; what was not shown is owed again after the next start."""
        await self._owing.stop()

    async def _hold(self, now: datetime) -> None:
        """What waits here to be sent is not left: no resumer is to take it for that."""
        if self._held_at is None or abs(now - self._held_at) >= HOLD_EVERY:
            self._held_at = now
            for poster in self._posters.values():
                await poster.hold(now)

    async def _serve(self, learner_ids: Sequence[int]) -> list[Due]:
        served = await asyncio.gather(*(self._serve_safely(learner_id) for learner_id in learner_ids))
        return [due for due in served if due is not None]

    async def _serve_safely(self, learner_id: int) -> Due | None:
        assert self._now is not None
        try:
            return await self._school.run(delivering.serve, learner_id, self._now)
        except Exception as error:
            await self._put_off(learner_id, error)
            return None

    async def _post_safely(self, due: Due) -> None:
        trace.follow(f"due-{due.learner.id}-{self._now:%Y%m%dT%H%M%S}")  # a task, and so a context, of its own
        poster = self._posters.get(due.face)
        if poster is None:
            return
        assert self._now is not None
        try:
            await poster.post(due.learner.id, due.chat_id, post_of(due), self._now, lambda: self._is_wanted(due))
        except Exception as error:
            await self._put_off(due.learner.id, error)

    async def _is_wanted(self, due: Due) -> bool:
        assert self._now is not None
        return await self._school.run(wanting.wanted, due, self._now)

    async def _put_off(self, learner_id: int, error: Exception) -> None:
        assert self._now is not None
        log.error("serving failed", learner=learner_id, error=type(error).__name__)
        await self._school.run(delivering.put_off, learner_id, self._now)


def post_of(outcome: Due) -> Post:
    """The message that the clock brings."""
    match outcome:
        case Delivered():
            return replies.delivered(outcome)
        case AutoPaused():
            return replies.autopaused(outcome)
        case Nudged():
            return replies.nudged(outcome)
        case ExamAsked():
            return replies.exam_asked(outcome)
