"""When to remind a learner of a waiting set, and when to leave the learner in peace.

An *ignored day* is one whose set was delivered and on which nothing at all was answered. Three of them make
the nudges weekly; from then on seven days without an answer, ending with an ignored day, are an *ignored
week*, and four of those pause the learner. Any answer, and coming back from a pause, starts afresh (`answered`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.tutor import days
from bot.tutor.agenda import Agenda, Delivery

IGNORED_DAYS: Final = 3
IGNORED_WEEKS: Final = 4
POSTPONEMENT: Final = timedelta(hours=1)
PEACE: Final = timedelta(minutes=30)
"""How long after the learner's last activity no nudge is sent."""

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class Level(StrEnum):
    """How often a learner who does not answer is reminded; PAUSED: no sets either, until the learner's return."""

    DAILY = "daily"
    WEEKLY = "weekly"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Nudging:
    """What is remembered of one learner's nudges. All days are learner's days.

    `ignored`: days at DAILY, weeks at WEEKLY, running. `counted_to`: the last day that was counted.
    `week_from`: the first day of the week being counted. `nudged_on`: the last day that had its nudge or was
    declined. `again_at`: when the nudge of that day is to come again (UTC).
    """

    level: Level = Level.DAILY
    ignored: int = 0
    counted_to: date | None = None
    week_from: date | None = None
    nudged_on: date | None = None
    again_at: datetime | None = None


def next_nudge(
    agenda: Agenda,
    delivered: Delivery | None,
    nudging: Nudging,
    last_activity: datetime | None,
    now: datetime,
) -> datetime | None:
    """When to nudge about the set of today; never before `now`, so a nudge is due when the result equals it.

    `delivered`: the waiting set, its day and when it went out; None when none waits (not sent, answered).
    `last_activity`: the learner's last sign of life. The result lies outside quiet hours, at least 30 minutes
    after that activity and on the day of the set, as the learner's present zone has it, so that a set has its
    one nudge wherever the learner travels; None where no such instant is left.
    """
    zone = agenda.place
    if delivered is None or not agenda.nudges or nudging.level is Level.PAUSED:
        return None
    day = delivered.day
    again_at = nudging.again_at if nudging.nudged_on == day else None
    if agenda.is_paused(day) or not (again_at or _is_turn(nudging, day)):
        return None
    wanted = again_at or delivered.at + timedelta(minutes=agenda.nudge_after_minutes)
    peace = last_activity + PEACE if last_activity else now
    at = max(wanted, now, peace, days.day_start(day, zone))
    if days.in_quiet_hours(at, agenda.quiet, zone):
        moved = None if again_at else _after_quiet(at, agenda, zone)
        if moved is None:
            return None
        at = moved
    return at if days.learner_day(at, zone) == day else None


def nudged(nudging: Nudging, day: date) -> Nudging:
    """The nudge of that day was sent. One of an earlier day than the last changes nothing, here and below."""
    return nudging if _is_old(nudging, day) else replace(nudging, nudged_on=day, again_at=None)


def postponed(nudging: Nudging, day: date, now: datetime) -> Nudging:
    """«Em 1 h»: the nudge of that day comes again in an hour; it stays the one of the day."""
    return nudging if _is_old(nudging, day) else replace(nudging, nudged_on=day, again_at=now + POSTPONEMENT)


def declined(nudging: Nudging, day: date) -> Nudging:
    """«Hoje não»: no more nudges that day."""
    return nudged(nudging, day)


def answered(nudging: Nudging) -> Nudging:
    """Any answer, or the learner's return from a pause: back to daily, nothing ignored.

    What was nudged or put off today stays so.
    """
    return Nudging(counted_to=nudging.counted_to, nudged_on=nudging.nudged_on, again_at=nudging.again_at)


def ignored(nudging: Nudging, day: date) -> Nudging:
    """That day is over, had its set, and nothing was answered on it. Counting a day again changes nothing.

    The level of the result tells whether something changed: at PAUSED the learner is told so, kindly.
    """
    if nudging.counted_to is not None and day <= nudging.counted_to:
        return nudging
    counted = replace(nudging, counted_to=day)
    match nudging.level:
        case Level.DAILY:
            return _ignored_day(counted, day)
        case Level.WEEKLY:
            return _ignored_in_week(counted, day)
        case Level.PAUSED:
            return counted


def _is_turn(nudging: Nudging, day: date) -> bool:
    if nudging.nudged_on is None:
        return True
    rest = _WEEK if nudging.level is Level.WEEKLY else _ONE_DAY
    return day >= nudging.nudged_on + rest


def _after_quiet(at: datetime, agenda: Agenda, zone: ZoneInfo) -> datetime | None:
    assert agenda.quiet is not None
    end = days.quiet_end(at, agenda.quiet, zone)
    return None if days.in_quiet_hours(end, agenda.quiet, zone) else end


def _ignored_day(nudging: Nudging, day: date) -> Nudging:
    if nudging.ignored + 1 < IGNORED_DAYS:
        return replace(nudging, ignored=nudging.ignored + 1)
    return replace(nudging, level=Level.WEEKLY, ignored=0, week_from=day + _ONE_DAY)


def _ignored_in_week(nudging: Nudging, day: date) -> Nudging:
    assert nudging.week_from is not None
    if day < nudging.week_from + _WEEK - _ONE_DAY:
        return nudging
    if nudging.ignored + 1 < IGNORED_WEEKS:
        return replace(nudging, ignored=nudging.ignored + 1, week_from=day + _ONE_DAY)
    return replace(nudging, level=Level.PAUSED, ignored=IGNORED_WEEKS, week_from=None)


def _is_old(nudging: Nudging, day: date) -> bool:
    return nudging.nudged_on is not None and day < nudging.nudged_on
