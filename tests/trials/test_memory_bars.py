from __future__ import annotations

import math
from random import Random

import pytest

from bot.trials import memory_bars
from bot.trials.memory_bars import BARS, Bars, Check
from bot.trials.memory_trial import PLAIN, PLAIN_RISK, RULE, Outcome

BAR = Bars(knowledge=1.05, unknown=0.5, risk=1.01, bias=3)


def outcome(knowledge: float, *, later: float = 0.5, bias: float = 0.0) -> Outcome:
    return Outcome(knowledge, later, 0.0, knowledge + bias / 100, 600)


def learners(
    count: int, rule: float, plain: float, *, bias: float = 0.0, noise: float = 0.0
) -> list[dict[str, Outcome]]:
    luck = Random(1)
    return [
        {
            RULE: outcome(rule + luck.uniform(-noise, noise), bias=bias),
            PLAIN: outcome(plain),
            PLAIN_RISK: outcome(plain),
        }
        for _ in range(count)
    ]


def held(checks: list[Check]) -> dict[str, bool]:
    return {check.name: check.held for check in checks}


def test_a_ratio_is_of_the_means_with_a_paired_interval() -> None:
    estimate = memory_bars.ratio([0.6, 0.9], [0.5, 0.75])
    assert estimate.value == pytest.approx(1.2)
    assert estimate.margin == pytest.approx(0)


def test_a_ratio_to_nothing_is_no_number() -> None:
    assert math.isnan(memory_bars.ratio([1.0, 1.0], [0.0, 0.0]).value)


def test_the_interval_of_a_mean_covers_the_truth_about_95_times_in_100() -> None:
    luck = Random(2)
    estimates = [memory_bars.mean([luck.gauss(0, 1) for _ in range(100)]) for _ in range(400)]
    assert 0.91 < sum(abs(e.value) <= e.margin for e in estimates) / 400 < 0.98


def test_all_bars_are_held_by_a_rule_that_is_good_enough() -> None:
    assert all(held(memory_bars.checks(learners(200, 0.96, 0.9), BAR)).values())


def test_each_bar_is_missed_on_its_own_account() -> None:
    assert not held(memory_bars.checks(learners(200, 0.94, 0.9), BAR))["K ÷ plain FSRS"]
    assert not held(memory_bars.checks(learners(200, 0.94, 0.9), BAR))["unknown facts ÷ plain"]
    assert not held(memory_bars.checks(learners(200, 0.9, 0.9), BAR))["K ÷ plain lowest R"]
    for bias in (-3.5, 3.5):
        assert not held(memory_bars.checks(learners(200, 0.96, 0.9, bias=bias), BAR))["readiness bias, points"]


def test_a_rule_that_is_forgotten_sooner_is_caught() -> None:
    worse = [{**each, PLAIN: outcome(0.9, later=0.6)} for each in learners(200, 0.96, 0.9)]
    assert not held(memory_bars.checks(worse, BAR))["K on day 90 ÷ plain"]


def test_few_learners_miss_a_bar_only_beyond_the_interval() -> None:
    near = learners(20, 0.944, 0.9, noise=0.05)
    assert held(memory_bars.checks(near, BAR))["K ÷ plain FSRS"]
    far = learners(20, 0.9, 0.9, noise=0.05)
    assert not held(memory_bars.checks(far, BAR))["K ÷ plain FSRS"]


def test_there_are_bars_for_every_cell() -> None:
    assert set(BARS) == {(80, True), (80, False), (800, True), (800, False)}
