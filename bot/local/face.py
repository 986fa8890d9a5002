"""The local chat as a face: messages are rows of the database, and every change is told to the board."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.chat.posting import Gone, NotThere
from bot.chat.reply import Button, Screen
from bot.clock import Clock
from bot.local import bodies
from bot.local.board import Board, ChatReplaced, MessageStands
from bot.local.people import FACE, PEOPLE
from storage import local
from storage.local import LocalMessage
from storage.store import Store, Tx

_PREFIX = f"{FACE}:"
START = "start:"
"""How the address of a button begins that opens the private chat; then comes the payload of /start."""


def _here(screen: Screen) -> Screen:
    """Without the buttons that lead out of here."""
    rows = (tuple(button for button in row if button.is_pressed or _opens_here(button)) for row in screen.rows)
    return replace(screen, rows=tuple(row for row in rows if row))


def ref_of(message_id: int) -> str:
    """How the rest of the program names a message of this face."""
    return f"{_PREFIX}{message_id}"


class LocalFace:
    """Implements `bot.chat.posting.Face`."""

    name = FACE
    chats: Collection[int] = PEOPLE

    def __init__(self, store: Store, board: Board, clock: Clock) -> None:
        self._store = store
        self._board = board
        self._clock = clock

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:  # noqa: ARG002 - no sound here
        """Put a message into the chat and answer its ref. Raises Gone for a chat that is nobody's."""
        if chat_id not in self.chats:
            raise Gone
        body, at = bodies.write(_here(screen)), self._clock()
        message = await self._store.run(lambda tx: local.add(tx, chat_id, body, at, outgoing=True))
        self._board.publish(MessageStands(message))
        return ref_of(message.id)

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """Replace a message; the same content again tells nobody. Raises NotThere."""
        await self._change(chat_id, ref, lambda _: _here(screen))

    async def retire(self, chat_id: int, ref: str) -> None:
        """Take the buttons off a message. Raises NotThere."""
        await self._change(chat_id, ref, lambda stands: replace(stands, rows=()))

    async def _change(self, chat_id: int, ref: str, change: Callable[[Screen], Screen]) -> None:
        message_id = message_id_of(ref)
        before, after = await self._store.run(lambda tx: _rewrite(tx, chat_id, message_id, change))
        if after is None:
            self._board.publish(ChatReplaced(chat_id))
            raise NotThere
        if after != before:
            self._board.publish(MessageStands(after))


def _rewrite(
    tx: Tx, chat_id: int, message_id: int, change: Callable[[Screen], Screen]
) -> tuple[LocalMessage | None, LocalMessage | None]:
    before = local.get(tx, chat_id, message_id)
    if before is None:
        return None, None
    body = bodies.write(change(bodies.read(before.body)))
    return before, local.rewrite(tx, chat_id, message_id, body)


def _opens_here(button: Button) -> bool:
    return button.url is not None and button.url.startswith(START)


def message_id_of(ref: str) -> int:
    """The id of the message that a ref names. Raises NotThere for what is no ref of this face."""
    number = ref.removeprefix(_PREFIX)
    if not ref.startswith(_PREFIX) or not (number.isascii() and number.isdecimal()):
        raise NotThere
    return int(number)
