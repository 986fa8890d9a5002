"""The queue of several workers: Procrastinate on PostgreSQL, in the database that holds the rest.

The periodic tick is deferred once a second whatever the number of workers; a send job is deferred in the transaction
that claims what it sends; the jobs of a worker that has died are given to another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Status

from bot.lessons.handing_over import Load
from storage.store import Tx, read_url

log = structlog.get_logger()

CLOCK, SENDS = "clock", "sends"
HEARTBEAT, SILENT = 3.0, 10.0
"""A worker shows a sign of life every 3 s; after 10 s without one its jobs go to others."""

LATE = 10.0
"""A worker that has not been given a tick for so long, by a clock that nobody sets, ticks by itself."""

STOP_SECONDS = 7.0
KEEP_FAILED_HOURS = 72
SENDERS = 6
AGAIN = 1.0

EVERY_SECOND, EVERY_FIVE_SECONDS, EVERY_HOUR = "* * * * * *", "* * * * * */5", "7 * * * *"


class Handover:
    """Defers send jobs inside a lesson's own transaction: both are committed, or neither."""

    def __init__(self) -> None:
        self._app = App(connector=SyncPsycopgConnector())  # never opened: it writes on the lesson's connection

    def __call__(self, tx: Tx, load: Load) -> None:
        """One job for one load."""
        raw = tx.connection.driver_connection
        job = self._app.configure_task("send", queue=SENDS, connection=raw)
        job.defer(asked=list(load.asked), errands=list(load.errands))


class Queue:
    """A worker's side: runs `tick` when told by the clock of all workers, and `send` for each load.

    Procrastinate reckons by the wall clock: set back by an hour, it would defer no tick until that has come again. One
    tick too many does no harm: whatever is due is claimed by one alone.
    """

    def __init__(self, url: str, tick: Callable[[], Awaitable[None]], send: Callable[[Load], Awaitable[None]]) -> None:
        conninfo = read_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=6))
        self._tick, self._send = tick, send
        self._given_at = monotonic()
        self._register()

    async def run(self) -> None:
        """Work until cancelled; a database that is gone for a while is waited for."""
        while True:
            try:
                async with self._app.open_async(), asyncio.TaskGroup() as group:
                    group.create_task(self._work(CLOCK, 2))
                    group.create_task(self._work(SENDS, SENDERS))
                    group.create_task(self._keep_ticking())
            except* (ProcrastinateException, OSError) as trouble:
                log.error("the queue cannot be reached", why=type(trouble.exceptions[0]).__name__, again_in=AGAIN)
            await asyncio.sleep(AGAIN)

    async def _work(self, queue: str, concurrency: int) -> None:
        await self._app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=concurrency,
            fetch_job_polling_interval=1.0,
            shutdown_graceful_timeout=STOP_SECONDS,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=SILENT,
        )

    async def _keep_ticking(self) -> None:
        while True:
            await asyncio.sleep(AGAIN)
            if monotonic() - self._given_at >= LATE:
                log.warning("no tick was given: ticking alone")
                await self._tick()
                await self._on_sweep(0)

    def _register(self) -> None:
        """Tasks with the names under which jobs stand in the database."""
        app = self._app
        for name, cron, act in (
            ("tick", EVERY_SECOND, self._on_tick),
            ("sweep", EVERY_FIVE_SECONDS, self._on_sweep),
            ("prune", EVERY_HOUR, self._on_prune),
        ):
            app.periodic(cron=cron)(app.task(name=name, queue=CLOCK, queueing_lock=name)(act))
        app.task(name="send", queue=SENDS, retry=RetryStrategy(max_attempts=10, exponential_wait=2))(self._on_send)

    async def _on_tick(self, timestamp: int) -> None:  # noqa: ARG002 - the instant it was meant for; late is now
        self._given_at = monotonic()
        await self._tick()

    async def _on_send(self, asked: list[int], errands: list[int]) -> None:
        await self._send(Load(tuple(asked), tuple(errands)))

    async def _on_sweep(self, timestamp: int) -> None:  # noqa: ARG002
        """Jobs of the dead: a send is given to another worker, a tick is history."""
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
            try:
                if job.queue == SENDS:
                    await self._app.job_manager.retry_job(job)
                    log.warning("taken over", job=job.id)
                elif job.id is not None:
                    await self._app.job_manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=True)
            except ProcrastinateException:
                continue  # another worker swept it first

    async def _on_prune(self, timestamp: int) -> None:  # noqa: ARG002
        await self._app.job_manager.delete_old_jobs(
            KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )
