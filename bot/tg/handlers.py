"""Thin handlers: an update's who and what to the desk, the desk's reply to the poster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, ChatMember, Update, User
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot.chat.desk import Desk, Press, Said
from bot.chat.posting import Poster
from bot.chat.reply import Post, Reply
from bot.chat.screens import notices
from bot.chat.words import language_for
from bot.clock import Clock
from bot.lessons import privacy
from bot.lessons.outcomes import Who
from bot.lessons.school import School
from bot.tg.face import NAME, ref_of
from bot.tg.intake import committed, on_error, turn

LONGEST_TOAST = 200  # Bot API, answerCallbackQuery


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the handlers need."""

    desk: Desk
    poster: Poster
    school: School
    clock: Clock

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add them to a python-telegram-bot application."""
        private = filters.ChatType.PRIVATE
        application.add_handler(CallbackQueryHandler(self.on_press))
        application.add_handler(MessageHandler(private & filters.UpdateType.EDITED_MESSAGE, self.on_edit))
        application.add_handler(MessageHandler(private, self.on_message))
        application.add_handler(ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_error_handler(on_error)

    async def on_press(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A button: commit, answer the query at once, then edit and post."""
        query = update.callback_query
        if query is None:
            return
        who = _who(query.from_user, query.message.chat.id if query.message else query.from_user.id)
        ref = ref_of(query.message.message_id) if query.message else None
        reply = await self.desk.press(Press(who, query.data or "", ref, self.clock()))
        committed()
        await _answer(query, reply.toast)
        await turn()
        await self.poster.reply(who, reply, self.clock(), ref=ref)

    async def on_message(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A message in a private chat, whatever it holds."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        await self._say(_who(user, message.chat_id), message.text, edited=False)

    async def on_edit(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """A message edited after it was sent."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        await self._say(_who(user, message.chat_id), message.text, edited=True)

    async def on_membership(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The bot was blocked in a private chat; unblocking shows with the next message."""
        change = update.my_chat_member
        if change is None or change.chat.type != change.chat.PRIVATE:
            return
        if change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
            who = _who(change.from_user, change.chat.id)
            await self.school.run(privacy.unreachable_user, who)
        committed()

    async def apologise(self, update: Update) -> None:
        """An update that could not be handled, however often it was tried: a line is better than silence."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or chat.type != chat.PRIVATE:
            return
        reply = Reply(posts=(Post(notices.trouble(language_for(user.language_code))),))
        await self.poster.reply(_who(user, chat.id), reply, self.clock())

    async def _say(self, who: Who, text: str | None, *, edited: bool) -> None:
        reply = await self.desk.say(Said(who, text, self.clock(), edited=edited))
        committed()
        await turn()
        await self.poster.reply(who, reply, self.clock())


def _who(user: User, chat_id: int) -> Who:
    return Who(NAME, user.id, chat_id, user.language_code)


async def _answer(query: CallbackQuery, toast: str | None) -> None:
    try:
        await query.answer(toast[:LONGEST_TOAST] if toast else None)
    except TelegramError:
        return  # too old or answered before: what counts is in the message


async def introduce(bot: Bot, languages: dict[str, list[tuple[str, str]]], default: str) -> None:
    """Tell Telegram the commands, one list a language (Bot API, setMyCommands)."""
    await bot.set_my_commands(languages[default])
    for code, commands in languages.items():
        if code != default:
            await bot.set_my_commands(commands, language_code=code)
