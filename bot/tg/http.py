"""python-telegram-bot's requests carried by aiohttp (docs/decisions/004: a third of the CPU of its default client)."""

from __future__ import annotations

import json
import time
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.watch.pulse import Pulse

TIMEOUT = 10.0
CONNECTIONS = 256
LARGEST_ANSWER = 20 * 1024 * 1024
_AS_JSON = {"Content-Type": "application/json"}  # Bot API, Making requests; a form costs as much as the request


class NotSent(NetworkError):
    """No connection came about: the request certainly had no effect."""


class AiohttpRequest(BaseRequest):
    """One session for all calls. Raises TimedOut and NetworkError as BaseRequest asks, NotSent where it is sure."""

    def __init__(self, timeout: float = TIMEOUT, connections: int = CONNECTIONS, pulse: Pulse | None = None) -> None:
        self._timeout = timeout
        self._connections = connections
        self._pulse = pulse or Pulse()
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds; what getUpdates adds its own waiting time to."""
        return self._timeout

    async def initialize(self) -> None:
        """Open the session, once."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Carry out one request; the status and the body. Errors never quote the URL, which holds the token."""
        if self._session is None:
            raise RuntimeError("the session is not open")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_read=self._seconds(read_timeout),
            sock_connect=self._seconds(connect_timeout),
            connect=None,
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), headers=_headers(request_data), timeout=timeout,
                allow_redirects=False,
            ) as answer:  # fmt: skip
                body = await _bounded(answer)
                self._pulse.heard(time.monotonic())
                return answer.status, body
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(f"no connection ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection lost ({type(error).__name__})") from None

    def _seconds(self, wanted: Any) -> float | None:
        return self._timeout if isinstance(wanted, DefaultValue) else wanted


def _body(data: RequestData | None) -> Any:
    if data is None:
        return None
    files = data.multipart_data
    if not files:
        return json.dumps(data.parameters, separators=(",", ":")).encode()
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in files.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _headers(data: RequestData | None) -> dict[str, str] | None:
    return _AS_JSON if data is not None and not data.multipart_data else None


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise NetworkError("the server's answer is too large")
    return bytes(body)
