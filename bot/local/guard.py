"""Who may talk to the page: requests for this machine from a page of this machine, and nobody else.

Any web site can open a WebSocket to loopback, and a name it owns can be made to point there; hence Host and Origin.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from aiohttp import web

_LOCAL_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.ASCII)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for any Host but loopback's, and for any Origin but the page's own; a WebSocket must have one."""
    hosts, origins = request.headers.getall("Host", []), request.headers.getall("Origin", [])
    if len(hosts) != 1 or not _LOCAL_HOST.fullmatch(hosts[0]):
        return _refused("this page answers on 127.0.0.1 and localhost only")
    is_socket = request.headers.get("Upgrade", "").lower() == "websocket"
    if (is_socket or origins) and origins != [f"http://{hosts[0]}"]:
        return _refused("this page talks to itself only")
    return await handler(request)


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """What every response tells the browser: scripts and styles from here alone, no framing, no guessing of types."""
    host = request.headers.get("Host", "")
    sockets = f" ws://{host}" if _LOCAL_HOST.fullmatch(host) else ""  # not every browser counts ws as 'self'
    response.headers.update({
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            f"connect-src 'self'{sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    })  # fmt: skip


def _refused(why: str) -> web.Response:
    return web.Response(status=403, text=f"403: {why}\n")
