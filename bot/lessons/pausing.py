"""Holidays: sets off until a day, the streak kept."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.lessons import timing
from bot.lessons.outcomes import Paused, Resumed, Stranger, Unreadable, Who
from bot.lessons.school import Room
from bot.tutor import nudging, streak
from storage import deliveries, learners
from storage.deliveries import Kind, Nudge

LONGEST = timedelta(days=366)
_SPAN = re.compile(r"(\d{1,3})\s*(d|dias?|days?|s|semanas?|w|weeks?)?")
_DATE = re.compile(r"(?:até\s+|ate\s+|until\s+)?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_FOREVER = ("", "indefinido", "indefinite")


def pause(room: Room, who: Who, wanted: str, now: datetime) -> Paused | Unreadable | Stranger:
    """/pausar 7d, até 12/01, indefinido (also the default)."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    day = timing.today(learner, now)
    until = read_until(wanted, day)
    if isinstance(until, str):
        return Unreadable(learner, until)
    held = streak.hold(streak.unpack(learner.streak), day, until)
    learners.change(room.tx, learner.id, paused_until=until, streak=streak.pack(held))
    current = deliveries.find(room.tx, learner.id, day, Kind.SET)
    if current is not None and current.nudge_state is Nudge.WAITING:
        deliveries.change(room.tx, current.id, nudge_state=Nudge.NONE)
    learner = timing.fresh(room, learner)
    timing.schedule(room, learner, now)
    return Paused(learner, until)


def resume(room: Room, who: Who, now: datetime) -> Resumed | Stranger:
    """Sets on again, from now; the back-off of the nudges starts afresh."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    if learner.paused_until is not None:
        day = timing.today(learner, now)
        run = streak.unpack(learner.streak)
        if run.held_from is not None and run.held_from <= day:
            run = streak.hold(run, run.held_from, min(run.held_to or day, day))
        learners.change(
            room.tx, learner.id, paused_until=None, streak=streak.pack(run), nudging=nudging.pack(nudging.BackOff())
        )
        learner = timing.fresh(room, learner)
        timing.schedule(room, learner, now)
    return Resumed(learner, timing.next_set_at(learner, now))


def read_until(wanted: str, today: date) -> date | str:
    """The first day on again, or the name of the problem: unreadable, past, too_far."""
    words = wanted.strip().lower()
    if words in _FOREVER:
        return date.max
    if span := _SPAN.fullmatch(words):
        days = int(span[1]) * (7 if (span[2] or "d")[0] in "sw" else 1)
        return _bounded(today + timedelta(days=days), today)
    if named := _DATE.fullmatch(words):
        return _named(int(named[1]), int(named[2]), named[3], today)
    return "unreadable"


def _named(day: int, month: int, year: str | None, today: date) -> date | str:
    try:
        until = date(int(year) if year else today.year, month, day)
        if year is None and until <= today:
            until = until.replace(year=today.year + 1)
    except ValueError:
        return "unreadable"
    return _bounded(until, today)


def _bounded(until: date, today: date) -> date | str:
    if until <= today:
        return "past"
    return until if until - today <= LONGEST else "too_far"
