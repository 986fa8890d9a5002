"""The one APScheduler job: a tick a second, never two at once, never one lost to a late start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

SECONDS = 1


def every_second(tick: Callable[[], Awaitable[None]], seconds: int = SECONDS) -> AsyncIOScheduler:
    """A scheduler, not yet started, that awaits `tick` so often; what was missed runs once."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        tick, "interval", seconds=seconds, id="tick", misfire_grace_time=None, coalesce=True, max_instances=1
    )
    return scheduler
