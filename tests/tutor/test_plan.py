from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor import memory, plan
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, Memory, from_card
from bot.tutor.plan import Candidate, Pace
from content.bank import Bank, Fact, Status, Subtopic, Variant

TODAY = date(2026, 3, 4)  # a Wednesday
SENTENCES = (Variant("c1", True, "sim", ""), Variant("e1", False, "não", ""))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def known(days: int, stability: float = 5.0) -> Memory:
    return from_card(stability, 5.0, ago(days))


def new(count: int, name: str = "n") -> list[Candidate]:
    return [Candidate(f"{name}{number}") for number in range(count)]


def old(count: int, days: int = 6, stability: float = 5.0) -> list[Candidate]:
    return [Candidate(f"o{number}", known(days, stability + number / 100)) for number in range(count)]


def bank(*facts: tuple[str, str | None]) -> Bank:
    built = tuple(Fact(fact_id, "s", Status.PUBLISHED, 1, 1, group, (), SENTENCES, "", ()) for fact_id, group in facts)
    return Bank((Subtopic("s", "Tema", "Pergunta", built),))


beliefs = st.builds(known, st.integers(0, 60), st.floats(0.2, 300))
candidates = st.lists(
    st.tuples(st.none() | beliefs, st.sampled_from([None, "a", "b", "c"]), st.booleans(), st.booleans()),
    max_size=40,
).map(lambda rows: [Candidate(f"f{n}", *row) for n, row in enumerate(rows)])
paces = st.builds(
    Pace,
    size=st.integers(0, 120),
    new=st.integers(0, 120),
    easy_days=st.sets(st.integers(0, 6)).map(frozenset),
)


@given(candidates, paces)
def test_a_set_keeps_its_bounds_whatever_is_there(facts: list[Candidate], pace: Pace) -> None:
    chosen = plan.plan_set(facts, TODAY, pace)
    by_id = {c.fact_id: c for c in facts}
    assert len(chosen) == len(set(chosen)) <= min(pace.room(TODAY), plan.MOST_A_DAY)
    assert sum(by_id[fact_id].memory is None for fact_id in chosen) <= pace.new
    for fact_id in chosen:
        belief = by_id[fact_id].memory
        assert not by_id[fact_id].done
        assert belief is None or belief.reviewed_on < TODAY


@given(candidates, paces)
def test_siblings_share_neither_a_set_nor_two_days_in_a_row(facts: list[Candidate], pace: Pace) -> None:
    by_id = {c.fact_id: c for c in facts}
    chosen = [by_id[fact_id] for fact_id in plan.plan_set(facts, TODAY, pace)]
    groups = [c.group for c in chosen if c.group]
    assert len(groups) == len(set(groups))
    near = [c for c in facts if c.done or (c.memory is not None and c.memory.reviewed_on >= ago(1))]
    for c in chosen:
        assert not any(n.group == c.group and n is not c for n in near if c.group)


def test_a_fact_answered_yesterday_is_no_sibling_of_itself() -> None:
    assert plan.plan_set([Candidate("a", known(1), "g")], TODAY, Pace()) == ["a"]


def test_reviews_come_by_expected_gain() -> None:
    facts = [Candidate(f"f{n}", known(n, 20 / n)) for n in range(1, 9)]
    horizon = TODAY + timedelta(days=30)
    by_gain = sorted(facts, key=lambda c: -memory.gain(c.memory or known(1), TODAY, horizon))
    assert plan.plan_set(facts, TODAY, Pace(size=4)) == [c.fact_id for c in by_gain[:4]]


def test_the_exam_day_changes_what_is_worth_asking() -> None:
    weak, strong = Candidate("weak", known(60, 0.3)), Candidate("strong", known(30, 3.0))
    tomorrow, next_year = (Pace(exam=TODAY + timedelta(days=days)) for days in (1, 365))
    assert plan.plan_set([weak, strong], TODAY, tomorrow) == ["weak", "strong"]
    assert plan.plan_set([weak, strong], TODAY, next_year) == ["strong", "weak"]


def test_after_the_exam_the_plan_looks_thirty_days_ahead() -> None:
    for exam in (None, TODAY, ago(1)):
        assert Pace(exam=exam).horizon(TODAY) == TODAY + timedelta(days=30)


def test_new_facts_come_in_syllabus_order_mixed_among_the_reviews() -> None:
    chosen = plan.plan_set([*new(9), *old(20)], TODAY, Pace(size=8, new=4))
    assert [fact_id for fact_id in chosen if fact_id[0] == "n"] == ["n0", "n1", "n2", "n3"]
    assert {fact_id[0] for fact_id in chosen[:4]} == {fact_id[0] for fact_id in chosen[4:]} == {"n", "o"}


def test_confident_mistakes_come_first_the_next_morning() -> None:
    facts = [
        *new(5),
        *old(20),
        Candidate("m1", known(1), mistaken=True),
        Candidate("m2", known(1), mistaken=True),
    ]
    assert set(plan.plan_set(facts, TODAY, Pace(size=8, new=4))[:2]) == {"m1", "m2"}


def test_the_next_morning_is_the_next_day_of_study() -> None:
    facts = [*old(20), Candidate("m", known(4, 300.0), mistaken=True)]
    assert plan.plan_set(facts, TODAY, Pace(size=5))[0] == "m"


