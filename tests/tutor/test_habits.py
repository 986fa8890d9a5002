from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.habits import Habits, pack_habits, unpack_habits

answers = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def after(given_answers: list[tuple[float, bool]]) -> Habits:
    habits = Habits()
    for recalled, marked in given_answers:
        habits = habits.after(recalled, marked)
    return habits


def test_the_start_is_a_quarter_and_a_sixteenth() -> None:
    assert (Habits().marks_guess, Habits().marks_recall) == (0.25, 0.0625)


@given(answers)
def test_a_recall_is_never_believed_to_be_marked_more_often_than_a_guess(
    given_answers: list[tuple[float, bool]],
) -> None:
    habits = after(given_answers)
    assert 0 < habits.marks_recall <= habits.marks_guess < 1


def test_an_answer_counts_by_the_chance_that_it_was_recalled() -> None:
    assert Habits().after(0.25, True) == Habits(4.75, 1.75, 4.25, 0.5)
    assert Habits().after(0.25, False) == Habits(4.75, 1.0, 4.25, 0.25)


def test_who_never_marks_a_guess_soon_tells_nothing_by_that() -> None:
    assert Habits().telling
    assert not after([(0.0, False)] * 25).telling


def test_who_marks_guesses_goes_on_telling() -> None:
    assert after([(0.1, True), (0.9, False), (0.9, False)] * 50).telling


@given(answers)
def test_what_is_packed_comes_back_exactly(given_answers: list[tuple[float, bool]]) -> None:
    assert unpack_habits(pack_habits(after(given_answers))) == after(given_answers)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x02" + bytes(32)])
def test_anything_else_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="habits"):
        unpack_habits(stored)
