from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.tutor import minute
from content.bank import Bank, Subtopic
from tests.support.banks import bank, fact

END = datetime(2026, 3, 2, 11, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before_end", "left"),
    [(60, 60), (59.999, 60), (1, 1), (0.001, 1), (0, 0), (-5, 0)],
)
def test_seconds_are_rounded_up_and_never_negative(before_end: float, left: int) -> None:
    assert minute.seconds_left(END, END - timedelta(seconds=before_end)) == left


def test_facts_met_before_come_first_in_any_order_and_new_ones_after_them_in_that_of_the_syllabus() -> None:
    small, known = bank(6), {"f-0005", "f-0002", "f-0006"}
    asked: list[str] = []
    coin = Random(3)
    while (following := minute.next_fact(small, known, set(asked), coin)) is not None:
        asked.append(following.id)
    assert set(asked[:3]) == known
    assert asked[3:] == ["f-0001", "f-0003", "f-0004"]
    firsts = {minute.next_fact(small, known, set(), Random(seed)).id for seed in range(40)}  # type: ignore[union-attr]
    assert firsts == known


def test_siblings_do_not_meet_in_one_minute() -> None:
    twins = Bank((Subtopic("s1", "Cores", "Pergunta", (fact(1, group="g"), fact(2, group="g"), fact(3))),))
    following = minute.next_fact(twins, set(), {"f-0001"}, Random(1))
    assert following is not None
    assert following.id == "f-0003"


def test_a_fact_that_left_the_bank_does_no_harm() -> None:
    assert minute.next_fact(bank(2), {"f-9999"}, {"f-9999", "f-0001", "f-0002"}, Random(1)) is None
