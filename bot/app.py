"""The composition root: the one place where store, bank, lessons, conversation, faces and jobs meet."""

from __future__ import annotations

import asyncio
import gc
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial

import structlog
from sqlalchemy import text
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.chat.flood import Flood
from bot.chat.posting import Poster
from bot.clock import Clock, utc_now
from bot.config import Config
from bot.house import CannotStart, House, open_house
from bot.jobs.clockwork import Clockwork
from bot.jobs.fitter import Fitter
from bot.jobs.schedule import Metronome, quiet_tick
from bot.jobs.sends import Sends
from bot.jobs.tick import Ticker
from bot.tg.app import AnyApplication, build, pacing, present
from bot.tg.door import Door
from bot.tg.face import NAME, TelegramFace
from bot.tg.handlers import Handlers
from bot.tg.intake import Intake
from bot.tg.pacing import Pacing
from bot.tg.polling import Polling, SecondPoller
from bot.tg.study_groups import StudyGroups
from bot.tg.watched import Watched
from bot.watch import meters, trace
from bot.watch.pulse import Pulse
from bot.watch.server import CannotListen, Watch, serving

log = structlog.get_logger()

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 5.0
GROUP_SECONDS = 1.5
FAREWELL_SECONDS = 2.0
"""A clean stop takes less than ten seconds in all, whatever Telegram does meanwhile."""
HOLD_SECONDS = 10
PRESENT_SECONDS = 2.0
"""So long does a start wait for Telegram to take the lists of commands."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


async def run_polling(config: Config, clock: Clock = utc_now) -> None:
    """Telegram by long polling, until a signal says stop."""
    assert config.token is not None
    house = open_house(config, "assertiva.sqlite3")
    pulse = Pulse(ticking=True)
    application = build(config.token, config.bot_api_url, pacing(paid=config.paid_broadcast), pulse)
    desk = TelegramDesk(house, application, clock, pulse, fits=config.fitting)
    try:
        async with watched(config, house, application, pulse):
            await open_application(application)
            await reached(application.bot.delete_webhook)
            await desk.begin()
            polling = Polling(application.bot, desk.intake, desk.handlers.apologise)
            try:
                await until_signal(polling.run)
            finally:
                await desk.end()
                await _within(FAREWELL_SECONDS, polling.stop())
    except SecondPoller:
        raise CannotStart("another process polls with this BOT_TOKEN; only one may run") from None
    finally:
        await _close(application, house)


async def run_webhook(
    config: Config, clock: Clock = utc_now, *, alone: bool = True, outbox: Pacing | None = None
) -> None:
    """Telegram by webhook, until a signal says stop. Not alone: workers keep the clock, others answer too."""
    from aiohttp import web

    from bot.tg.webhook import Webhook

    assert config.token is not None
    if config.webhook_url is None:
        raise CannotStart("WEBHOOK_URL is not set: the public https address that Telegram is to call")
    house = open_house(config, "assertiva.sqlite3")
    if not alone and house.store.engine.dialect.name != "postgresql":
        house.store.close()
        raise CannotStart("a webhook without a tick needs DATABASE_URL=postgresql://… and an `assertiva worker`")
    pulse = Pulse(ticking=alone)
    application = build(config.token, config.bot_api_url, outbox or pacing(paid=config.paid_broadcast), pulse)
    desk = TelegramDesk(house, application, clock, pulse, alone=alone, fits=config.fitting)
    webhook = Webhook(application.bot, desk.intake, config.key().hex())
    runner = web.AppRunner(webhook.app(), access_log=None, shutdown_timeout=FAREWELL_SECONDS)
    try:
        async with watched(config, house, application, pulse):
            await open_application(application)
            await runner.setup()
            await _listen(web.TCPSite(runner, config.webhook_host, config.webhook_port), config.webhook_port)
            await desk.begin()
            await reached(partial(webhook.announce, config.webhook_url))
            try:
                await until_signal(None)
            finally:
                webhook.close()
                await desk.end()
    finally:
        await runner.cleanup()
        await _close(application, house)


class TelegramDesk:
    """The conversation on Telegram with its clock."""

    def __init__(
        self, house: House, application: AnyApplication, clock: Clock, pulse: Pulse | None = None,
        flood: Flood | None = None, *, alone: bool = True, fits: bool = False,
    ) -> None:  # fmt: skip
        self._alone = alone
        self._clock = clock
        self._pulse = pulse or Pulse()
        self._bot = application.bot
        face = TelegramFace(application.bot)
        self._poster = poster = Poster(house.school, face)
        self.groups = StudyGroups(application, face, house.school, clock, house.desk.links)
        self.handlers = Handlers(house.desk, poster, house.school, clock)
        self.handlers.register(application)
        self.intake = Intake(application, house.school, clock, Door(application.bot, flood), shared=not alone)
        house.desk.duels.address = lambda payload: f"https://t.me/{application.bot.username}?start={payload}"
        self._clockwork = Clockwork(Ticker(house.school, {NAME: poster}))
        self._fitter = Fitter(house.school) if fits else None
        self._schedule = Metronome(self.tick)
        self._presenting = Sends()

    async def begin(self, *, ticking: bool = True) -> None:
        """Show what a former process left unshown, tell the commands, start the clock.

        Where other processes share the database, what looks left may be under way in one of them: workers look
        after it in time, and this one tells them what it is still sending.
        """
        if self._alone:
            await self._clockwork.ticker.resume(self._clock(), starting=True)
            await self.groups.start(self._clock())
        else:
            self._schedule = Metronome(self.hold, HOLD_SECONDS)
            self._schedule.start()
        self._presenting.begin(self._present())
        await self._presenting.given(PRESENT_SECONDS)
        if ticking and self._alone:
            self._schedule.start()

    async def end(self) -> None:
        """Stop the clock, let what is under way finish."""
        self._schedule.stop()
        await self._presenting.abandon()
        if self._fitter is not None:
            await self._fitter.stop()
        await self._clockwork.stop()
        await self.intake.finish(STOP_SECONDS)
        await self.groups.finish(GROUP_SECONDS)

    async def _present(self) -> None:
        try:
            await present(self._bot)
        except TelegramError as trouble:
            log.warning("the commands were not set", why=type(trouble).__name__)

    async def hold(self) -> None:
        """Keep other processes off what this one is sending."""
        await self._poster.hold(self._clock())
        await self.groups.hold(self._clock())

    async def tick(self) -> None:
        """Do what is due now."""
        now = self._clock()
        with ticking(self._pulse):
            each = [part for part in (self._clockwork, self.groups, self._fitter) if part is not None]
            await asyncio.gather(*(quiet_tick(part, now) for part in each))

    async def quiet(self) -> None:
        """Wait until nothing that a tick began is under way."""
        await self._clockwork.quiet()
        await self.groups.driver.quiet()


async def open_application(application: AnyApplication) -> None:
    """Let it come to know Telegram. Raises CannotStart."""
    await reached(application.initialize)


async def reached(call: Callable[[], Awaitable[object]]) -> None:
    """Make a call without which there is no start, however long Telegram takes to be reached. Raises CannotStart."""
    pause = FIRST_PAUSE
    while True:
        try:
            await call()
            return
        except InvalidToken:
            raise CannotStart("Telegram does not know this BOT_TOKEN; @BotFather shows the right one") from None
        except BadRequest as refusal:
            raise CannotStart(f"Telegram refuses: {refusal.message}") from None
        except TelegramError as trouble:
            log.warning("Telegram cannot be reached", why=type(trouble).__name__, again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _listen(site: object, port: int) -> None:
    from aiohttp import web

    assert isinstance(site, web.TCPSite)
    try:
        await site.start()
    except OSError as error:
        raise CannotStart(f"port {port} cannot be listened on: {error.strerror or error}") from error


async def until_signal(work: Callable[[], Awaitable[None]] | None) -> None:
    """The start is over: do the work until SIGINT or SIGTERM; what the work raises is raised."""
    _keep_what_was_loaded()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    waiting = asyncio.ensure_future(stop.wait())
    working = asyncio.ensure_future(work()) if work else None
    both = [future for future in (waiting, working) if future is not None]
    done, pending = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    for future in pending:
        future.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for future in done:
        future.result()


@contextmanager
def ticking(pulse: Pulse) -> Iterator[None]:
    """A tick, timed and with an id for what it causes."""
    began = time.monotonic()
    meters.tick_late.set(pulse.ticked(began))
    with trace.following("tick"), meters.ticks.time():
        yield


@asynccontextmanager
async def watched(config: Config, house: House, application: AnyApplication, pulse: Pulse) -> AsyncIterator[None]:
    """/healthz, /readyz and /metrics while inside. Raises CannotStart."""

    async def database() -> None:
        await house.store.run(lambda tx: tx.execute(text("SELECT 1")))

    limiter = application.bot.rate_limiter
    refresh = limiter.refresh if isinstance(limiter, Watched) else lambda: None
    watch = Watch(pulse, database, application.bot.get_me, refresh)
    try:
        async with serving(watch, config.health_host, config.health_port):
            yield
    except CannotListen as error:
        raise CannotStart(str(error)) from error


def _keep_what_was_loaded() -> None:
    """The bank and the modules stay for good: a collector that walks through them halts everybody for 0.1 s."""
    gc.collect()
    gc.freeze()


async def _within(seconds: float, work: Awaitable[None]) -> None:
    try:
        await asyncio.wait_for(work, seconds)
    except TimeoutError:
        log.info("stopped without a farewell to Telegram")


async def _close(application: AnyApplication, house: House) -> None:
    await _within(FAREWELL_SECONDS, application.shutdown())
    house.store.close()


async def run_local(config: Config, *, terminal: bool, port: int | None, browser: bool, clock: Clock = utc_now) -> None:
    """The local chat, on a page of this machine or in this terminal, until it is left."""
    from bot.local.browser import PortInUse, serve_browser
    from bot.local.parts import LocalParts
    from bot.local.terminal import run_terminal

    house = open_house(config.model_copy(update={"database_url": None}), "local.sqlite3")
    parts = LocalParts(house.school, house.desk, lambda posters: Ticker(house.school, posters), clock)
    try:
        if terminal:
            await until_signal(lambda: run_terminal(parts))
        else:
            address = config.local_port if port is None else port
            await until_signal(lambda: serve_browser(parts, LOOPBACK, address, browser))
    except PortInUse as error:
        raise CannotStart(str(error)) from error
    finally:
        house.store.close()
