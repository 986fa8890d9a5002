"""The plain-float formulas agree with the fsrs package."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.forgetting import STABILITY_MIN, Forgetting
from bot.tutor.memory import FORGETTING

START = datetime(2026, 1, 1, tzinfo=UTC)
stabilities = st.floats(STABILITY_MIN, 5000)
difficulties = st.floats(1, 10)
days = st.integers(1, 2000)


def card(stability: float, difficulty: float) -> Card:
    return Card(1, State.Review, None, stability, difficulty, START, START)


def scheduler(parameters: tuple[float, ...] | None = None) -> Scheduler:
    options = {"parameters": parameters} if parameters else {}
    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, **options)


@given(stabilities, difficulties, days)
def test_the_chance_of_recall_is_the_packages(stability: float, difficulty: float, passed: int) -> None:
    theirs = scheduler().get_card_retrievability(card(stability, difficulty), START + timedelta(passed))
    assert FORGETTING.recall(passed, stability) == pytest.approx(theirs, rel=1e-12)


@given(stabilities, difficulties, days, st.booleans())
def test_a_review_is_the_packages(stability: float, difficulty: float, passed: int, recalled: bool) -> None:
    rating = Rating.Good if recalled else Rating.Again
    theirs, _ = scheduler().review_card(card(stability, difficulty), rating, START + timedelta(passed))
    after = FORGETTING.stability_after_recall if recalled else FORGETTING.stability_after_lapse
    chance = FORGETTING.recall(passed, stability)
    assert after(stability, difficulty, chance) == pytest.approx(theirs.stability, rel=1e-9)
    assert FORGETTING.difficulty_after(difficulty, recalled) == pytest.approx(theirs.difficulty, rel=1e-9)


@pytest.mark.parametrize("recalled", [True, False])
def test_a_first_rating_is_the_packages(recalled: bool) -> None:
    rating = Rating.Good if recalled else Rating.Again
    theirs, _ = scheduler().review_card(Card(1, due=START), rating, START)
    assert FORGETTING.first_stability(recalled) == theirs.stability
    assert FORGETTING.first_difficulty(recalled) == pytest.approx(theirs.difficulty, rel=1e-12)


@given(st.floats(0.1, 0.8), stabilities, days)
def test_other_weights_are_followed_too(decay: float, stability: float, passed: int) -> None:
    weights = (*FORGETTING.parameters[:20], decay)
    theirs, _ = scheduler(weights).review_card(card(stability, 5.0), Rating.Good, START + timedelta(passed))
    ours = Forgetting.of(weights)
    chance = ours.recall(passed, stability)
    assert ours.stability_after_recall(stability, 5.0, chance) == pytest.approx(theirs.stability, rel=1e-9)


@given(st.floats(0.1, 2000), st.floats(0.7, 0.97))
def test_days_until_a_chance_is_the_inverse_of_the_curve(stability: float, chance: float) -> None:
    passed = FORGETTING.days_until(stability, chance)
    assert FORGETTING.recall(passed, stability) == pytest.approx(chance, rel=1e-9)
