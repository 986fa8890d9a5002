"""`assertiva worker`: the clock and the sends of an installation that has outgrown one process."""

from __future__ import annotations

import asyncio

from bot.app import GROUP_SECONDS, HOLD_SECONDS, open_application, ticking, until_signal, watched
from bot.chat.posting import Poster
from bot.clock import Clock, utc_now
from bot.config import Config
from bot.house import CannotStart, House, open_house
from bot.jobs.fitter import Fitter
from bot.jobs.schedule import Metronome, quiet_tick
from bot.jobs.sharing import Sender, SharedTicker
from bot.tg.app import AnyApplication, build, pacing
from bot.tg.face import NAME, TelegramFace
from bot.tg.study_groups import StudyGroups
from bot.watch.pulse import Pulse
from storage import queue as queue_tables
from storage.migrate import SchemaError


async def run_worker(config: Config, clock: Clock = utc_now) -> None:
    """Tick and send beside other workers, until a signal says stop. Raises CannotStart."""
    assert config.token is not None
    house = open_house(config, "assertiva.sqlite3")
    try:
        require_queue(config, house)
        pulse = Pulse()  # any worker may tick: that one of them is silent says nothing
        application = build(config.token, config.bot_api_url, pacing(paid=config.paid_broadcast), pulse)
        try:
            async with watched(config, house, application, pulse):
                await open_application(application)
                await until_signal(lambda: _work(config, house, application, clock, pulse))
        finally:
            await application.shutdown()
    finally:
        house.store.close()


def require_queue(config: Config, house: House) -> None:
    """Raise CannotStart unless the database can hold the queue and does."""
    if house.store.engine.dialect.name != "postgresql":
        raise CannotStart("a worker needs DATABASE_URL=postgresql://…; with SQLite `assertiva run` does it all")
    try:
        queue_tables.require(config.database(""))
    except queue_tables.Missing:
        raise CannotStart("a worker needs Procrastinate: pip install 'assertiva[postgres]'") from None
    except SchemaError as error:
        raise CannotStart(str(error)) from error


async def _work(config: Config, house: House, application: AnyApplication, clock: Clock, pulse: Pulse) -> None:
    from bot.jobs.queue import Handover, Queue

    face = TelegramFace(application.bot)
    posters = {NAME: Poster(house.school, face)}
    ticker = SharedTicker(house.school, posters, Handover())
    groups = StudyGroups(application, face, house.school, clock, house.desk.links)
    fitter = Fitter(house.school) if config.fitting else None
    sender = Sender(house.school, posters, clock, config.bulk_rate)

    async def tick() -> None:
        now = clock()
        with ticking(pulse):
            each = [part for part in (ticker, groups, fitter) if part is not None]
            await asyncio.gather(*(quiet_tick(part, now) for part in each))

    async def hold() -> None:
        await posters[NAME].hold(clock())
        await groups.hold(clock())

    holding = Metronome(hold, HOLD_SECONDS)
    holding.start()
    try:
        await Queue(config.database(""), tick, sender.send).run()
    finally:
        holding.stop()
        if fitter is not None:
            await fitter.stop()
        await sender.stop()
        await ticker.stop()
        await groups.finish(GROUP_SECONDS)
