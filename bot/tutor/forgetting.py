"""The FSRS-6 formulas in plain floats: fast enough to weigh a whole bank for every set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

STABILITY_MIN = 0.001
DIFFICULTY_MIN, DIFFICULTY_MAX = 1.0, 10.0


@dataclass(frozen=True, slots=True)
class Forgetting:
    """How one memory fades and what a recall (Good) or a lapse (Again) on a later day makes of it.

    Days and stabilities in days, difficulty 1–10, chances 0–1. `parameters` are the 21 weights of FSRS-6.
    Source: open-spaced-repetition/py-fsrs, scheduler.py, with which these formulas agree.
    """

    parameters: tuple[float, ...]
    decay: float = field(init=False)
    factor: float = field(init=False)
    _growth: float = field(init=False)
    _short_term: float = field(init=False)
    _easiest: float = field(init=False)

    def __post_init__(self) -> None:
        w = self.parameters
        put = object.__setattr__
        put(self, "decay", -w[20])
        put(self, "factor", 0.9 ** (-1 / w[20]) - 1)
        put(self, "_growth", math.exp(w[8]))
        put(self, "_short_term", math.exp(-w[17] * w[18]))
        put(self, "_easiest", w[4] - math.exp(w[5] * 3) + 1)

    @classmethod
    def of(cls, parameters: Sequence[float]) -> Self:
        """The formulas with these 21 weights."""
        return cls(tuple(parameters))

    def recall(self, days: float, stability: float) -> float:
        """The chance of recall that many days after the last review."""
        return float((1 + self.factor * days / stability) ** self.decay)

    def stability_after_recall(self, stability: float, difficulty: float, recall: float) -> float:
        """The stability after a recall at a time when its chance was `recall`."""
        w = self.parameters
        urgency = math.exp((1 - recall) * w[10]) - 1
        return float(stability * (1 + self._growth * (11 - difficulty) * stability ** -w[9] * urgency))

    def stability_after_lapse(self, stability: float, difficulty: float, recall: float) -> float:
        """The stability after a lapse at a time when the chance of recall was `recall`."""
        w = self.parameters
        kept = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
        lapsed = min(kept * math.exp((1 - recall) * w[14]), stability * self._short_term)
        return float(max(lapsed, STABILITY_MIN))

    def difficulty_after(self, difficulty: float, recalled: bool) -> float:
        """The difficulty after a recall or a lapse."""
        w = self.parameters
        harder = 0.0 if recalled else 2 * w[6]
        damped = difficulty + (10 - difficulty) * harder / 9
        return _bounded(w[7] * self._easiest + (1 - w[7]) * damped)

    def first_stability(self, recalled: bool) -> float:
        """The stability of a card that was never rated before."""
        return max(self.parameters[2 if recalled else 0], STABILITY_MIN)

    def first_difficulty(self, recalled: bool) -> float:
        """The difficulty of a card that was never rated before."""
        w = self.parameters
        return _bounded(w[4] - math.exp(w[5] * (2 if recalled else 0)) + 1)

    def days_until(self, stability: float, recall: float) -> float:
        """The days after which the chance of recall has fallen to `recall`."""
        return float(stability / self.factor * (recall ** (1 / self.decay) - 1))


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, DIFFICULTY_MIN), DIFFICULTY_MAX)
