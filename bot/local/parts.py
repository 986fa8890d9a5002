"""What the composition root hands to the local chat, and the local chat put together from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.desk import Desk
from bot.chat.posting import Face, Poster
from bot.clock import Clock
from bot.local.board import Board
from bot.local.clock import MovableClock
from bot.local.conversation import Conversation
from bot.local.face import LocalFace
from bot.local.timekeeper import Ticks, Timekeeper, offset_kept
from storage.store import Store


@dataclass(frozen=True, slots=True)
class LocalParts:
    """A store of its own, the desk, how to make a poster for a face and a ticker for posters, the real clock."""

    store: Store
    desk: Desk
    poster: Callable[[Face], Poster]
    ticker: Callable[[Mapping[str, Poster]], Ticks]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Local:
    """The local chat, ready to be shown."""

    store: Store
    board: Board
    clock: MovableClock
    conversation: Conversation
    timekeeper: Timekeeper


async def put_together(parts: LocalParts) -> Local:
    """The local chat over these parts, its clock where it was left."""
    board = Board()
    clock = MovableClock(parts.clock, await parts.store.run(offset_kept))
    face = LocalFace(parts.store, board, clock)
    poster = parts.poster(face)
    ticker = parts.ticker({face.name: poster})
    conversation = Conversation(parts.store, board, parts.desk, poster, clock)
    return Local(parts.store, board, clock, conversation, Timekeeper(parts.store, ticker, clock, board))
