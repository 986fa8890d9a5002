"""What is owed besides sets: minutes whose time is over, and messages told once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.chat import replies
from bot.chat.posting import Poster
from bot.chat.reply import Post
from bot.chat.screens import duels, mistakes
from bot.jobs.sends import Sends
from bot.lessons import noticing, timekeeping
from bot.lessons.drills import CorrectionTold
from bot.lessons.noticing import Told
from bot.lessons.school import School
from bot.lessons.timekeeping import MinuteOwed

log = structlog.get_logger()

BATCH = 100


class Owing:
    """A part of the tick; each face brings its own, and one failure holds up no other."""

    def __init__(self, school: School, posters: Mapping[str, Poster], sends: Sends) -> None:
        self._school = school
        self._posters = posters
        self._sends = sends

    async def minutes(self, now: datetime, *, starting: bool = False) -> None:
        """Close minutes that were left alone, and begin to bring messages up to date that nobody has."""
        for debt in await self._school.run(timekeeping.owed, now, BATCH, starting=starting):
            self._sends.begin(self._minute(debt, now))

    async def notices(self, now: datetime) -> None:
        """Begin to tell what is to be told."""
        for told in await self._school.run(noticing.owed, now, BATCH):
            self._sends.begin(self._notice(told, now))

    async def _minute(self, debt: MinuteOwed, now: datetime) -> None:
        poster = self._posters.get(debt.face)
        if poster is None:
            return
        try:
            reply = replies.minute_owed(debt.state)
            await poster.settle(debt.learner_id, debt.chat_id, reply, now, ref=debt.state.ref)
        except Exception as error:
            log.error("minute not brought up to date", learner=debt.learner_id, error=type(error).__name__)

    async def _notice(self, told: Told, now: datetime) -> None:
        poster = self._posters.get(told.face)
        screen = mistakes.corrected(told) if isinstance(told, CorrectionTold) else duels.result(told)
        post = Post(screen, silent=told.silent)
        try:
            if poster is None or not await poster.post(told.learner.id, told.chat_id, post, now):
                await self._school.run(noticing.later, told.notice_id, now)
        except Exception as error:
            log.error("notice not told", learner=told.learner.id, error=type(error).__name__)
