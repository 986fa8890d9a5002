from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.posting import Gone, Later, Moved, Muted, NoThread, NotThere, Refused, Undelivered, Unknown
from bot.tg.errors import meaning, unchanged
from bot.tg.http import NotSent


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Gone),
        (Forbidden("Forbidden: user is deactivated"), Gone),
        (BadRequest("Chat not found"), Gone),
        (BadRequest("PEER_ID_INVALID"), Gone),
        (BadRequest("Message to edit not found"), NotThere),
        (BadRequest("Message can't be edited"), NotThere),
        (BadRequest("MESSAGE_ID_INVALID"), NotThere),
        (BadRequest("Message is too long"), Refused),
        (BadRequest("Can't parse entities"), Refused),
        (RetryAfter(5), Later),
        (NotSent("no connection"), Later),
        (TimedOut(), Unknown),
        (NetworkError("connection lost"), Unknown),
        (NetworkError("Bad Gateway"), Unknown),
        (ChatMigrated(-100), Moved),
        (BadRequest("not enough rights to send polls to the chat"), Muted),
        (Forbidden("not enough rights to send text messages to the chat"), Muted),
        (BadRequest("TOPIC_CLOSED"), Muted),
        (BadRequest("message thread not found"), NoThread),
        (InvalidToken("x"), Refused),
        (Conflict("other getUpdates"), Unknown),
        (EndPointNotFound("x"), Unknown),
        (TelegramError("something new"), Unknown),
    ],
)
def test_every_refusal_means_something_for_the_conversation(error: TelegramError, kind: type[Undelivered]) -> None:
    assert type(meaning(error)) is kind


def test_an_edit_that_would_change_nothing_is_no_trouble() -> None:
    text = "Message is not modified: specified new message content and reply markup are exactly the same"
    assert unchanged(BadRequest(text))
    assert not unchanged(BadRequest("Message is too long"))
    assert not unchanged(NetworkError("message is not modified"))


def test_a_long_refusal_is_cut() -> None:
    assert len(str(meaning(BadRequest("x" * 5000)))) <= 120
