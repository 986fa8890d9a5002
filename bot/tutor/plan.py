"""The daily set: what is asked today, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from bot.tutor import memory
from bot.tutor.memory import Memory
from content.bank import Bank, Fact


def daily_set(
    bank: Bank, memories: Mapping[str, Memory], today: date, *, size: int, new: int, done: Set[str], exam_day: date
) -> list[str]:
    """Fact ids for today: reviews that are due, most at risk on `exam_day` first, then new facts by syllabus.

    At most `size` in all and `new` of them new; facts in `done` were answered today already. Facts of one
    group never share a set.
    """
    due = [fact for fact in reviews(bank, memories, today, exam_day) if fact.id not in done]
    fresh = [fact for fact in bank.askable.values() if fact.id not in memories and fact.id not in done]
    chosen = _apart(due, size, taken=_groups(bank, done))
    room = min(size - len(chosen), new)
    chosen += _apart(fresh, room, taken=_groups(bank, done) | {fact.group for fact in chosen})
    return [fact.id for fact in chosen]


def reviews(bank: Bank, memories: Mapping[str, Memory], today: date, exam_day: date) -> list[Fact]:
    """The facts due on `today`, those least likely to be recalled on `exam_day` first."""
    due = [fact for fact in bank.pick(memories) if memory.next_due(memories[fact.id]) <= today]
    return sorted(due, key=lambda fact: memory.retrievability(memories[fact.id], exam_day))


def _apart(facts: Sequence[Fact], room: int, *, taken: Set[str | None]) -> list[Fact]:
    chosen: list[Fact] = []
    used = {group for group in taken if group}
    for fact in facts:
        if len(chosen) >= room:
            break
        if fact.group is None or fact.group not in used:
            chosen.append(fact)
            used |= {fact.group} if fact.group else set()
    return chosen


def _groups(bank: Bank, fact_ids: Set[str]) -> set[str | None]:
    return {bank.facts[fact_id].group for fact_id in fact_ids if fact_id in bank.facts}
