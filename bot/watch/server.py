"""/healthz, /readyz and /metrics on a port of their own, away from what the world can reach."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.watch.pulse import Pulse

PATIENCE = 3.0
"""Seconds that a check may take."""

Check = Callable[[], Awaitable[object]]
"""Raises where something is wrong."""


class CannotListen(Exception):
    """The port cannot be had; the message is one line for the operator."""


class Watch:
    """What the endpoints answer from. `database` and `telegram` ask them something small."""

    def __init__(self, pulse: Pulse, database: Check, telegram: Check, refresh: Callable[[], None]) -> None:
        self._pulse = pulse
        self._database = database
        self._telegram = telegram
        self._refresh = refresh

    def app(self) -> web.Application:
        """The aiohttp application."""
        application = web.Application(client_max_size=1024)
        application.router.add_get("/healthz", self.alive)
        application.router.add_get("/readyz", self.ready)
        application.router.add_get("/metrics", self.metrics)
        return application

    async def alive(self, _request: web.Request) -> web.Response:
        """200: the event loop turns."""
        return web.json_response({"alive": True})

    async def ready(self, _request: web.Request) -> web.Response:
        """200 where the database answers, Telegram has lately and the tick is not late; else 503. Names each."""
        now = time.monotonic()
        database, telegram = await asyncio.gather(_works(self._database), self._hears(now))
        checks = {"database": database, "telegram": telegram, "tick": self._pulse.is_ticking(now)}
        is_ready = all(checks.values())
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"ready": is_ready, **checks}, status=status)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Prometheus' text format."""
        self._refresh()
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _hears(self, now: float) -> bool:
        return self._pulse.hears_telegram(now) or await _works(self._telegram)


@asynccontextmanager
async def serving(watch: Watch, host: str, port: int) -> AsyncIterator[None]:
    """Listen while inside; not at all where the port is 0. Raises CannotListen."""
    if port == 0:
        yield
        return
    runner = web.AppRunner(watch.app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise CannotListen(f"port {port} cannot be listened on: {error.strerror or error}") from error
    try:
        yield
    finally:
        await runner.cleanup()


async def _works(check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await check()
    except Exception:
        return False
    return True
