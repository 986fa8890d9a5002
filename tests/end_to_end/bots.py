"""The real bot, put together as in production, against the strict Bot API; it can be killed and started again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from aiohttp import web

from bot.app import TelegramDesk
from bot.chat.desk import Desk
from bot.chat.flood import Allowance, Flood
from bot.chat.links import Links
from bot.house import House
from bot.lessons.school import School
from bot.tg.app import AnyApplication, build
from bot.tg.pacing import Limits, Pacing
from bot.tg.polling import Polling
from bot.tg.webhook import Webhook
from content.bank import Bank
from storage.migrate import upgrade
from storage.store import Store, sqlite_url
from tests.botapi import BotApi

UNHURRIED = Limits(in_all=1_000, burst=1_000, group=1_000)
"""Pacing has tests of its own; here nothing is to wait."""
TIRELESS = Allowance(burst=100_000)
"""Nor is anybody too quick."""


class Hands:
    """A clock that moves when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Move on."""
        self.now += timedelta(**span)

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        """Set to a time in UTC of the month that it shows."""
        self.now = datetime(self.now.year, self.now.month, day, hour, minute, tzinfo=UTC)


class Bot:
    """One installation: a database file that outlives its processes."""

    def __init__(
        self, api: BotApi, folder: Path, bank: Bank, clock: Hands, *, webhook: bool = False, limits: Limits = UNHURRIED,
        allowance: Allowance = TIRELESS,
    ) -> None:  # fmt: skip
        self.api = api
        self.clock = clock
        self.bank = bank
        self._file = folder / "assertiva.sqlite3"
        self._by_webhook = webhook
        self._limits = limits
        self._allowance = allowance
        self._running: _Process | None = None

    @property
    def store(self) -> Store:
        """The database of the running process."""
        return self.process.store

    @property
    def process(self) -> _Process:
        """The running process."""
        assert self._running is not None, "the bot is not running"
        return self._running

    @property
    def is_running(self) -> bool:
        """Whether it was started and neither stopped nor killed since."""
        return self._running is not None

    async def start(self) -> None:
        """A fresh process on the same file."""
        self._running = _Process(self.api, self._file, self.bank, self.clock, self._limits, self._allowance)
        await self._running.start(webhook=self._by_webhook)

    async def stop(self) -> None:
        """A clean stop, as by SIGTERM."""
        process, self._running = self.process, None
        await process.stop()

    async def kill(self) -> None:
        """All memory gone, nothing finished, nothing said to anybody."""
        process, self._running = self.process, None
        await process.kill()

    async def tick(self) -> None:
        """What the scheduler does every second."""
        await self.process.desk.tick()
        await self.process.desk.quiet()

    async def settled(self) -> None:
        """Wait until every update is delivered, acknowledged and answered to the end."""
        await self.api.idle()
        await self.process.desk.intake.quiet()
        await self.api.idle()

    async def close(self) -> None:
        """Stop if running."""
        if self._running is not None:
            await self.stop()


class _Process:
    def __init__(self, api: BotApi, file: Path, bank: Bank, clock: Hands, limits: Limits, allowance: Allowance) -> None:
        self._api = api
        self.store = Store(sqlite_url(file))
        upgrade(self.store.engine)
        self.school = school = School(self.store, bank, Random(11))
        self.application: AnyApplication = build(api.token, api.url, Pacing(limits))
        house = House(self.store, school, Desk(school, Links(b"links")))
        self.desk = TelegramDesk(house, self.application, clock, flood=Flood(allowance))
        self._polling: Polling | None = None
        self._task: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None

    async def start(self, *, webhook: bool) -> None:
        await self.application.initialize()
        if webhook:
            await self._listen()
            await self.desk.begin(ticking=False)
            return
        await self.application.bot.delete_webhook()
        await self.desk.begin(ticking=False)
        self._polling = Polling(self.application.bot, self.desk.intake, self.desk.handlers.apologise, wait_seconds=5)
        self._task = asyncio.get_running_loop().create_task(self._polling.run())

    async def _listen(self) -> None:
        hook = Webhook(self.application.bot, self.desk.intake, "s3cret")
        self._runner = web.AppRunner(hook.app(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        await hook.announce(f"http://127.0.0.1:{port}/telegram")

    async def stop(self) -> None:
        await self._end_polling()
        await self.desk.end()
        if self._polling is not None:
            await self._polling.stop()
        await self._end()

    async def kill(self) -> None:
        await self._end_polling()
        await self.desk._clockwork.stop()
        tasks = [*self.desk.intake.abandon(), *self.desk.groups.driver.abandon()]
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end()

    async def _end_polling(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _end(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        await self.application.shutdown()
        self.store.close()
