from __future__ import annotations

from bot.trials.memory_trial import EXAM, POLICIES, RULE, Cell, one_learner
from bot.trials.people import SPECIFIED

SMALL = Cell(facts=12, size=4, new=2, population=SPECIFIED, seed=5)


def test_one_learner_lives_under_every_policy_with_the_same_budget() -> None:
    outcomes = one_learner(SMALL, 0)
    assert list(outcomes) == list(POLICIES)
    for outcome in outcomes.values():
        assert 0 < outcome.later < outcome.knowledge <= 1
        assert 0 <= outcome.rotten < 1
    assert {outcome.asked for outcome in outcomes.values()} == {EXAM * 4 - 2}  # the first day has only new facts


def test_the_same_seed_gives_the_same_learner_and_another_another() -> None:
    assert one_learner(SMALL, 1) == one_learner(SMALL, 1)
    assert one_learner(SMALL, 1)[RULE] != one_learner(SMALL, 2)[RULE]


def test_only_who_predicts_states_a_readiness() -> None:
    stated = {name for name, outcome in one_learner(SMALL, 0).items() if outcome.readiness is not None}
    assert stated == {name for name in POLICIES if "rule" in name or "FSRS" in name}
