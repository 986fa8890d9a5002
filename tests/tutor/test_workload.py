from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tutor.workload import need

TODAY = date(2026, 3, 2)
spans = st.builds(
    lambda seen, interval: (TODAY - timedelta(days=seen), TODAY - timedelta(days=seen) + timedelta(days=interval)),
    st.integers(0, 60),
    st.integers(1, 400),
)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_with_nothing_to_learn_nothing_is_needed() -> None:
    wanted = need([], 0, TODAY, ahead(30), 30)
    assert (wanted.new, wanted.total, wanted.is_enough) == (0, 0, True)


def test_eighty_facts_in_a_month_take_a_few_new_ones_a_day_and_their_reviews() -> None:
    wanted = need([], 80, TODAY, ahead(30), 30)
    assert wanted.new == 4
    assert 8 <= wanted.total <= 16


def test_a_fact_due_after_the_exam_takes_no_review() -> None:
    known = [(TODAY, ahead(31))] * 50
    assert need(known, 0, TODAY, ahead(30), 30).total == 0


def test_a_fact_missed_yesterday_returns_several_times() -> None:
    known = [(TODAY - timedelta(days=1), TODAY)] * 30
    assert need(known, 0, TODAY, ahead(30), 30).total >= 3


def test_more_than_a_day_can_hold_is_said_to_be_too_much() -> None:
    wanted = need([], 3000, TODAY, ahead(5), 5)
    assert (wanted.total, wanted.is_enough) == (100, False)


@settings(deadline=None)
@given(known=st.lists(spans, max_size=40), unseen=st.integers(0, 800), days=st.integers(0, 400), off=st.integers(0, 6))
def test_more_facts_never_take_less(known: list[tuple[date, date]], unseen: int, days: int, off: int) -> None:
    study_days = days * (7 - off) // 7
    less = need(known, unseen, TODAY, ahead(days), study_days)
    more = need([*known, (TODAY - timedelta(days=1), TODAY)], unseen + 1, TODAY, ahead(days), study_days)
    assert less.new <= more.new
    assert less.total <= more.total
    assert 0 <= less.new <= less.total <= 100
