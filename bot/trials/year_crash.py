"""A process that may die at any step: where it awaits the face or the school, and inside a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.lessons.school import Room, School
from storage.store import Tx

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Crash(BaseException):
    """The process is no more. Not an Exception: nothing in the program may catch it."""


class Fuse:
    """Counts steps; once lit it burns out after so many, and from then on every step of the process crashes."""

    def __init__(self, at_burnout: Callable[[], None]) -> None:
        self._left: int | None = None
        self._at_burnout = at_burnout
        self.is_out = False

    def light(self, steps: int) -> None:
        """Die at the `steps`-th step from now."""
        self._left = steps

    def step(self) -> None:
        """One step. Raises Crash."""
        if not self.is_out and self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.is_out = True
                self._at_burnout()
        if self.is_out:
            raise Crash


class MortalSchool(School):
    """The school of a mortal process: a step before each lesson, one before its commit, one after.

    Lessons run in the calling thread, so that a seed always gives the same year; what the writer thread of
    the store adds is a hop, not a rule.
    """

    fuse: Fuse

    async def run(self, lesson: Callable[Concatenate[Room, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a lesson. Raises Crash."""
        await asyncio.sleep(0)
        self.fuse.step()

        def to_the_commit(room: Room, *args: Any, **kwargs: Any) -> R:
            outcome = lesson(room, *args, **kwargs)
            self.fuse.step()
            return outcome

        outcome = self.run_now(to_the_commit, *args, **kwargs)
        self.fuse.step()
        return outcome

    async def note(self, lesson: Callable[[Tx, Sequence[T]], None], item: T) -> None:
        """The same: nothing shares a transaction here. Raises Crash."""
        await self.run(lambda room: lesson(room.tx, [item]))
