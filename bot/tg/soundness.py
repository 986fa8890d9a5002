"""Whether an update is of the kind that Telegram sends: python-telegram-bot checks neither types nor bounds.

Checked is what the handlers read (Bot API, Available types); an id has at most 52 significant bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    Poll,
    PollAnswer,
    Update,
    User,
)

LARGEST_ID = 2**52
LONGEST = 4096
_CHATS = (Chat.PRIVATE, Chat.GROUP, Chat.SUPERGROUP, Chat.CHANNEL)


def is_sound(update: Update) -> bool:
    """Whether the handlers can work with it."""
    parts: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
        (update.message, _message), (update.edited_message, _message), (update.callback_query, _press),
        (update.poll_answer, _vote), (update.poll, _poll), (update.my_chat_member, _standing),
        (update.inline_query, _inline),
    )  # fmt: skip
    return _is_id(update.update_id) and all(check(part) for part, check in parts if part is not None)


def _message(message: Message) -> bool:
    return (
        isinstance(message, Message)
        and _chat(message.chat)
        and _is_id(message.message_id)
        and _is_none_or(_is_text, message.text)
        and _is_none_or(_user, message.from_user)
        and _is_none_or(_chat, message.sender_chat)
        and _is_none_or(_is_id, message.message_thread_id)
        and _is_none_or(_is_id, message.migrate_to_chat_id)
        and _is_none_or(_is_id, message.migrate_from_chat_id)
        and _entities(message)
    )


def _entities(message: Message) -> bool:
    """Commands are found by them: each within the text."""
    length = len((message.text or "").encode("utf-16-le")) // 2
    return all(
        isinstance(entity.offset, int)
        and isinstance(entity.length, int)
        and 0 <= entity.offset < entity.offset + entity.length <= length
        for entity in message.entities or ()
    )


def _press(query: CallbackQuery) -> bool:
    under = query.message
    return (
        _is_text(query.id, 64)
        and _is_none_or(_is_text, query.data)
        and _user(query.from_user)
        and (under is None or (_chat(under.chat) and _is_id(under.message_id)))
    )


def _vote(answer: PollAnswer) -> bool:
    chosen = answer.option_ids
    return (
        _is_text(answer.poll_id, 64)
        and isinstance(chosen, list | tuple)
        and all(isinstance(option, int) for option in chosen)
        and _is_none_or(_user, answer.user)
        and _is_none_or(_chat, answer.voter_chat)
    )


def _poll(poll: Poll) -> bool:
    return isinstance(poll, Poll) and _is_text(poll.id, 64) and _is_text(poll.question)


def _standing(change: ChatMemberUpdated) -> bool:
    new = change.new_chat_member
    return _chat(change.chat) and _user(change.from_user) and isinstance(new, ChatMember) and _is_text(new.status, 32)


def _inline(query: InlineQuery) -> bool:
    return _is_text(query.id, 64) and _is_text(query.query) and _is_text(query.offset, 64) and _user(query.from_user)


def _user(user: Any) -> bool:
    return (
        isinstance(user, User)
        and _is_id(user.id)
        and user.id > 0
        and _is_text(user.first_name)
        and (user.language_code is None or _is_text(user.language_code, 35))
    )


def _chat(chat: Any) -> bool:
    if not (isinstance(chat, Chat) and _is_id(chat.id) and chat.type in _CHATS):
        return False
    return (chat.type == Chat.PRIVATE) == (chat.id > 0)


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_ID


def _is_text(value: Any, longest: int = LONGEST) -> bool:
    """Text of at most so many characters, without the halves of any, which no database takes."""
    return isinstance(value, str) and len(value) <= longest and not any("\ud800" <= char <= "\udfff" for char in value)


def _is_none_or(check: Callable[[Any], bool], value: Any) -> bool:
    return value is None or check(value)
