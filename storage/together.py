"""Small acts of many callers in one transaction: what comes while one commits goes with the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from storage.store import Store, Tx

R = TypeVar("R")
_Waiting = tuple[Callable[[Tx], Any], asyncio.Future[Any]]

MOST = 100
"""Acts in one transaction."""


class Together:
    """Runs acts without keeping any of them waiting for company: alone they commit alone.

    Where one of a transaction fails, each is run again in a transaction of its own: an act may be begun twice, and
    what it raises is its caller's alone.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._draining: asyncio.Task[None] | None = None

    async def run(self, act: Callable[[Tx], R]) -> R:
        """Run one act; when this returns, it was committed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()
        self._waiting.append((act, done))
        if self._draining is None or self._draining.done():
            self._draining = loop.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if not await self._commit(batch):
                for one in batch:
                    await self._commit([one])

    async def _commit(self, batch: list[_Waiting]) -> bool:
        """False where it failed and any of several may be to blame."""
        try:
            results = await self._store.run(lambda tx: [act(tx) for act, _ in batch])
        except Exception as error:
            if len(batch) == 1 and not batch[0][1].done():
                batch[0][1].set_exception(error)
            return len(batch) == 1
        for (_, done), result in zip(batch, results, strict=True):
            if not done.done():  # whoever asked may have given up waiting
                done.set_result(result)
        return True
