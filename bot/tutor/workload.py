"""How many reviews a memory still takes until the exam: an estimate, to propose a daily number with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.tutor.exam import Need, daily_need, days_left

GROWTH = 2.5
"""How much longer each interval is than the one before: about what FSRS-6 gives a fact answered right."""
FIRST_INTERVAL = 2.0
"""Days from a fact's first answer to its first review, between those of a right and a wrong one."""

Interval = tuple[date, date]
"""When a fact was reviewed last and when it falls due."""


def need(known: Iterable[Interval], unseen: int, today: date, exam: date, study_days: int) -> Need:
    """What each of the study days takes until the exam: `known` facts reviewed, `unseen` ones begun and reviewed."""
    left = days_left(exam, today)
    old = sum(_reviews(max((due - today).days, 1), max((due - seen).days, 1) * GROWTH, left) for seen, due in known)
    fresh = unseen * _reviews(FIRST_INTERVAL, FIRST_INTERVAL * GROWTH, left / 2)  # begun half-way, on the average
    return daily_need(unseen, old + fresh, study_days)


def _reviews(first: float, interval: float, span: float) -> int:
    """Reviews within `span` days: one after `first` days, then at intervals that grow."""
    count, at = 0, first
    while at <= span:
        count, at, interval = count + 1, at + interval, interval * GROWTH
    return count
