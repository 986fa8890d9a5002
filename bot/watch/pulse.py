"""Signs of life of this process: the last tick, the last answer of Telegram. Instants are monotonic seconds."""

from __future__ import annotations

from dataclasses import dataclass

TICK_LATE = 30.0
TELEGRAM_SILENT = 90.0
"""Long polling brings an answer every thirty seconds at the latest."""


@dataclass(slots=True)
class Pulse:
    """`ticking`: whether this process keeps the clock at all."""

    ticking: bool = False
    ticked_at: float | None = None
    heard_at: float | None = None

    def ticked(self, now: float) -> float:
        """A tick begins; by how many seconds it is later than one after the last."""
        before, self.ticked_at = self.ticked_at, now
        return 0.0 if before is None else max(0.0, now - before - 1)

    def heard(self, now: float) -> None:
        """Telegram answered, whatever it said."""
        self.heard_at = now

    def is_ticking(self, now: float) -> bool:
        """Whether the clock is kept here and the last tick is recent, or it is not this process's to keep."""
        return not self.ticking or (self.ticked_at is not None and now - self.ticked_at <= TICK_LATE)

    def hears_telegram(self, now: float) -> bool:
        """Whether Telegram answered lately."""
        return self.heard_at is not None and now - self.heard_at <= TELEGRAM_SILENT
