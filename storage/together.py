"""Small notes of many callers in one transaction: what comes while one commits goes with the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.store import Store, Tx

T = TypeVar("T")
Act = Callable[[Tx, Sequence[T]], None]

MOST = 100
"""Notes in one transaction."""


@dataclass(frozen=True, slots=True)
class _Note:
    act: Act[Any]
    item: Any
    done: asyncio.Future[None]


class Together:
    """Writes notes down without keeping any of them waiting for company: alone they commit alone.

    Those of the same act are handed to it together, in the order in which they came. Where a transaction fails,
    each of its notes is written in one of its own: what that raises is its caller's alone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Note] = []
        self._draining: asyncio.Task[None] | None = None

    async def write(self, act: Act[T], item: T) -> None:
        """Write one; when this returns, it was committed."""
        loop = asyncio.get_running_loop()
        note = _Note(act, item, loop.create_future())
        self._waiting.append(note)
        if self._draining is None or self._draining.done():
            self._draining = loop.create_task(self._drain())
        await note.done

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if not await self._commit(batch):
                for note in batch:
                    await self._commit([note])

    async def _commit(self, batch: Sequence[_Note]) -> bool:
        """False where it failed and any of several may be to blame."""
        try:
            await self._store.run(lambda tx: _write(tx, batch))
        except Exception as error:
            if len(batch) > 1:
                return False
            _settle(batch, error)
        else:
            _settle(batch, None)
        return True


def _write(tx: Tx, batch: Sequence[_Note]) -> None:
    by_act: dict[Act[Any], list[Any]] = {}
    for note in batch:
        by_act.setdefault(note.act, []).append(note.item)
    for act, items in by_act.items():
        act(tx, items)


def _settle(batch: Sequence[_Note], error: Exception | None) -> None:
    for note in batch:
        if note.done.done():  # whoever asked has given up waiting
            continue
        if error is None:
            note.done.set_result(None)
        else:
            note.done.set_exception(error)
