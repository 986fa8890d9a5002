"""Telegram as a face of the conversation."""

from __future__ import annotations

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat.posting import Later, Refused, Unknown
from bot.chat.reply import Screen
from bot.tg import markup
from bot.tg.errors import meaning, unchanged

NAME = "tg"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def ref_of(message_id: int) -> str:
    """The ref of a message."""
    return f"{NAME}:{message_id}"


def message_id_of(ref: str) -> int:
    """The message behind a ref of this face."""
    return int(ref.removeprefix(f"{NAME}:"))


class TelegramFace:
    """Sends and edits through python-telegram-bot; refusals come back as `posting.Undelivered`."""

    name = NAME

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        """sendMessage."""
        try:
            message = await self._bot.send_message(
                chat_id,
                markup.html(screen),
                parse_mode=ParseMode.HTML,
                reply_markup=markup.keyboard(screen),
                disable_notification=silent or None,
                link_preview_options=_NO_PREVIEW,
            )
        except TelegramError as error:
            raise meaning(error) from error
        return ref_of(message.message_id)

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """editMessageText; an edit whose outcome is unknown is simply made again later."""
        try:
            await self._bot.edit_message_text(
                markup.html(screen),
                chat_id,
                message_id_of(ref),
                parse_mode=ParseMode.HTML,
                reply_markup=markup.keyboard(screen),
                link_preview_options=_NO_PREVIEW,
            )
        except TelegramError as error:
            if not unchanged(error):
                raise meaning(error) from error

    async def retire(self, chat_id: int, ref: str) -> None:
        """editMessageReplyMarkup, to no buttons at all."""
        try:
            await self._bot.edit_message_reply_markup(chat_id, message_id_of(ref))
        except TelegramError as error:
            trouble = meaning(error)
            if isinstance(trouble, Later | Unknown | Refused) or unchanged(error):
                return
            raise trouble from error
