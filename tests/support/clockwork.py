"""The loop whose time jumps, where the tests have always found it."""

from __future__ import annotations

from bot.trials.clockwork import Clockwork, run

__all__ = ["Clockwork", "run"]
