from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.tutor.grading import Mark
from bot.tutor.notebook import Entry, open_mistakes

R, W, B = Mark.RIGHT, Mark.WRONG, Mark.BLANK
Step = tuple[bool, Mark, int]


def notebook(*steps: Step, fact_id: str = "f") -> list[str]:
    return open_mistakes(
        Entry(fact_id, truth, mark, date(2026, 1, 1) + timedelta(days=day)) for truth, mark, day in steps
    )


@pytest.mark.parametrize("mark", [W, B])
def test_a_miss_puts_a_fact_into_the_notebook(mark: Mark) -> None:
    assert notebook((True, mark, 0)) == ["f"]


def test_a_fact_never_missed_is_not_in_it() -> None:
    assert notebook((True, R, 0), (False, R, 1)) == []


def test_two_right_answers_on_different_days_and_sides_take_it_out() -> None:
    assert notebook((True, W, 0), (False, R, 1), (True, R, 2)) == []


@pytest.mark.parametrize(
    "steps",
    [
        ((True, W, 0), (True, R, 1)),
        ((True, W, 0), (True, R, 1), (True, R, 2)),
        ((True, W, 0), (True, R, 1), (False, R, 1)),
        ((True, W, 0), (True, R, 1), (False, W, 2), (False, R, 3)),
        ((True, R, 0), (True, W, 1), (False, R, 2)),
    ],
)
def test_less_than_that_does_not(steps: tuple[Step, ...]) -> None:
    assert notebook(*steps) == ["f"]


def test_a_third_answer_may_complete_the_pair() -> None:
    assert notebook((True, W, 0), (True, R, 1), (False, R, 1), (True, R, 2)) == []


def test_a_fact_missed_again_is_back() -> None:
    assert notebook((True, W, 0), (False, R, 1), (True, R, 2), (True, B, 3)) == ["f"]


def test_facts_do_not_settle_one_another() -> None:
    day = date(2026, 1, 1)
    answers = [
        Entry("a", True, W, day),
        Entry("b", True, W, day),
        Entry("a", True, R, day + timedelta(days=1)),
        Entry("b", False, R, day + timedelta(days=2)),
    ]
    assert open_mistakes(answers) == ["a", "b"]
