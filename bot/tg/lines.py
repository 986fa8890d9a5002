"""Lines to wait in: one a key, whoever stands first goes first."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable


class Place:
    """A place in a line; whoever has it leaves it in the end."""

    def __init__(self, line: deque[Place], forget: Callable[[], object]) -> None:
        self._line = line
        self._forget = forget
        self._first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(self)
        self._call()

    async def turn(self) -> None:
        """Wait until it is the first."""
        await self._first

    def leave(self) -> None:
        """Leave, from wherever one stands."""
        if self in self._line:
            self._line.remove(self)
            self._call()

    def _call(self) -> None:
        if not self._line:
            self._forget()
        elif not self._line[0]._first.done():
            self._line[0]._first.set_result(None)


class Lines:
    """Lines by key, in order of arrival; an empty one is forgotten."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, deque[Place]] = {}

    def join(self, key: Hashable) -> Place:
        """The last place in the line of `key`."""
        return Place(self._lines.setdefault(key, deque()), lambda: self._lines.pop(key, None))

    def length(self, key: Hashable) -> int:
        """How many stand in the line of `key`."""
        return len(self._lines.get(key, ()))

    def __len__(self) -> int:
        return len(self._lines)


GRACE = 2.0
"""Seconds from its arrival in which the reply to an update is waited for before its person's next update begins."""


class Passage:
    """The way of one update: among what its person does, and once that is committed among the replies in its chat.

    What stands in the chat after a reply is known to whatever comes next, unless the reply has to wait.
    """

    def __init__(self, effects: Place, replies: Lines, there: Hashable) -> None:
        self._effects = effects
        self._replies = replies
        self._there = there
        self._reply: Place | None = None
        self._loop = asyncio.get_running_loop()
        self._until = self._loop.time() + GRACE
        self._timer: asyncio.TimerHandle | None = None

    async def begin(self) -> None:
        """Wait until what the person did before is committed."""
        await self._effects.turn()

    def commit(self) -> None:
        """From here on it stands among the replies; the person's next update begins after its own, or after GRACE."""
        if self._reply is None:
            self._reply = self._replies.join(self._there)
            self._timer = self._loop.call_at(self._until, self._effects.leave)

    async def turn(self) -> None:
        """Wait until what the person did there before has its reply."""
        if self._reply is not None:
            await self._reply.turn()

    def end(self) -> None:
        """Nobody waits for it any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._effects.leave()
        if self._reply is not None:
            self._reply.leave()
