"""Days in a row with at least one answer; one missed day in seven is forgiven, pauses do not count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

FREEZE_DAYS = 7
LONGEST_GAP = 366


@dataclass(frozen=True, slots=True)
class Streak:
    """`length` days up to `last`; `frozen` is the last day forgiven, [held_from, held_to) the last pause."""

    length: int = 0
    last: date | None = None
    frozen: date | None = None
    held_from: date | None = None
    held_to: date | None = None


def advance(streak: Streak, day: date, weekdays: frozenset[int]) -> Streak:
    """The streak after an answer on the learner's day `day`; a day that is off is none missed."""
    if streak.last is not None and day <= streak.last:
        return streak
    kept = _carried(streak, day, weekdays)
    if kept is None:
        return replace(streak, length=1, last=day, frozen=None)
    return replace(kept, length=kept.length + 1, last=day)


def current(streak: Streak, today: date, weekdays: frozenset[int]) -> int:
    """How long the streak stands today, answered today or not yet."""
    if streak.last is None or today <= streak.last:
        return streak.length
    return streak.length if _carried(streak, today, weekdays) is not None else 0


def hold(streak: Streak, start: date, end: date) -> Streak:
    """Days in [start, end) are a pause; a pause that goes on from the last one extends it."""
    if streak.held_to is not None and streak.held_from is not None and streak.held_from <= start <= streak.held_to:
        start = streak.held_from
    return replace(streak, held_from=start, held_to=end)


def pack(streak: Streak) -> str:
    """As it is stored."""
    days = (streak.last, streak.frozen, streak.held_from, streak.held_to)
    return " ".join([str(streak.length), *(day.isoformat() if day else "-" for day in days)])


def unpack(stored: str | None) -> Streak:
    """The inverse of `pack`; None is nobody's first day yet."""
    if stored is None:
        return Streak()
    length, *days = stored.split()
    return Streak(int(length), *(None if day == "-" else date.fromisoformat(day) for day in days))


def _carried(streak: Streak, day: date, weekdays: frozenset[int]) -> Streak | None:
    if streak.last is None or (day - streak.last).days > LONGEST_GAP and not _held(streak, day - timedelta(days=1)):
        return None
    missed = [
        between
        for between in (streak.last + timedelta(days=n) for n in range(1, (day - streak.last).days))
        if between.weekday() in weekdays and not _held(streak, between)
    ]
    for between in missed:
        if streak.frozen is not None and (between - streak.frozen).days < FREEZE_DAYS:
            return None
        streak = replace(streak, frozen=between)
    return streak


def _held(streak: Streak, day: date) -> bool:
    return streak.held_from is not None and streak.held_to is not None and streak.held_from <= day < streak.held_to
