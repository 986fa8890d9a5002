"""One tick: everything the clock owes at one instant, in order. All state is re-derived from the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from bot.chat import replies
from bot.chat.posting import Poster
from bot.chat.reply import Post, Reply
from bot.chat.screens import feedback, summary
from bot.jobs.owing import Owing
from bot.lessons import delivering, showing
from bot.lessons.delivering import Due
from bot.lessons.outcomes import AutoPaused, Delivered, ExamAsked, Nudged
from bot.lessons.school import School
from bot.lessons.showing import Owed
from bot.watch import trace

log = structlog.get_logger()

BATCH = 100
PRUNE_EVERY = timedelta(hours=1)


class Ticker:
    """The jobs of the clock: deliver sets and nudges that are due, resume what was left unshown."""

    def __init__(self, school: School, posters: Mapping[str, Poster]) -> None:
        self._school = school
        self._posters = posters
        self._owing = Owing(school, posters)
        self._pruned_at: datetime | None = None

    async def tick(self, now: datetime) -> None:
        """Do whatever is due at `now`."""
        await self.deliver(now)
        await self.resume(now)
        await self._owing.notices(now)
        if self._pruned_at is None or abs(now - self._pruned_at) >= PRUNE_EVERY:
            self._pruned_at = now
            await self._school.run(showing.prune, now)

    async def deliver(self, now: datetime) -> None:
        """Sets and nudges that are due, in batches until none is left."""
        while learner_ids := await self._school.run(delivering.due, now, BATCH):
            await asyncio.gather(*(self._serve_safely(learner_id, now) for learner_id in learner_ids))

    async def resume(self, now: datetime, *, starting: bool = False) -> None:
        """Show what was handed out or answered and never shown; each face its own."""
        owed = await self._school.run(showing.owed, now, BATCH, starting=starting)
        await asyncio.gather(*(self._settle_safely(debt, now) for debt in owed))
        await self._owing.minutes(now, starting=starting)

    async def _serve_safely(self, learner_id: int, now: datetime) -> None:
        try:
            await self._serve(learner_id, now)
        except Exception as error:
            log.error("serving failed", learner=learner_id, error=type(error).__name__)
            await self._school.run(delivering.put_off, learner_id, now)

    async def _serve(self, learner_id: int, now: datetime) -> None:
        trace.follow(f"due-{learner_id}-{now:%Y%m%dT%H%M%S}")  # gather gave this a task, and so a context, of its own
        outcome = await self._school.run(delivering.serve, learner_id, now)
        poster = self._posters.get(outcome.face) if outcome else None
        if outcome is None or poster is None:
            return
        await poster.post(learner_id, outcome.chat_id, post_of(outcome), now)

    async def _settle_safely(self, debt: Owed, now: datetime) -> None:
        try:
            await self._settle(debt, now)
        except Exception as error:
            log.error("resuming failed", learner=debt.learner.id, error=type(error).__name__)

    async def _settle(self, debt: Owed, now: datetime) -> None:
        trace.follow(f"owed-{debt.shown.asked_id}")
        poster = self._posters.get(debt.face)
        if poster is None:
            return
        if debt.verdict is None:
            await poster.post(debt.learner.id, debt.chat_id, replies.put(debt.shown, debt.learner), now)
            return
        closing = (Post(summary.summary(debt.summary, debt.learner)),) if debt.summary else ()
        reply = Reply(
            rewrite=feedback.feedback(debt.verdict, debt.learner.language),
            closes=debt.shown.asked_id,
            posts=closing,
        )
        await poster.settle(debt.learner.id, debt.chat_id, reply, now, ref=debt.shown.shown_ref)


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
