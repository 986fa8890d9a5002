"""Paying what is owed besides what falls due: assertions left unshown, overdue minutes, messages told once."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.chat import replies
from bot.chat.posting import Poster
from bot.chat.reply import Post, Reply
from bot.chat.screens import duels, feedback, mistakes, summary
from bot.jobs.sends import Sends
from bot.lessons import debts, noticing, showing
from bot.lessons.drills import CorrectionTold
from bot.lessons.noticing import Told
from bot.lessons.school import School
from bot.lessons.showing import Owed
from bot.lessons.timekeeping import MinuteOwed
from bot.watch import trace

log = structlog.get_logger()

BATCH = 100
LINGER, LINGER_AT_START = 1.0, 5.0
"""Seconds a tick waits for what it began to pay, and a start, which takes updates only then; a chat that Telegram
halts is not waited for."""


class Owing:
    """A part of the tick; each face pays its own, and one failure holds up no other."""

    def __init__(self, school: School, posters: Mapping[str, Poster]) -> None:
        self._school = school
        self._posters = posters
        self._sends = Sends()

    async def pay(self, now: datetime, *, starting: bool = False) -> None:
        """Begin to pay whatever is owed and not being paid; `starting`: what a former process left is owed."""
        ours = frozenset[int]().union(*(poster.under_way for poster in self._posters.values()))
        found = await self._school.run(debts.claim, now, BATCH, ours, starting=starting)
        for debt in found.unshown:
            self._begin(debt.learner.id, self._show(debt, now))
        for overdue in found.minutes:
            self._begin(overdue.learner_id, self._minute(overdue, now))
        for told in found.notices:
            self._begin(told.learner.id, self._notice(told, now))
        await self._sends.given(LINGER_AT_START if starting else LINGER)

    async def quiet(self) -> None:
        """Wait until nothing is being paid."""
        await self._sends.finish()

    async def stop(self) -> None:
        """Leave off; what was not paid is owed again after the next start."""
        await self._sends.abandon()

    def _begin(self, learner_id: int, payment: Coroutine[Any, Any, None]) -> None:
        self._sends.begin(_safely(learner_id, payment))

    async def _show(self, debt: Owed, now: datetime) -> None:
        trace.follow(f"owed-{debt.shown.asked_id}")  # a task, and so a context, of its own
        poster = self._posters.get(debt.face)
        if poster is None:
            return
        if debt.verdict is None:
            post = replies.put(debt.shown, debt.learner)
            await poster.post(debt.learner.id, debt.chat_id, post, now, lambda: self._waits(debt))
            return
        closing = (Post(summary.summary(debt.summary, debt.learner)),) if debt.summary else ()
        reply = Reply(
            rewrite=feedback.feedback(debt.verdict, debt.learner.language),
            closes=debt.shown.asked_id,
            posts=closing,
        )
        await poster.settle(debt.learner.id, debt.chat_id, reply, now, ref=debt.shown.shown_ref)

    async def _waits(self, debt: Owed) -> bool:
        """An earlier copy, whose outcome was unknown, may have been answered meanwhile."""
        return await self._school.run(showing.waits, debt.shown.asked_id)

    async def _minute(self, debt: MinuteOwed, now: datetime) -> None:
        if poster := self._posters.get(debt.face):
            reply = replies.minute_owed(debt.state)
            await poster.settle(debt.learner_id, debt.chat_id, reply, now, ref=debt.state.ref)

    async def _notice(self, told: Told, now: datetime) -> None:
        poster = self._posters.get(told.face)
        screen = mistakes.corrected(told) if isinstance(told, CorrectionTold) else duels.result(told)
        post = Post(screen, silent=told.silent)
        if poster is None or not await poster.post(told.learner.id, told.chat_id, post, now):
            await self._school.run(noticing.later, told.notice_id, now)


async def _safely(learner_id: int, payment: Coroutine[Any, Any, None]) -> None:
    try:
        await payment
    except Exception as error:
        log.error("resuming failed", learner=learner_id, error=type(error).__name__)
