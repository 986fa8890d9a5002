"""Who is let in: everybody, unless they press and write faster than anyone can read."""

from __future__ import annotations

import time
from collections.abc import Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.chat.flood import Flood, Verdict
from bot.chat.words import language_for, translator
from bot.watch import meters

MOST_WAITING = 30
"""Replies that may wait to be sent to one person, in a chat where Telegram lets us say nothing for a while."""


class Door:
    """A check before an update is handled. Votes and what Telegram itself reports always pass."""

    def __init__(self, bot: Bot, flood: Flood | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._flood = flood or Flood()
        self._clock = clock

    def verdict(self, update: Update, waiting: int) -> Verdict:
        """Whether to handle it; `waiting` replies to the same person are still to be sent."""
        asks = update.message or update.edited_message or update.callback_query or update.inline_query
        user = update.effective_user
        if asks is None or user is None:
            return Verdict.WELCOME
        if waiting >= MOST_WAITING:  # a word more would wait as well, but for the toast of a button
            return Verdict.TOO_QUICK if update.callback_query is not None else Verdict.STILL_TOO_QUICK
        return self._flood.take(user.id, self._clock())

    async def turn_away(self, update: Update, verdict: Verdict) -> None:
        """The first of a flood is answered with one polite word."""
        meters.turned_away.inc()
        user, message = update.effective_user, update.message
        words = _words(user.language_code) if user is not None and verdict is Verdict.TOO_QUICK else None
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
