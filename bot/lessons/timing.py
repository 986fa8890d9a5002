"""A learner's clock as the lessons use it: their day, their next set and nudge, their streak."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from bot.lessons.school import Room
from bot.tutor import agenda as calendar
from bot.tutor import days, exam, nudging, streak
from bot.tutor.agenda import Agenda
from bot.tutor.days import Quiet, learner_day
from storage import deliveries, learners
from storage.deliveries import Delivery, Kind, State
from storage.learners import Learner


def agenda_of(learner: Learner) -> Agenda:
    """What the clock needs to know of a learner."""
    return _agenda(
        learner.zone,
        learner.delivery_minute,
        learner.weekdays,
        learner.paused_until,
        learner.nudges,
        learner.nudge_after,
        (learner.quiet_from, learner.quiet_to),
    )


def weekdays_of(learner: Learner) -> frozenset[int]:
    """The days that are on, Monday 0."""
    return days_in(learner.weekdays)


def days_in(bits: int) -> frozenset[int]:
    """The weekdays whose bits are set, bit 0 for Monday."""
    return frozenset(day for day in range(7) if bits >> day & 1)


def today(learner: Learner, now: datetime) -> date:
    """The learner's day."""
    return learner_day(now, agenda_of(learner).place)


def day_start(learner: Learner, day: date) -> datetime:
    """The first instant of a learner's day."""
    return days.day_start(day, agenda_of(learner).place)


def horizon(learner: Learner, day: date) -> date | None:
    """The exam's day, where one lies ahead."""
    return learner.exam_day if days_to_exam(learner, day) is not None else None


def days_to_exam(learner: Learner, day: date) -> int | None:
    """Days left until the exam, None where none lies ahead."""
    if learner.exam_day is None or exam.is_over(learner.exam_day, day):
        return None
    return exam.days_left(learner.exam_day, day)


def next_set_at(learner: Learner, now: datetime) -> datetime | None:
    """When the next daily set arrives."""
    due = calendar.next_delivery(agenda_of(learner), now, learner.last_day)
    return due.at if due else None


def next_nudge_at(room: Room, learner: Learner, now: datetime, known: Delivery | None = None) -> datetime | None:
    """When today's set is to be reminded of; never before `now`, None where it is not. `known`: a set that was read."""
    day = today(learner, now)
    is_current = known is not None and (known.day, known.kind) == (day, Kind.SET)
    current = known if is_current else deliveries.find(room.tx, learner.id, day, Kind.SET)
    if current is None or current.state not in (State.SENDING, State.SENT):
        return None
    waiting = calendar.Delivery(current.day, current.sent_at or current.created_at)
    return nudging.next_nudge(agenda_of(learner), waiting, learner.nudging, learner.last_active_at, now)


def next_question_at(learner: Learner, now: datetime) -> datetime | None:
    """When to ask how the exam went: at the time of the first set after its day; None once it was asked."""
    if learner.exam_day is None or learner.exam_result is not None:
        return None
    due = calendar.next_delivery(agenda_of(learner), now, learner.exam_day)
    return due.at if due else None


def streak_days(learner: Learner, now: datetime) -> int:
    """How long the learner's streak stands."""
    return streak.current(learner.streak, today(learner, now), _excused(learner))


def touched(learner: Learner, now: datetime) -> Learner:
    """The learner after an answer: the streak advances, pauses gone by are forgotten, nudges start afresh."""
    day = today(learner, now)
    return replace(
        learner,
        last_active_at=now,
        streak=streak.advance(learner.streak, day, _excused(learner)),
        pauses=tuple(span for span in learner.pauses if span.last >= day),
        nudging=nudging.answered(learner.nudging),
    )


def fresh(room: Room, learner: Learner) -> Learner:
    """The learner as the database has them now."""
    found = learners.get(room.tx, learner.id)
    assert found is not None
    return found


def schedule(room: Room, learner: Learner, now: datetime) -> Learner:
    """Write when the tick has something to do: the next set, nudge or question, whichever is first."""
    learner = fresh(room, learner)
    after = scheduled(room, learner, now)
    learners.keep(room.tx, learner, after)
    return after


def scheduled(room: Room, learner: Learner, now: datetime, known: Delivery | None = None) -> Learner:
    """The same for a learner who is still to be written; `known`: a set of theirs, where one was read."""
    ahead = (next_set_at(learner, now), next_nudge_at(room, learner, now, known), next_question_at(learner, now))
    return replace(learner, next_due_at=min((at for at in ahead if at is not None), default=None))


@lru_cache(maxsize=4096)
def _agenda(
    zone: str, minute: int, weekdays: int, paused_until: date | None, nudges: bool, nudge_after: int, quiet: Quiet
) -> Agenda:
    """Kept, for a lesson asks for it several times, and many learners have set the same."""
    return Agenda(zone, minute, days_in(weekdays), paused_until, nudges, nudge_after, quiet)


def _excused(learner: Learner) -> streak.Excused:
    return streak.excusing(weekdays_of(learner), learner.pauses)
