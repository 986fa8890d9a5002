"""Telegram as a face of the conversation."""

from __future__ import annotations

from telegram import Bot, LinkPreviewOptions
from telegram import Poll as TelegramPoll
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat.posting import Later, Refused, Unknown
from bot.chat.reply import Poll, Screen
from bot.tg import markup
from bot.tg.errors import ALREADY_CLOSED, meaning, unchanged

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
        return await self.send_to(chat_id, screen, silent=silent)

    async def send_to(self, chat_id: int, screen: Screen, *, silent: bool = False, thread: int | None = None) -> str:
        """sendMessage, to a forum topic where one is named."""
        try:
            message = await self._bot.send_message(
                chat_id,
                markup.html(screen),
                parse_mode=ParseMode.HTML,
                reply_markup=markup.keyboard(screen),
                disable_notification=silent or None,
                link_preview_options=_NO_PREVIEW,
                message_thread_id=thread,
            )
        except TelegramError as error:
            raise meaning(error) from error
        return ref_of(message.message_id)

    async def send_poll(
        self, chat_id: int, poll: Poll, *, silent: bool = False, thread: int | None = None
    ) -> tuple[str, str]:
        """sendPoll: a quiz whose voters are known."""
        try:
            message = await self._bot.send_poll(
                chat_id,
                poll.question,
                list(poll.options),
                type=TelegramPoll.QUIZ,
                is_anonymous=False,
                correct_option_ids=[0 if poll.correct == 0 else 1],
                explanation=poll.explanation,
                open_period=poll.seconds,
                disable_notification=silent or None,
                message_thread_id=thread,
            )
        except TelegramError as error:
            raise meaning(error) from error
        assert message.poll is not None
        return ref_of(message.message_id), message.poll.id

    async def stop_poll(self, chat_id: int, ref: str) -> None:
        """stopPoll."""
        try:
            await self._bot.stop_poll(chat_id, message_id_of(ref))
        except TelegramError as error:
            if ALREADY_CLOSED not in error.message.lower():
                raise meaning(error) from error

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
