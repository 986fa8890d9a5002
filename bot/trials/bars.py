"""What a bench found: figures, the bars that some of them must hold, and the conditions they were found under."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured; it holds its bar where it is neither more nor less than allowed."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def bar(self) -> str:
        """The bar in words; empty where there is none."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""

    @property
    def held(self) -> bool:
        """Whether it is as good as wanted; what could not be measured is not."""
        if math.isnan(self.value):
            return not self.bar
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.at_least is None or self.value >= self.at_least


@dataclass(frozen=True, slots=True)
class Report:
    """All of one bench. `conditions`: the sizes, the seed, what the machine was."""

    bench: str
    conditions: Mapping[str, object]
    figures: tuple[Figure, ...]

    @property
    def held(self) -> bool:
        """Whether every bar is held."""
        return all(figure.held for figure in self.figures)

    def plain(self) -> dict[str, Any]:
        """As it goes into a JSON file."""
        return {
            "bench": self.bench,
            "held": self.held,
            "conditions": dict(self.conditions),
            "figures": [
                {
                    "name": figure.name,
                    "value": None if math.isnan(figure.value) else figure.value,
                    "unit": figure.unit,
                    "bar": figure.bar or None,
                    "held": figure.held,
                }
                for figure in self.figures
            ],
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of them does not exceed; not a number where there is none."""
    if not values:
        return math.nan
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def most_within(times: Sequence[float], span: float) -> int:
    """The largest count in any stretch of that length, its end left out."""
    ordered, first, most = sorted(times), 0, 0
    for number, at in enumerate(ordered, start=1):
        while at - ordered[first] >= span:
            first += 1
        most = max(most, number - first)
    return most


def ratio(over: float, under: float) -> float:
    """A ratio; not a number where there is nothing to compare with."""
    return over / under if under else math.nan
