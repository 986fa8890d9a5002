"""One tick of the private chats and of the group."""

from __future__ import annotations

from datetime import datetime

from bot.chat.group_posting import GroupDriver
from bot.local.timekeeper import Ticks
from storage import group_asked, groups, learners, rounds
from storage.store import Tx


class GroupTicks:
    """The jobs of the clock, those of the group after the others; each tick is done with before the next."""

    def __init__(self, ticks: Ticks, driver: GroupDriver) -> None:
        self._ticks = ticks
        self._driver = driver

    async def tick(self, now: datetime) -> None:
        """Do whatever is due."""
        await self._ticks.tick(now)
        await self._driver.tick(now)
        await self._driver.quiet()

    async def resume(self, now: datetime, *, starting: bool = False) -> None:
        """Show what was left unshown."""
        await self._ticks.resume(now, starting=starting)
        if starting:
            await self._driver.start(now)
            await self._driver.quiet()


def next_due(tx: Tx) -> datetime | None:
    """The earliest instant at which anything is due for anyone, in private or in the group."""
    known = (learners.next_due(tx), rounds.next_due(tx), group_asked.next_due(tx), groups.next_due(tx))
    return min((instant for instant in known if instant is not None), default=None)
