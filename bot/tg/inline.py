"""Inline mode: an assertion shared to any chat, with a link into the private chat and no answer buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, InlineQueryHandler

from bot.chat.links import Opens, Target
from bot.chat.screens import share
from bot.chat.words import language_for
from bot.lessons import sharing
from bot.lessons.school import School
from bot.lessons.sharing import Shared
from bot.tg import markup
from bot.tg.intake import committed

CACHE_SECONDS = 0
"""Each query draws anew."""


@dataclass(frozen=True, slots=True)
class InlineHandlers:
    """What the handler needs; `link` gives the address that opens a target in the private chat."""

    school: School
    link: Callable[[Target], str]

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add it to a python-telegram-bot application."""
        application.add_handler(InlineQueryHandler(self.on_query))

    async def on_query(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """`@bot subtópico`: a few assertions to choose from."""
        query = update.inline_query
        if query is None:
            return
        language = language_for(query.from_user.language_code)
        found = await self.school.run(sharing.offer, query.query)
        committed()
        try:
            results = [self._article(shared, language) for shared in found]
            await query.answer(results, cache_time=CACHE_SECONDS, is_personal=True)
        except TelegramError:
            return  # the person has typed on

    def _article(self, shared: Shared, language: str) -> InlineQueryResultArticle:
        screen = share.shared(shared, self.link(Target(Opens.FACT, shared.fact_id)), language)
        button = screen.rows[0][0]
        return InlineQueryResultArticle(
            id=f"{shared.fact_id}-{shared.variant.id}",
            title=shared.subtopic,
            description=shared.variant.text,
            input_message_content=InputTextMessageContent(markup.html(screen), parse_mode=ParseMode.HTML),
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(button.label, url=button.url)]]),
        )
