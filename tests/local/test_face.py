from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.chat.posting import Gone, NotThere
from bot.chat.reply import Button, Screen, say
from bot.local.board import Board, ChatReplaced, Event, MessageStands
from bot.local.face import LocalFace
from storage import local
from storage.store import Store
from tests.conftest import MORNING

HELLO = Screen((say("olá"),), ((Button("Certo", "a:1:c"),),))


@pytest.fixture
def told() -> list[Event]:
    """What was told to the board."""
    return []


@pytest.fixture
def face(store: Store, told: list[Event]) -> Iterator[LocalFace]:
    """A face whose events are kept."""
    board = Board()
    with board.listening(told.append):
        yield LocalFace(store, board, lambda: MORNING)


async def test_a_message_sent_stands_in_the_chat_and_is_told(face: LocalFace, store: Store, told: list[Event]) -> None:
    ref = await face.send(1, HELLO)
    [message] = store.run_now(lambda tx: local.latest(tx, 1, 5))
    assert ref == f"local:{message.id}"
    assert told == [MessageStands(message)]


async def test_nobody_is_behind_a_third_chat(face: LocalFace) -> None:
    with pytest.raises(Gone):
        await face.send(3, HELLO)


async def test_an_edit_with_the_same_content_tells_nobody(face: LocalFace, told: list[Event]) -> None:
    ref = await face.send(1, HELLO)
    await face.edit(1, ref, HELLO)
    assert len(told) == 1


async def test_retiring_takes_the_buttons_and_leaves_the_words(
    face: LocalFace, store: Store, told: list[Event]
) -> None:
    ref = await face.send(1, HELLO)
    await face.retire(1, ref)
    [message] = store.run_now(lambda tx: local.latest(tx, 1, 5))
    assert "olá" in message.body
    assert "Certo" not in message.body
    assert told[-1] == MessageStands(message)


@pytest.mark.parametrize("ref", ["local:99", "tg:1", "local:", "local:x", "local:-1", "local:²"])
async def test_a_message_that_is_not_there_is_not_edited(face: LocalFace, ref: str) -> None:
    with pytest.raises(NotThere):
        await face.edit(1, ref, HELLO)


async def test_another_chats_message_is_not_there(face: LocalFace, told: list[Event]) -> None:
    ref = await face.send(1, HELLO)
    with pytest.raises(NotThere):
        await face.edit(2, ref, HELLO)
    assert told[-1] == ChatReplaced(2)
