"""Calls that share one limit of so many a second."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.chat.priority import Priority

SLACK = 0.01
"""A call that leaves late by no more than this does not make the next one late."""


@dataclass(order=True, slots=True)
class Waiter:
    """A call that waits: the smallest rank goes first."""

    rank: tuple[int, int]
    chat: int = field(compare=False)
    lane: Lane = field(compare=False)
    turn: asyncio.Future[float] = field(compare=False)


class Lane:
    """At most `most` calls in any second and `margin` more, for the way to Telegram does not take always as long.

    Calls that nobody waits for leave evenly, and so do all once half of the limit is used up: never do two bursts
    meet at the other end.
    """

    def __init__(self, most: int, margin: float) -> None:
        self.waiting: list[Waiter] = []
        self._most = most
        self._window = 1 + margin
        self._gap = self._window / most
        self._sent: deque[float] = deque()
        self._even = 0.0

    def free_at(self, now: float) -> float:
        """When the first of those that wait may leave."""
        while self._sent and self._sent[0] <= now - self._window:
            self._sent.popleft()
        full = len(self._sent) >= self._most
        return max(self._sent[0] + self._window if full else 0.0, self._even if self._is_spread else 0.0)

    def note(self, now: float) -> None:
        """The first of them leaves."""
        self._even = max(self._even if self._is_spread else 0.0, now - SLACK) + self._gap
        self._sent.append(now)

    def forget(self, at: float) -> None:
        """What had leave to go at that instant did not go."""
        if at in self._sent:
            self._sent.remove(at)
            self._even -= self._gap

    @property
    def _is_spread(self) -> bool:
        hurried = bool(self.waiting) and self.waiting[0].rank[0] < Priority.SET
        return not hurried or 2 * len(self._sent) >= self._most
