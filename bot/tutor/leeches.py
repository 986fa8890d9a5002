"""Facts that are missed again and again: more of the same does not help, a contrast may."""

from __future__ import annotations

from content.bank import Bank, Fact

MISSES = 5
"""So many wrong or blank answers make a leech."""


def is_leech(misses: int) -> bool:
    """Whether a fact missed that often deserves its long explanation and a contrast."""
    return misses >= MISSES


def neighbour(bank: Bank, fact: Fact) -> Fact | None:
    """The fact it is most likely to be mixed up with: of its group, else with the most tags in common.

    Among equals one of the same subtopic, then the first of the syllabus; None where nothing is near.
    """
    near = [(_nearness(fact, other), other) for other in bank.askable.values() if other.id != fact.id]
    best = max(near, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and any(best[0][:2]) else None


def _nearness(fact: Fact, other: Fact) -> tuple[bool, int, bool]:
    same_group = fact.group is not None and fact.group == other.group
    return same_group, len(set(fact.tags) & set(other.tags)), fact.subtopic_id == other.subtopic_id
