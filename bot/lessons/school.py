"""Where lessons run: each a whole transaction in a store thread, with the bank and the coin at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Concatenate, ParamSpec, TypeVar

from content.bank import Bank
from storage.store import Store, Tx
from storage.together import Together

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Room:
    """What a lesson works with: its transaction, the bank, the coin that chooses sentences."""

    tx: Tx
    bank: Bank
    coin: Random


Lesson = Callable[Concatenate[Room, P], R]


class School:
    """Runs lessons. What a lesson returns was committed; what it raises was rolled back."""

    def __init__(self, store: Store, bank: Bank, coin: Random | None = None) -> None:
        self.store = store
        self.bank = bank
        self._coin = coin or Random()
        self._together = Together(store)

    async def run(self, lesson: Callable[Concatenate[Room, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a lesson off the event loop."""
        return await self.store.run(lambda tx: lesson(Room(tx, self.bank, self._coin), *args, **kwargs))

    async def note(self, lesson: Callable[[Tx, Sequence[T]], None], item: T) -> None:
        """Write something down by a lesson that takes many such: those that come at once share a transaction."""
        await self._together.write(lesson, item)

    def run_now(self, lesson: Callable[Concatenate[Room, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a lesson in the calling thread."""
        return self.store.run_now(lambda tx: lesson(Room(tx, self.bank, self._coin), *args, **kwargs))
