"""One minute of assertions: which fact comes next, and when time is up."""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import datetime, timedelta
from random import Random

from content.bank import Bank, Fact

LENGTH = timedelta(seconds=60)


def seconds_left(ends_at: datetime, now: datetime) -> int:
    """Whole seconds until the end, rounded up, never below 0."""
    return max(0, -((now - ends_at) // timedelta(seconds=1)))


def next_fact(bank: Bank, known: Collection[str], asked: Set[str], coin: Random) -> Fact | None:
    """A fact not asked in this minute, nor any of its group: one that was met before, while there is one.

    Those never met come in syllabus order after them. None where the bank has nothing left to ask.
    """
    groups = {bank.facts[fact_id].group for fact_id in asked if fact_id in bank.facts} - {None}
    free = [fact for fact in bank.askable.values() if fact.id not in asked and fact.group not in groups]
    met = [fact for fact in free if fact.id in known]
    if met:
        return coin.choice(met)
    return free[0] if free else None
