from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor import memory, wording
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, WordsOutcome
from bot.tutor.wording import Before
from content.bank import Variant
from tests.support.banks import fact

DAY = date(2026, 3, 2)
counts = st.floats(0.25, 1e4)


def falsified() -> Variant:
    return fact(1).sides(False)[0]


@given(st.integers())
def test_the_phrases_are_shuffled_and_each_number_leads_back_to_its_phrase(seed: int) -> None:
    order = wording.shuffled(Random(seed))
    assert sorted(order) == ["0", "1", "2"]
    shown = wording.in_order(falsified(), order)
    for number, phrase in enumerate(shown, 1):
        expected = WordsOutcome.RIGHT if phrase == "verde" else WordsOutcome.WRONG
        assert wording.outcome(order, number) is expected
    assert wording.outcome(order, None) is WordsOutcome.SKIPPED


def test_every_place_is_as_likely_as_the_others() -> None:
    coin = Random(1)
    places = [wording.shuffled(coin).index("0") for _ in range(3_000)]
    assert all(900 < places.count(place) < 1_100 for place in range(3))


@pytest.mark.parametrize(
    "change",
    [
        {"decoys": ()},
        {"decoys": ("O fato",)},
        {"decoys": ("O fato", "O fato")},
        {"decoys": ("O fato", "verde")},
        {"decoys": ("O fato", "nowhere in it")},
        {"span": None},
    ],
)
def test_a_sentence_without_three_phrases_of_its_own_asks_nothing(change: dict[str, object]) -> None:
    unfit = replace(falsified(), **change)  # type: ignore[arg-type]
    assert wording.phrases(unfit) == ()
    assert wording.in_order(unfit, "120") == ()


def test_a_true_sentence_asks_nothing() -> None:
    assert wording.phrases(fact(1).sides(True)[0]) == ()


@given(counts, counts, counts, counts, st.lists(st.sampled_from(Mark), max_size=4))
def test_what_was_believed_before_is_read_as_it_was_kept(
    guesses: float, marked: float, recalls: float, recalls_marked: float, marks: list[Mark]
) -> None:
    believed = None
    for days, mark in enumerate(marks):
        believed, _ = memory.review(
            believed, mark, guess=False, on=date.fromordinal(DAY.toordinal() + days), habits=Habits()
        )
    before = Before(believed, Habits(guesses, marked, recalls, recalls_marked))
    stored = wording.pack_before(before)
    assert len(stored) <= 110
    assert wording.unpack_before(stored) == before


@pytest.mark.parametrize("stored", [b"", b"x" * 33, wording.pack_before(Before(None, Habits())) + b"x"])
def test_bytes_that_are_something_else_are_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="not"):
        wording.unpack_before(stored)
