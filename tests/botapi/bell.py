"""Rings whenever something happened; waiting on it is waiting for an event, never for a time."""

from __future__ import annotations

import asyncio


class Bell:
    """`revision` counts the rings, so that a waiter can tell whether it missed any."""

    def __init__(self) -> None:
        self.revision = 0
        self._waiters: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        self.revision += 1
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)

    async def heard(self, seconds: float) -> bool:
        """Wait for the next ring, at most so many seconds; False if there was none."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        done, _ = await asyncio.wait([waiter], timeout=seconds)
        if not done and waiter in self._waiters:
            self._waiters.remove(waiter)
        return bool(done)
