from __future__ import annotations

import math
from random import Random
from statistics import fmean, pstdev

import pytest

from bot.trials.people import DECAY_AT, POPULATIONS, SPECIFIED, Person, Population, draw
from bot.tutor.memory import FORGETTING


def many(population: Population) -> list[Person]:
    return [draw(population, Random(seed)) for seed in range(2000)]


def test_the_same_luck_draws_the_same_person() -> None:
    assert draw(SPECIFIED, Random(3)) == draw(SPECIFIED, Random(3))


def test_people_are_drawn_around_the_defaults_as_specified() -> None:
    people = many(SPECIFIED)
    firm = [math.log(person.firmness) for person in people]
    decay = [math.log(person.forgetting.parameters[DECAY_AT] / FORGETTING.parameters[DECAY_AT]) for person in people]
    assert (fmean(firm), pstdev(firm)) == pytest.approx((0, 0.5), abs=0.05)
    assert (fmean(decay), pstdev(decay)) == pytest.approx((0, 0.25), abs=0.03)
    assert all(0.03 <= person.slip <= 0.08 for person in people)


def test_first_stabilities_follow_the_firmness_and_all_other_weights_are_kept() -> None:
    person = draw(SPECIFIED, Random(1))
    ours, default = person.forgetting.parameters, FORGETTING.parameters
    assert ours[:4] == pytest.approx([weight * person.firmness for weight in default[:4]])
    assert ours[4:DECAY_AT] == default[4:DECAY_AT]


def test_without_the_button_only_the_marks_change() -> None:
    used, unused = draw(SPECIFIED, Random(5)), draw(SPECIFIED.without_button(), Random(5))
    assert (unused.marks_guess, unused.marks_recall) == (0, 0)
    assert (used.forgetting, used.slip) == (unused.forgetting, unused.slip)


def test_steep_people_forget_faster() -> None:
    steep, usual = many(POPULATIONS["steep"]), many(SPECIFIED)
    ratio = fmean(p.forgetting.parameters[DECAY_AT] for p in steep) / fmean(
        p.forgetting.parameters[DECAY_AT] for p in usual
    )
    assert ratio == pytest.approx(1.3, abs=0.02)
