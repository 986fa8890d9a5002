"""What happens in the local chat, told to whoever shows it: open pages, the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.local.profile import Profile
from storage.local import LocalMessage


@dataclass(frozen=True, slots=True)
class MessageStands:
    """A message stands in its chat: a new one, or an older one with another body."""

    message: LocalMessage


@dataclass(frozen=True, slots=True)
class ChatReplaced:
    """More changed in a chat than one message, as when its person was erased: read it anew."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Typing:
    """The bot is at work on an answer, or no longer is."""

    chat_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """A person's language or zone is another one now."""

    chat_id: int
    profile: Profile


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """The clock was moved on, and may be on its way still."""

    now: datetime
    moving: bool


Event = MessageStands | ChatReplaced | Typing | ProfileChanged | ClockMoved
Listener = Callable[[Event], None]


class Board:
    """Tells every listener every event, in order. Listeners must not wait."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def publish(self, event: Event) -> None:
        """Tell everybody."""
        for listener in tuple(self._listeners):
            listener(event)

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Be told, for as long as the block runs."""
        self._listeners.add(listener)
        try:
            yield
        finally:
            self._listeners.discard(listener)
