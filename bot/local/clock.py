"""A clock that can be moved on: the real one and an offset."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock

LONGEST = timedelta(days=36_500)
"""How far the clock may run ahead: dates stay well inside what a calendar can hold."""


class MovableClock:
    """Tells the real time plus an offset; moves on only, never back."""

    def __init__(self, real: Clock, offset: timedelta = timedelta()) -> None:
        self._real = real
        self.offset = min(max(offset, timedelta()), LONGEST)

    def __call__(self) -> datetime:
        """The instant it is here."""
        return self._real() + self.offset

    def move_to(self, instant: datetime) -> None:
        """Stand at `instant` now and run on from there; an instant gone by changes nothing."""
        self.offset = min(max(self.offset, instant - self._real()), LONGEST)
