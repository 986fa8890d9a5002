"""The usual way: one APScheduler job a chat, all of them due at eight o'clock."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import utc_now
from storage.store import open_engine, sqlite_url

Progress = Callable[[str, int, int], None]
ZONE = ZoneInfo("America/Sao_Paulo")


@dataclass(frozen=True, slots=True)
class Peer:
    """Microseconds to add a job and to fire one."""

    chats: int
    add_us: float
    fire_us: float


def in_memory(chats: int, progress: Progress) -> Peer:
    """The jobs in memory: the cheapest store there is, and one that forgets all at every start. Each does nothing."""
    return asyncio.run(_measure(MemoryJobStore(), chats, progress))


def in_database(chats: int, progress: Progress) -> Peer:
    """The jobs in a SQLite file set up as ours is, so that they outlive the process as ours do."""
    with tempfile.TemporaryDirectory(prefix="assertiva-bench-") as folder:
        engine = open_engine(sqlite_url(Path(folder) / "jobs.sqlite3"))
        try:
            return asyncio.run(_measure(SQLAlchemyJobStore(engine=engine), chats, progress))
        finally:
            engine.dispose()


async def _measure(store: Any, chats: int, progress: Progress) -> Peer:
    scheduler = AsyncIOScheduler(jobstores={"default": store}, timezone=ZONE)
    scheduler.start(paused=True)
    trigger, first = CronTrigger(hour=8, timezone=ZONE), utc_now()
    added = _seconds(lambda: _add(scheduler, trigger, first, chats, progress))
    ran, everything = 0, asyncio.Event()

    def count(_event: Any) -> None:
        nonlocal ran
        ran += 1
        if ran == chats:
            everything.set()

    scheduler.add_listener(count, 4096)  # EVENT_JOB_EXECUTED
    started = perf_counter()
    scheduler.resume()
    await everything.wait()
    fired = perf_counter() - started
    scheduler.shutdown(wait=False)
    return Peer(chats, 1e6 * added / chats, 1e6 * fired / chats)


def _add(scheduler: Any, trigger: CronTrigger, first: datetime, chats: int, progress: Progress) -> None:
    for number in range(1, chats + 1):
        scheduler.add_job(
            _nothing, trigger, id=str(number), next_run_time=first, misfire_grace_time=None, coalesce=True
        )
        if number % 100 == 0:
            progress("jobs added", number, chats)


async def _nothing() -> None:
    return None


def _seconds(work: Callable[[], None]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
