from __future__ import annotations

import pytest

from bot.tutor import leeches
from content.bank import Bank, Fact, Status, Subtopic, Variant

SENTENCES = (Variant("c1", True, "sim", ""), Variant("e1", False, "não", ""))


def fact(fact_id: str, *tags: str, group: str | None = None, subtopic: str = "s1") -> Fact:
    return Fact(fact_id, subtopic, Status.PUBLISHED, 1, 1, group, tags, SENTENCES, "", ())


def bank(*facts: Fact) -> Bank:
    names = sorted({f.subtopic_id for f in facts})
    return Bank(tuple(Subtopic(s, s, "", tuple(f for f in facts if f.subtopic_id == s)) for s in names))


@pytest.mark.parametrize(("misses", "leech"), [(0, False), (4, False), (5, True), (9, True)])
def test_a_fact_missed_five_times_is_a_leech(misses: int, leech: bool) -> None:
    assert leeches.is_leech(misses) is leech


def test_the_neighbour_is_a_sibling_first() -> None:
    missed, sibling = fact("a", "x", "y", group="g"), fact("b", group="g", subtopic="s2")
    assert leeches.neighbour(bank(missed, fact("c", "x", "y"), sibling), missed) is sibling


def test_the_neighbour_shares_the_most_tags_and_then_the_subtopic() -> None:
    missed = fact("a", "x", "y")
    far, near = fact("b", "x", "y", subtopic="s0"), fact("c", "x", "y")
    assert leeches.neighbour(bank(missed, fact("d", "x"), near), missed) is near
    assert leeches.neighbour(bank(far, missed, near), missed) is near


def test_where_nothing_is_near_there_is_no_neighbour() -> None:
    missed = fact("a", "x")
    assert leeches.neighbour(bank(missed, fact("b", "y")), missed) is None
    assert leeches.neighbour(bank(missed), missed) is None
