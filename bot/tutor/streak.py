"""The streak: learner's days with at least one answer, one missed day a week forgiven.

It is the number of days answered on in the longest stretch up to today in which no seven days running hold two
missed ones (rolling days, not calendar weeks: a Sunday and the Monday after it would otherwise both go free).
Today is not missed before it is over. Days off and paused days are neither counted nor missed; an answer on
one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

FREEZE_DAYS: Final = 7
"""A missed day is forgiven when the six days before it hold no other."""

_ONE_DAY = timedelta(days=1)
Excused = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Streak:
    """A streak as of `last`, the last day answered on.

    `length`: days answered on. `longest`: the best ever. `missed`: the last missed day before `last`.
    `since`: the days answered on after it, with which a streak goes on when a freeze is not to be had.
    """

    length: int = 0
    longest: int = 0
    last: date | None = None
    missed: date | None = None
    since: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A span of paused learner's days, both ends included."""

    first: date
    last: date


def excusing(weekdays: Set[int], pauses: Collection[Pause] = ()) -> Excused:
    """The days that cannot be missed: those off (0 is Monday) and those paused since the last answer."""
    return lambda day: day.weekday() not in weekdays or any(p.first <= day <= p.last for p in pauses)


def advance(streak: Streak, day: date, excused: Excused) -> Streak:
    """The streak after an answer on `day`; one on the last day again, or before it, changes nothing."""
    if streak.last is not None and day <= streak.last:
        return streak
    held = _until(streak, day, excused)
    length = held.length + 1
    return replace(held, length=length, longest=max(length, held.longest), last=day, since=held.since + 1)


def current(streak: Streak, today: date, excused: Excused) -> int:
    """The length to show on `today`: the days missed since the last answer are taken into account."""
    return _until(streak, today, excused).length


def has_freeze(streak: Streak, today: date, excused: Excused) -> bool:
    """Whether there is a streak that missing `today` would leave as it is."""
    held = _until(streak, today, excused)
    return 0 < held.length == _miss(held, today).length


def _until(streak: Streak, day: date, excused: Excused) -> Streak:
    """The streak with every missed day before `day` taken into account."""
    if streak.last is None:
        return streak
    passing = streak.last + _ONE_DAY
    while passing < day and streak.length:
        if not excused(passing):
            streak = _miss(streak, passing)
        passing += _ONE_DAY
    return streak


def _miss(streak: Streak, day: date) -> Streak:
    length = streak.length if _is_forgiven(streak, day) else streak.since
    return replace(streak, length=length, missed=day, since=0)


def _is_forgiven(streak: Streak, day: date) -> bool:
    return streak.missed is None or day - streak.missed >= timedelta(days=FREEZE_DAYS)
