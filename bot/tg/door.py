"""Who is let in: everybody, unless they press and write faster than anyone can read."""

from __future__ import annotations

import time
from collections.abc import Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.chat.flood import Flood, Verdict
from bot.chat.words import language_for, translator
from bot.watch import meters


class Door:
    """A check before an update is handled. Votes and what Telegram itself reports always pass."""

    def __init__(self, bot: Bot, flood: Flood | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._flood = flood or Flood()
        self._clock = clock

    async def admits(self, update: Update) -> bool:
        """Whether to handle it; the first of a flood is answered with one polite word."""
        asks = update.message or update.edited_message or update.callback_query or update.inline_query
        user = update.effective_user
        if asks is None or user is None:
            return True
        verdict = self._flood.take(user.id, self._clock())
        if verdict is Verdict.WELCOME:
            return True
        meters.turned_away.inc()
        await self._say(update, _words(user.language_code) if verdict is Verdict.TOO_QUICK else None)
        return False

    async def _say(self, update: Update, words: str | None) -> None:
        message = update.message
        try:
            if update.callback_query is not None:  # answered in any case: a button would go on turning
                await self._bot.answer_callback_query(update.callback_query.id, words)
            elif words is not None and message is not None and message.chat.type == message.chat.PRIVATE:
                await self._bot.send_message(message.chat_id, words)
        except TelegramError:
            return  # a courtesy


def _words(language: str | None) -> str:
    return translator(language_for(language)).gettext(
        "That was a lot at once. Wait a few seconds and try again; what you answered is kept."
    )
