"""What Telegram's refusals mean for the conversation (Bot API, Making requests)."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.posting import Gone, Later, Moved, Muted, NoThread, NotThere, Refused, Undelivered, Unknown
from bot.tg.http import NotSent

UNCHANGED = "message is not modified"
ALREADY_CLOSED = "poll has already been closed"
_GONE = ("chat not found", "user not found", "peer_id_invalid")
NO_THREAD = "message thread not found"
_MUTED = ("not enough rights", "have no rights to send", "chat_write_forbidden", "topic_closed")
_NOT_THERE = ("message to edit not found", "message can't be edited", "message_id_invalid")


def meaning(error: TelegramError) -> Undelivered:
    """The refusal in the conversation's terms. TimedOut and BadRequest are both NetworkErrors: order matters."""
    match error:
        case Forbidden():
            return Muted(error.message[:120]) if _is_muted(error.message.lower()) else Gone()
        case BadRequest():
            return _bad_request(error.message.lower())
        case RetryAfter() | NotSent():
            return Later()
        case TimedOut() | NetworkError():
            return Unknown()
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case InvalidToken():
            return Refused(type(error).__name__)
        case _:
            return Unknown()


def unchanged(error: TelegramError) -> bool:
    """An edit that would change nothing: what was wanted stands already."""
    return isinstance(error, BadRequest) and UNCHANGED in error.message.lower()


def _bad_request(text: str) -> Undelivered:
    if any(words in text for words in _GONE):
        return Gone()
    if any(words in text for words in _NOT_THERE):
        return NotThere()
    if _is_muted(text):
        return Muted(text[:120])
    if NO_THREAD in text:
        return NoThread(text[:120])
    return Refused(text[:120])


def _is_muted(text: str) -> bool:
    return any(words in text for words in _MUTED)
