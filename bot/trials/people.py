"""Who the simulated learners are: how they forget, guess, slip and use the guess button."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from random import Random

from bot.tutor.forgetting import Forgetting
from bot.tutor.memory import FORGETTING

DECAY_AT = 20
FLATTEST, STEEPEST = 0.05, 0.8


@dataclass(frozen=True, slots=True)
class Population:
    """How learners are drawn. `steepness` multiplies every decay, `slips` is the range of a uniform draw."""

    name: str
    guess: float = 0.5
    slips: tuple[float, float] = (0.03, 0.08)
    known: float = 0.25
    marks_guess: float = 0.7
    marks_recall: float = 0.1
    steepness: float = 1.0

    def without_button(self) -> Population:
        """The same people, who never mark a guess."""
        return replace(self, marks_guess=0.0, marks_recall=0.0)


SPECIFIED = Population("specified")
POPULATIONS = {
    population.name: population
    for population in (
        SPECIFIED,
        Population("guess-35", guess=0.35),
        Population("guess-65", guess=0.65),
        Population("slip-15", slips=(0.15, 0.15)),
        Population("steep", steepness=1.3),
        Population("very-steep", steepness=1.6),
    )
}
"""The learners for whom the rule was made, and five kinds of others."""


@dataclass(frozen=True, slots=True)
class Person:
    """One learner. `firmness` multiplies every first stability."""

    forgetting: Forgetting
    firmness: float
    known: float
    slip: float
    guess: float
    marks_guess: float
    marks_recall: float
    finds_words: float = 0.95


def draw(population: Population, luck: Random) -> Person:
    """A learner of that population: FSRS-6 with weights around the defaults."""
    firmness = math.exp(luck.gauss(0, 0.5))
    steeper = math.exp(luck.gauss(0, 0.25)) * population.steepness
    weights = list(FORGETTING.parameters)
    weights[:4] = [weight * firmness for weight in weights[:4]]
    weights[DECAY_AT] = min(max(weights[DECAY_AT] * steeper, FLATTEST), STEEPEST)
    return Person(
        Forgetting.of(weights),
        firmness,
        population.known,
        luck.uniform(*population.slips),
        population.guess,
        population.marks_guess,
        population.marks_recall,
    )