def test_a_mistake_of_long_ago_has_to_wait_its_turn() -> None:
    facts = [*old(20, 1, 0.3), Candidate("m", known(5, 300.0), mistaken=True)]
    assert "m" not in plan.plan_set(facts, TODAY, Pace(size=5))


def test_confident_mistakes_leave_half_of_the_set_to_the_rest() -> None:
    wrong = [Candidate(f"m{n}", known(1, 200.0), mistaken=True) for n in range(30)]
    chosen = plan.plan_set([*old(20), *wrong], TODAY, Pace(size=10))
    assert [fact_id[0] for fact_id in chosen] == ["m"] * 5 + ["o"] * 5


def test_after_ten_days_away_the_most_at_risk_come_first_a_set_a_day() -> None:
    facts = [*new(5), *old(200, 12, 3.0)]
    assert plan.plan_set(facts, TODAY, Pace(size=10, new=5)) == [f"o{n}" for n in range(10)]


def test_the_way_back_ends_when_no_more_than_a_set_waits() -> None:
    back = [Candidate(f"b{n}", known(1, 5.0)) for n in range(30)]
    assert plan.after_absence([*old(11, 15), *back], TODAY, Pace(size=10))
    assert not plan.after_absence([*old(10, 15), *back], TODAY, Pace(size=10))


def test_a_backlog_of_two_hundred_is_through_in_twenty_days_and_then_new_facts_come() -> None:
    facts, day, sizes = {c.fact_id: c for c in [*new(5), *old(200, 12, 3.0)]}, TODAY, []
    for _ in range(21):
        chosen = plan.plan_set(list(facts.values()), day, Pace(size=10, new=5))
        sizes.append(sum(fact_id[0] == "n" for fact_id in chosen))
        for fact_id in chosen:
            after, _ = memory.review(facts[fact_id].memory, Mark.RIGHT, guess=None, on=day, habits=Habits())
            facts[fact_id] = Candidate(fact_id, after)
        assert len(chosen) == 10
        day += timedelta(days=1)
    assert sizes[:19] == [0] * 19
    assert sum(sizes[19:]) == 5


def test_after_an_absence_new_facts_do_not_wait_for_reviews_that_siblings_keep_away() -> None:
    kept_away = [Candidate(f"o{number}", known(15), group="g") for number in range(11)]
    sibling = Candidate("s", known(0), group="g", done=True)
    facts = [*kept_away, sibling, *new(3)]
    assert plan.after_absence(kept_away, TODAY, Pace(size=10))
    assert plan.plan_set(facts, TODAY, Pace(size=10)) == ["n0", "n1", "n2"]


def test_nine_days_away_are_no_absence() -> None:
    assert not plan.after_absence(old(200, 9, 3.0), TODAY, Pace())


def test_an_easy_day_has_a_smaller_set() -> None:
    easy = Pace(size=10, new=4, easy_days=frozenset({TODAY.weekday()}))
    chosen = plan.plan_set([*new(9), *old(20)], TODAY, easy)
    assert len(chosen) == 5
    assert sum(fact_id[0] == "n" for fact_id in chosen) == 2
    assert len(plan.plan_set([*new(9), *old(20)], TODAY + timedelta(days=1), easy)) == 10


def test_an_easy_share_of_nothing_is_a_day_off() -> None:
    off = Pace(easy_days=frozenset({TODAY.weekday()}), easy_share=0.0)
    assert plan.plan_set([*new(9), *old(20)], TODAY, off) == []


@pytest.mark.parametrize(
    ("facts", "pace", "worth"),
    [
        ([], Pace(), False),
        (new(1), Pace(), True),
        (new(1), Pace(new=0), False),
        ([Candidate("a", known(1, 100.0))], Pace(), False),
        ([Candidate("a", known(120, 100.0))], Pace(), True),
        ([Candidate("a", known(60, 100.0))], Pace(retention=0.95), True),
        ([Candidate("a", known(120, 100.0), done=True)], Pace(), False),
        ([Candidate("a", known(0, 0.2))], Pace(), False),
    ],
)
def test_a_set_is_worth_sending_when_something_is_due_or_new(
    facts: Sequence[Candidate], pace: Pace, worth: bool
) -> None:
    assert plan.worth_sending(facts, TODAY, pace) is worth


def test_a_daily_set_is_planned_over_the_bank_without_what_is_done() -> None:
    facts = bank(("a", None), ("b", "g"), ("c", "g"), ("d", None))
    memories = {"a": known(20)}
    assert plan.daily_set(facts, memories, TODAY, Pace(), done={"b"}) == ["a", "d"]


def test_a_daily_set_is_empty_where_nothing_is_due_and_all_is_learnt() -> None:
    assert plan.daily_set(bank(("a", None)), {"a": known(1, 300.0)}, TODAY, Pace(), done=set()) == []


def test_reviews_are_what_is_due_with_siblings_apart() -> None:
    facts = bank(("due", "g"), ("sibling", "g"), ("fresh", None), ("unseen", None))
    memories = {"due": known(60), "sibling": known(50), "fresh": known(1, 300.0), "lost": known(60)}
    assert [fact.id for fact in plan.reviews(facts, memories, TODAY, Pace())] in (["due"], ["sibling"])
