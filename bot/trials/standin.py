"""A light stand-in for Telegram on loopback: it takes every call, answers at once, and tells whoever listens.

It checks nothing; the strict one is for the tests. Its cost is not counted: it runs in another process than the bot.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from bot.trials.loopback import free_port

BOT = {"id": 1, "is_bot": True, "first_name": "Assertiva", "username": "assertiva_bot"}
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
TOKEN = "1:bench"  # noqa: S105 - of no bot


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot."""

    at: float
    method: str
    chat: int
    message_id: int
    buttons: tuple[str, ...]


class Standin:
    """Listens on `url`; every call of the bot goes to `heard`."""

    def __init__(self, heard: Callable[[Call], None] | None = None, *, updates: int = 0) -> None:
        self.heard = heard or (lambda _: None)
        self.port = free_port()
        self.calls: defaultdict[str, int] = defaultdict(int)
        self.hook: str | None = None
        self.waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._secret = ""
        self._message_ids = 0
        self._update_ids = updates  # so many came before, as a bot that is started again remembers
        self._runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=0.1)

    @property
    def url(self) -> str:
        """What the bot is given as BOT_API_URL."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Standin:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def push(self, update: dict[str, Any]) -> int:
        """Bring an update to the bot's webhook; the status of its answer."""
        assert self.hook is not None, "the bot has set no webhook"
        body = json.dumps({"update_id": self._number(), **update})
        headers = {SECRET_HEADER: self._secret, "Content-Type": "application/json"}
        async with self._session.post(self.hook, data=body, headers=headers) as answer:
            return answer.status

    def queue(self, update: dict[str, Any]) -> None:
        """Have an update ready for the bot's next getUpdates."""
        self.waiting.put_nowait({"update_id": self._number(), **update})

    def _number(self) -> int:
        self._update_ids += 1
        return self._update_ids

    async def _take(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        fields = _fields(request.content_type, await request.read())
        self.calls[method] += 1
        result = await self._result(method, fields)
        return web.Response(body=json.dumps({"ok": True, "result": result}), content_type="application/json")

    async def _result(self, method: str, fields: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getUpdates":
                return await self._updates(float(fields.get("timeout", 0)))
            case "setWebhook":
                self.hook, self._secret = fields["url"], fields.get("secret_token", "")
                return True
            case _ if "chat_id" in fields:
                return self._message(method, fields)
            case _:
                self.heard(Call(self._now(), method, 0, 0, ()))
                return True

    def _message(self, method: str, fields: dict[str, Any]) -> dict[str, Any]:
        chat = int(fields["chat_id"])
        if method.startswith("send"):
            self._message_ids += 1
        message_id = int(fields.get("message_id", self._message_ids))
        self.heard(Call(self._now(), method, chat, message_id, _buttons(fields.get("reply_markup"))))
        return {"message_id": message_id, "date": 1_772_000_000, "chat": {"id": chat, "type": "private"}, "text": "…"}

    async def _updates(self, seconds: float) -> list[dict[str, Any]]:
        try:
            return [await asyncio.wait_for(self.waiting.get(), seconds)]
        except TimeoutError:
            return []

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def message(person: int, text: str) -> dict[str, Any]:
    """An update: that person says something in their private chat."""
    sent = {"message_id": 1, "date": 1_772_000_000, "chat": {"id": person, "type": "private"}, "from": _user(person)}
    return {"message": {**sent, "text": text}}


def tap(person: int, message_id: int, data: str) -> dict[str, Any]:
    """An update: that person presses a button under a message."""
    under = {"message_id": message_id, "date": 1_772_000_000, "chat": {"id": person, "type": "private"}, "text": "…"}
    query = {"id": f"{person}-{message_id}", "from": _user(person), "chat_instance": "1", "data": data}
    return {"callback_query": {**query, "message": under}}


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}


def _fields(content_type: str, body: bytes) -> dict[str, Any]:
    """The parameters of a call, as JSON or as a form; those of a form are texts."""
    if content_type == "application/json":
        fields = json.loads(body or b"{}")
        return fields if isinstance(fields, dict) else {}
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _buttons(markup: Any) -> tuple[str, ...]:
    if not markup:
        return ()
    rows = (json.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
