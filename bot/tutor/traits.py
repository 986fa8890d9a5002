"""How one learner's forgetting differs from that of FSRS-6's defaults."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

FIRST_STABILITIES, DECAY = slice(0, 4), 20
"""Where they stand among the 21 weights of FSRS-6."""

FIRMNESS = (0.2, 5.0)
STEEPNESS = (0.65, 4.0)
"""The least and the most: the weights stay within the bounds of the fsrs package."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Two factors: `firmness` of every first stability, `steepness` of the decay; both 1 by default.

    A few hundred true/false answers tell these two apart, and hardly all 21 weights.
    """

    firmness: float = 1.0
    steepness: float = 1.0

    @classmethod
    def of_logs(cls, firmness: float, steepness: float) -> Self:
        """From the logarithms of the factors, brought within bounds."""
        return cls(_within(math.exp(firmness), FIRMNESS), _within(math.exp(steepness), STEEPNESS))

    def logs(self) -> tuple[float, float]:
        """The inverse of `of_logs`."""
        return math.log(self.firmness), math.log(self.steepness)

    def weights(self, defaults: Sequence[float]) -> tuple[float, ...]:
        """The 21 weights of this learner."""
        own = list(defaults)
        own[FIRST_STABILITIES] = [weight * self.firmness for weight in defaults[FIRST_STABILITIES]]
        own[DECAY] = defaults[DECAY] * self.steepness
        return tuple(own)


AVERAGE = Traits()


def pack_traits(traits: Traits) -> str:
    """As it is stored; empty for the average."""
    return "" if traits == AVERAGE else f"{traits.firmness!r} {traits.steepness!r}"


def unpack_traits(stored: str) -> Traits:
    """The inverse of `pack_traits`. Raises ValueError."""
    if not stored:
        return AVERAGE
    firmness, steepness = (float(part) for part in stored.split())
    return Traits(firmness, steepness)


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])
