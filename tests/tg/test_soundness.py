from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.tg.soundness import is_sound

ANA = {"id": 5, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}
CHAT = {"id": 5, "type": "private", "first_name": "Ana"}
MESSAGE = {"message_id": 1, "date": 1_772_451_000, "chat": CHAT, "from": ANA, "text": "/start"}
PRESS = {"id": "9", "from": ANA, "chat_instance": "1", "data": "a:1:c", "message": MESSAGE}
VOTE = {"poll_id": "3", "user": ANA, "option_ids": [0], "option_persistent_ids": ["0"]}
INLINE = {"id": "4", "from": ANA, "query": "devops", "offset": ""}
SOUND = {
    "message": MESSAGE,
    "edited_message": MESSAGE,
    "callback_query": PRESS,
    "poll_answer": VOTE,
    "inline_query": INLINE,
}


def sound(**parts: Any) -> bool:
    update = Update.de_json({"update_id": 7, **parts}, None)
    assert update is not None
    return is_sound(update)


@pytest.mark.parametrize("kind", SOUND)
def test_what_telegram_sends_is_sound(kind: str) -> None:
    assert sound(**{kind: SOUND[kind]})


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("message", {"message_id": "1"}),
        ("message", {"text": 5}),
        ("message", {"text": "x" * 4097}),
        ("message", {"text": "\ud83d"}),
        ("message", {"message_thread_id": 2**60}),
        ("message", {"chat": {"id": 2**60, "type": "private"}}),
        ("message", {"chat": {"id": -5, "type": "private"}}),
        ("message", {"chat": {"id": 5, "type": "supergroup"}}),
        ("message", {"chat": {"id": 5, "type": "cave"}}),
        ("message", {"from": {**ANA, "id": -1}}),
        ("message", {"from": {**ANA, "id": "5"}}),
        ("message", {"chat": {"id": None, "type": "private"}}),
        ("message", {"entities": [{"type": "bot_command", "offset": 0, "length": 99}]}),
        ("message", {"entities": [{"type": "bot_command", "offset": -1, "length": 2}]}),
        ("callback_query", {"id": 9}),
        ("callback_query", {"data": {"a": 1}}),
        ("callback_query", {"message": {**MESSAGE, "message_id": None}}),
        ("poll_answer", {"option_ids": ["0"]}),
        ("poll_answer", {"poll_id": "3" * 65}),
        ("inline_query", {"query": 5}),
        ("inline_query", {"query": None}),
        ("poll_answer", {"poll_id": None}),
        ("inline_query", {"offset": "x" * 65}),
    ],
)
def test_what_it_does_not_send_is_not(kind: str, change: dict[str, Any]) -> None:
    assert not sound(**{kind: {**SOUND[kind], **change}})


def test_a_length_counts_utf_16_as_telegram_does() -> None:
    text = "/start 🏳️"
    inside = {"type": "bot_command", "offset": 0, "length": len(text.encode("utf-16-le")) // 2}
    assert sound(message={**MESSAGE, "text": text, "entities": [inside]})
