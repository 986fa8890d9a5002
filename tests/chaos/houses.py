"""What is killed: one process on SQLite, or replicas and workers on PostgreSQL behind a proxy."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random
from typing import Protocol

import aiohttp
from aiohttp import web

from tests.botapi import BotApi, NeverHappened
from tests.end_to_end.test_command_line import Process


class House(Protocol):
    """Something to kill."""

    async def start(self) -> None:
        """Everything that is to run, runs."""
        ...

    async def kill(self, dice: Random) -> None:
        """One of its processes dies at once and is started again."""
        ...

    async def restart(self) -> None:
        """A clean stop and start of everything."""
        ...

    async def stop(self) -> None:
        """The end, unclean."""
        ...


class OneProcess:
    """`assertiva run` on a SQLite file."""

    def __init__(self, api: BotApi, folder: Path) -> None:
        self._api = api
        self._folder = folder
        self._process = self._new()

    def _new(self) -> Process:
        return Process(self._folder, "run", BOT_TOKEN=self._api.token, BOT_API_URL=self._api.url, LOG_LEVEL="error")

    async def start(self) -> None:
        self._process = self._new()
        await self._process.start()
        await self._api.until(lambda: self._api.updates.is_polled, timeout=60)

    async def kill(self, dice: Random) -> None:
        assert self._process.running is not None
        assert self._process.running.returncode is None, "it ended by itself"
        await self._process.end(signal.SIGKILL)
        await asyncio.sleep(dice.uniform(0, 0.3))
        self._process = self._new()
        await self._process.start()
        with suppress(NeverHappened):  # Telegram may hang
            await self._api.until(lambda: self._api.updates.is_polled, timeout=5)

    async def restart(self) -> None:
        await self._api.until(lambda: self._api.updates.is_polled, timeout=60)
        assert await self._process.end(signal.SIGTERM) == 0
        await self.start()

    async def stop(self) -> None:
        if self._process.running is not None:
            await self._process.end(signal.SIGKILL)


class Cluster:
    """Two replicas and two workers on PostgreSQL; `proxy` is where Telegram delivers."""

    def __init__(self, api: BotApi, folder: Path, url: str, proxy: Proxy) -> None:
        common = {"BOT_TOKEN": api.token, "BOT_API_URL": api.url, "DATABASE_URL": url, "LOG_LEVEL": "error"}
        self._commands: list[tuple[tuple[str, ...], dict[str, str]]] = []
        for port in proxy.ports:
            hook = {"WEBHOOK_URL": proxy.url, "WEBHOOK_PORT": str(port), "CLUSTER": "1"}
            self._commands.append((("webhook",), common | hook))
        self._commands += [(("worker",), common), (("worker",), common)]
        self._api = api
        self._folder = folder
        self._processes: list[Process] = []

    async def start(self) -> None:
        self._processes = [Process(self._folder, *args, **settings) for args, settings in self._commands]
        for process in self._processes:
            await process.start()
        await self._api.until(lambda: self._api.courier.info()["url"], timeout=90)

    async def kill(self, dice: Random) -> None:
        number = dice.randrange(len(self._processes))
        running = self._processes[number].running
        assert running is not None
        assert running.returncode is None, "it ended by itself"
        await self._processes[number].end(signal.SIGKILL)
        await asyncio.sleep(dice.uniform(0, 0.3))
        args, settings = self._commands[number]
        self._processes[number] = Process(self._folder, *args, **settings)
        await self._processes[number].start()

    async def restart(self) -> None:
        await asyncio.sleep(8)  # the youngest of them has only just been started
        codes = await asyncio.gather(*(process.end(signal.SIGTERM) for process in self._processes))
        assert codes == [0] * len(codes)
        await self.start()

    async def stop(self) -> None:
        running = [process for process in self._processes if process.running is not None]
        await asyncio.gather(*(process.end(signal.SIGKILL) for process in running))


class Proxy:
    """Passes a request to a replica that can be connected to, as Caddy does in compose.yaml."""

    def __init__(self, ports: tuple[int, int]) -> None:
        self.ports = ports
        self.url = ""
        self._turn = 0
        self._client: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Proxy]:
        """While inside."""
        app = web.Application(client_max_size=2**21)
        app.router.add_post("/telegram", self._pass_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        async with aiohttp.ClientSession() as self._client:
            yield self
        await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        assert self._client is not None
        body = await request.read()
        self._turn += 1
        for number in (self._turn, self._turn + 1):
            port = self.ports[number % 2]
            try:
                async with self._client.post(
                    f"http://127.0.0.1:{port}/telegram", data=body, headers=request.headers
                ) as answer:
                    return web.Response(status=answer.status)
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                return web.Response(status=502)
        return web.Response(status=502)


def free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on now."""
    with socket.socket() as first, socket.socket() as second:
        for one in (first, second):
            one.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]
