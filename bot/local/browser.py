"""The browser face: a page on 127.0.0.1 that looks like a phone chat, live over one WebSocket."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from string import Template
from weakref import WeakSet

from aiohttp import WSCloseCode, web

from bot.local.asks import LARGEST_FRAME
from bot.local.connection import Connection
from bot.local.guard import harden, only_this_machine
from bot.local.labels import TELEGRAM, page_labels, word
from bot.local.parts import Local, LocalParts, put_together
from bot.local.profile import STRANGER

_PAGE = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SOCKETS: web.AppKey[WeakSet[web.WebSocketResponse]] = web.AppKey("sockets")

HEARTBEAT = 20.0
STOP_SECONDS = 3.0


class PortInUse(Exception):
    """The page's port cannot be listened on; the message is one line for the operator."""


async def serve_browser(parts: LocalParts, host: str, port: int, open_browser: bool) -> None:
    """Serve the page and run its clock until cancelled. Port 0 takes any free one. Raises PortInUse."""
    local = await put_together(parts)
    runner = web.AppRunner(build(local), access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        url = await _listen(runner, host, port)
        await local.timekeeper.begin()
        sys.stdout.write(f"Assertiva: {url}\n{word(TELEGRAM, STRANGER.language)}\n")
        sys.stdout.flush()
        async with asyncio.TaskGroup() as tasks:
            if open_browser:
                tasks.create_task(asyncio.to_thread(_open_window, url))
            await local.timekeeper.run()
    finally:
        await runner.cleanup()


def build(local: Local) -> web.Application:
    """The web application over a local chat."""
    app = web.Application(middlewares=[only_this_machine], client_max_size=LARGEST_FRAME)
    app[_SOCKETS] = WeakSet()
    app.on_response_prepare.append(harden)
    app.on_shutdown.append(_hang_up)
    for path, name in (("/", "index.html"), *((f"/{file.name}", file.name) for file in sorted(_PAGE.iterdir()))):
        app.router.add_get(path, _file(name))

    async def live(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        request.app[_SOCKETS].add(socket)
        await Connection(local, socket).serve()
        return socket

    app.router.add_get("/live", live)
    return app


def _file(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    path = _PAGE / name
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        labels = {label: escape(words) for label, words in page_labels(STRANGER.language).items()}
        text = Template(text).substitute(labels)

    async def send(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type=_TYPES[path.suffix], charset="utf-8")

    return send


async def _hang_up(app: web.Application) -> None:
    sockets = app[_SOCKETS]
    for socket in tuple(sockets):
        await socket.close(code=WSCloseCode.GOING_AWAY)


async def _listen(runner: web.AppRunner, host: str, port: int) -> str:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else type(error).__name__
        raise PortInUse(f"port {port} on {host} cannot be listened on: {reason}") from error
    return f"http://{host}:{runner.addresses[0][1]}/"


def _open_window(url: str) -> None:
    """Open the page where there is a graphical browser; those that run in the terminal would take it over."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(url)
