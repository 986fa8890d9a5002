"""Dying between any two steps: a process whose steps are counted, and that ends at a chosen one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from bot.lessons.school import School
from content.bank import Bank
from storage.store import Store
from tests.support.chats import Installation


class Died(BaseException):
    """The process is gone; nothing in it catches this."""


class Fate:
    """Counts the steps of a process. At step `at` (from 1) it dies: before the step, or after it took effect."""

    def __init__(self, at: int | None = None, *, after: bool = False) -> None:
        self.at = at
        self.after = after
        self.steps = 0

    def step(self) -> bool:
        """Whether this is the last step."""
        self.steps += 1
        return self.steps == self.at


class MortalSchool(School):
    """Every lesson is a step: it dies before it began, or after it was committed."""

    def __init__(self, store: Store, bank: Bank, coin: Random, fate: Fate) -> None:
        super().__init__(store, bank, coin)
        self._fate = fate

    async def run(self, lesson: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a lesson, unless the hour has come."""
        last = self._fate.step()
        if last and not self._fate.after:
            raise Died
        outcome = await super().run(lesson, *args, **kwargs)
        if last:
            raise Died
        return outcome

    async def note(self, lesson: Callable[..., None], item: Any) -> None:
        """The same: a step of its own."""
        await self.run(lambda room: lesson(room.tx, [item]))


def doom(chat: Installation, fate: Fate) -> None:
    """From here on every lesson and every call of the face is a step of that fate."""
    chat.school = MortalSchool(chat.store, chat.bank, Random(7), fate)
    chat.assemble()
    chat.sheet.arrived = fate.after
    chat.sheet.trouble = lambda what, chat_id: Died() if fate.step() else None


def spare(chat: Installation) -> None:
    """The face fails no more; `chat.restart()` gives the process its school back."""
    chat.sheet.arrived = False
    chat.sheet.trouble = lambda what, chat_id: None
