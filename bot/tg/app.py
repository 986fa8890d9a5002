"""Putting python-telegram-bot together: aiohttp below, the outbox in between, our handlers on top."""

from __future__ import annotations

from typing import Any

from telegram import Bot, BotCommandScopeAllGroupChats
from telegram.ext import Application, ApplicationBuilder, ExtBot

from bot.chat.commands import listed
from bot.chat.group_commands import listed_in_groups
from bot.chat.words import DEFAULT, LANGUAGES
from bot.tg.handlers import introduce
from bot.tg.http import AiohttpRequest
from bot.tg.pacing import PAID, Limits, Pacing
from bot.tg.watched import Watched
from bot.watch.pulse import Pulse

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def build(
    token: str, api_url: str | None = None, pacing: Pacing | None = None, pulse: Pulse | None = None
) -> AnyApplication:
    """The application, not yet initialised. `api_url`: another Bot API server than Telegram's own."""
    builder = (
        ApplicationBuilder()
        .token(token)
        .updater(None)
        .request(AiohttpRequest(pulse=pulse))
        .get_updates_request(AiohttpRequest(connections=2, pulse=pulse))
        .rate_limiter(Watched(pacing or Pacing()))
    )
    if api_url:
        base = api_url.rstrip("/")
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    return builder.build()


def pacing(*, paid: bool) -> Pacing:
    """The outbox within Telegram's limits, those of paid broadcasts where they are switched on."""
    return Pacing(Limits(paid=PAID if paid else 0))


async def present(bot: Bot | ExtBot[Any]) -> None:
    """Tell Telegram the commands of each language, by its two-letter code."""
    codes = {language: language[:2] for language in LANGUAGES}
    await introduce(bot, {codes[language]: listed(language) for language in LANGUAGES}, codes[DEFAULT])
    for language, code in codes.items():
        await bot.set_my_commands(
            listed_in_groups(language),
            scope=BotCommandScopeAllGroupChats(),
            language_code=None if language == DEFAULT else code,
        )
