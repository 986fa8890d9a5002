"""What the benchmark of the memory must show, and with which certainty it does."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from bot.trials.memory_trial import PLAIN, PLAIN_RISK, RULE, Outcome

ENOUGH = 200
"""From so many learners on the estimate itself must hold a bar; below, its 95 % interval must reach it."""

Outcomes = Sequence[dict[str, Outcome]]
Measure = Callable[[Outcome], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the half-width of its 95 % interval, over learners."""

    value: float
    margin: float

    def __format__(self, spec: str) -> str:
        return f"{self.value:{spec}} ± {self.margin:{spec}}"


@dataclass(frozen=True, slots=True)
class Bars:
    """The least and most that one cell may show; ratios, and points of 100 for the bias."""

    knowledge: float
    unknown: float
    risk: float
    bias: float


BARS = {
    (80, True): Bars(1.045, 0.50, 1.010, 3),
    (80, False): Bars(1.040, 0.55, 1.008, 3),
    (800, True): Bars(1.008, 0.98, 1.006, 4),
    (800, False): Bars(1.000, 1.00, 1.000, 4),
}
"""By number of facts, and whether the guess button is used."""


@dataclass(frozen=True, slots=True)
class Check:
    """One bar: what was measured, what was wanted, and whether it is held."""

    name: str
    measured: Estimate
    wanted: str
    held: bool


def mean(values: Sequence[float]) -> Estimate:
    """The mean with its interval."""
    return Estimate(fmean(values), _margin(values))


def ratio(over: Sequence[float], under: Sequence[float]) -> Estimate:
    """The ratio of two means, learner by learner paired (delta method)."""
    base = fmean(under)
    if not base:
        return Estimate(math.nan, math.nan)
    value = fmean(over) / base
    return Estimate(value, _margin([(a - value * b) / base for a, b in zip(over, under, strict=True)]))


def knowledge(outcome: Outcome) -> float:
    """The share of facts recalled on the exam day."""
    return outcome.knowledge


def unknown(outcome: Outcome) -> float:
    """The expected share of facts not recalled on the exam day."""
    return 1 - outcome.knowledge


def later(outcome: Outcome) -> float:
    """The share of facts recalled thirty days after the exam."""
    return outcome.later


def bias(outcome: Outcome) -> float:
    """How many points of 100 readiness is over-stated by, 0 where the policy states none."""
    return 0.0 if outcome.readiness is None else 100 * (outcome.readiness - outcome.knowledge)


def error(outcome: Outcome) -> float:
    """How many points of 100 one learner's readiness is off, either way."""
    return abs(bias(outcome))


def column(outcomes: Outcomes, policy: str, measure: Measure) -> list[float]:
    """One measure of one policy, a value for each learner."""
    return [measure(each[policy]) for each in outcomes]


def against(outcomes: Outcomes, peer: str, measure: Measure) -> Estimate:
    """The rule's measure over that of a peer."""
    return ratio(column(outcomes, RULE, measure), column(outcomes, peer, measure))


def checks(outcomes: Outcomes, bars: Bars) -> list[Check]:
    """Every bar of a cell."""
    few = len(outcomes) < ENOUGH
    return [
        _at_least("K ÷ plain FSRS", against(outcomes, PLAIN, knowledge), bars.knowledge, few),
        _at_most("unknown facts ÷ plain", against(outcomes, PLAIN, unknown), bars.unknown, few),
        _at_least("K ÷ plain lowest R", against(outcomes, PLAIN_RISK, knowledge), bars.risk, few),
        _at_most("readiness bias, points", _size(mean(column(outcomes, RULE, bias))), bars.bias, few),
        _at_least("K on day 90 ÷ plain", against(outcomes, PLAIN, later), 1.0, few),
    ]


def _at_least(name: str, measured: Estimate, bar: float, few: bool) -> Check:
    held = measured.value + (measured.margin if few else 0) >= bar
    return Check(name, measured, f"≥ {bar:.3f}", held)


def _at_most(name: str, measured: Estimate, bar: float, few: bool) -> Check:
    held = measured.value - (measured.margin if few else 0) <= bar
    return Check(name, measured, f"≤ {bar:.3f}", held)


def _size(estimate: Estimate) -> Estimate:
    return Estimate(abs(estimate.value), estimate.margin)


def _margin(values: Sequence[float]) -> float:
    return 1.96 * stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.inf
