"""Everything that groups need on Telegram, put together: handlers, the driver of rounds, the look-ups."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.chat.group_desk import GroupDesk
from bot.chat.group_posting import GroupDriver, GroupPoster
from bot.chat.links import Links, Opens, Target
from bot.clock import Clock
from bot.lessons import grouping
from bot.lessons.school import School
from bot.tg.app import AnyApplication
from bot.tg.face import NAME, TelegramFace
from bot.tg.groups import GroupHandlers
from bot.tg.inline import InlineHandlers

LOOK_UPS = 25
"""Voters looked up a tick."""

SWEEP_EVERY = timedelta(minutes=1)


class StudyGroups:
    """Groups, from the application's updates and the clock's ticks."""

    def __init__(
        self, application: AnyApplication, face: TelegramFace, school: School, clock: Clock, links: Links
    ) -> None:
        self._bot = application.bot
        self._school = school
        self._links = links
        self._swept_at: datetime | None = None
        poster = GroupPoster(
            school, {NAME: face}, clock, lambda round_id: self.link(Target(Opens.ROUND, str(round_id)))
        )
        self.driver = GroupDriver(school, poster)
        self.handlers = GroupHandlers(GroupDesk(school), poster, school, clock, application.bot)
        self.handlers.register(application)
        InlineHandlers(school, self.link).register(application)

    def link(self, target: Target) -> str:
        """The address that opens a target in the private chat."""
        return f"https://t.me/{self._bot.username}?start={self._links.write(target)}"

    async def start(self, now: datetime) -> None:
        """What a former process left under way goes on."""
        await self.driver.start(now)

    async def tick(self, now: datetime) -> None:
        """Whatever is due in any group; voters to look up; what is to be forgotten."""
        await self.driver.tick(now)
        await self.handlers.check_voters(LOOK_UPS)
        if self._swept_at is None or abs(now - self._swept_at) >= SWEEP_EVERY:
            self._swept_at = now
            await self._school.run(grouping.sweep, now)

    async def hold(self, now: datetime) -> None:
        """Keep other processes off what is under way here."""
        await self.driver.hold(now)

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way, at most that long; the rest is done after the next start."""
        try:
            async with asyncio.timeout(seconds):
                await self.driver.quiet()
        except TimeoutError:
            await asyncio.gather(*self.driver.abandon(), return_exceptions=True)
