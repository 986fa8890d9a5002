from __future__ import annotations

import pytest

from bot.trials.policies import Answered, GuessAware, on_day
from bot.tutor import fitting, memory
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, WordsOutcome
from bot.tutor.plan import Pace
from bot.tutor.traits import Traits

PACE = Pace(size=4, new=2)
RIGHT = Answered(right=True, marked=False, words=True)


def readiness_after(policy: GuessAware, answer: Answered, truth: bool) -> float:
    policy.learn("a", 0, answer, truth)
    return policy.readiness(1)


def test_the_rule_is_the_bots_own_review() -> None:
    after, _ = memory.review(None, Mark.RIGHT, guess=False, on=on_day(0), habits=Habits())
    policy = GuessAware(["a"], PACE)
    assert readiness_after(policy, RIGHT, True) == pytest.approx(memory.retrievability(after, on_day(1)))


def test_the_words_are_asked_only_after_a_falsified_sentence() -> None:
    words = memory.follow_up(None, Mark.RIGHT, guess=False, on=on_day(0), habits=Habits(), words=WordsOutcome.RIGHT)
    with_words = pytest.approx(memory.retrievability(words, on_day(1)))
    assert readiness_after(GuessAware(["a"], PACE), RIGHT, False) == with_words
    assert readiness_after(GuessAware(["a"], PACE), RIGHT, True) != with_words
    assert readiness_after(GuessAware(["a"], PACE, asks_words=False), RIGHT, False) != with_words


def test_what_was_never_asked_counts_as_known_one_time_in_four() -> None:
    assert GuessAware(["a", "b"], PACE).readiness(60) == 0.25


def test_a_confident_mistake_is_asked_first_on_the_next_day() -> None:
    policy = GuessAware([f"f{number}" for number in range(20)], PACE)
    for fact_id in policy.choose(0):
        policy.learn(fact_id, 0, RIGHT, True)
    policy.learn("f9", 0, Answered(right=False, marked=False, words=False), True)
    assert policy.choose(1)[0] == "f9"


def test_a_policy_that_fits_goes_on_under_the_traits_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Traits(0.5, 1.25)
    monkeypatch.setattr(fitting, "fit", lambda _log, _current: own)
    policy = GuessAware(["a", "b"], PACE, fits=True)
    policy.learn("a", 0, RIGHT, True)
    monkeypatch.setattr(policy, "_fit_at", 1)
    policy.choose(1)
    after, _ = memory.review(None, Mark.RIGHT, guess=False, on=on_day(0), habits=Habits(), traits=own)
    expected = (memory.retrievability(after, on_day(5)) + memory.KNOWN_BEFOREHAND) / 2
    assert policy.readiness(5) == pytest.approx(expected)
