"""The webhook: our own aiohttp endpoint, which answers 2xx once the effect is committed (Bot API, setWebhook)."""

from __future__ import annotations

import asyncio
import hmac
import json
from http import HTTPStatus

import structlog
from aiohttp import web
from telegram import Bot, Update

from bot.tg.intake import Intake
from bot.tg.polling import ALLOWED_UPDATES

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_UPDATE = 1024 * 1024
MOST_UNDER_WAY = 512
COMMIT_SECONDS = 20.0


class Webhook:
    """The endpoint; mount `app` and call `announce` once it listens."""

    def __init__(self, bot: Bot, intake: Intake, secret: str) -> None:
        self._bot = bot
        self._intake = intake
        self._secret = secret.encode()
        self._under_way = 0
        self._closing = False

    def app(self, path: str = "/telegram") -> web.Application:
        """The aiohttp application."""
        application = web.Application(client_max_size=LARGEST_UPDATE)
        application.router.add_post(path, self.receive)
        return application

    async def announce(self, url: str) -> None:
        """setWebhook, with the whole list of updates we handle."""
        await self._bot.set_webhook(
            url, secret_token=self._secret.decode(), allowed_updates=ALLOWED_UPDATES, max_connections=100
        )

    async def receive(self, request: web.Request) -> web.Response:
        """One update: 403 for a wrong secret, 400 for what is no update, 503 when it must come again."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if self._closing or self._under_way >= MOST_UNDER_WAY:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        update = _read(await request.read(), self._bot)
        if update is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return web.Response(status=await self._take(update))

    def close(self) -> None:
        """Take nothing new."""
        self._closing = True

    async def _take(self, update: Update) -> HTTPStatus:
        self._under_way += 1
        try:
            _, started = self._intake.take(update)
            await asyncio.wait_for(started.committed.wait(), COMMIT_SECONDS)
        except TimeoutError:
            return HTTPStatus.SERVICE_UNAVAILABLE
        finally:
            self._under_way -= 1
        return HTTPStatus.OK if started.error is None else HTTPStatus.SERVICE_UNAVAILABLE


def _read(body: bytes, bot: Bot) -> Update | None:
    """An update, None where it is none."""
    try:
        update = Update.de_json(json.loads(body), bot)
    except Exception:  # the library trusts its server: dates and numbers without bounds break it in many ways
        return None
    return update if isinstance(update.update_id, int) else None
