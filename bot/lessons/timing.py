"""A learner's clock as the lessons use it: their day, their next set, their next due instant."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.lessons.school import Room
from bot.tutor import nudging, streak
from bot.tutor.agenda import Agenda, next_delivery
from bot.tutor.days import day_bounds, learner_day
from storage import deliveries, learners
from storage.deliveries import Delivery, Kind, Nudge
from storage.learners import Learner


def agenda_of(learner: Learner) -> Agenda:
    """What the clock needs to know of a learner."""
    return Agenda(
        ZoneInfo(learner.zone), learner.delivery_minute, weekdays_of(learner), learner.paused_until,
        learner.nudges, learner.nudge_after, (learner.quiet_from, learner.quiet_to),
    )  # fmt: skip


def weekdays_of(learner: Learner) -> frozenset[int]:
    """The days that are on, Monday 0."""
    return frozenset(day for day in range(7) if learner.weekdays >> day & 1)


def today(learner: Learner, now: datetime) -> date:
    """The learner's day."""
    return learner_day(now, ZoneInfo(learner.zone))


def day_start(learner: Learner, day: date) -> datetime:
    """The first instant of a learner's day."""
    return day_bounds(day, ZoneInfo(learner.zone))[0]


def next_set_at(learner: Learner, now: datetime) -> datetime | None:
    """When the next daily set arrives."""
    due = next_delivery(agenda_of(learner), now, learner.last_day)
    return due[1] if due else None


def streak_days(learner: Learner, now: datetime) -> int:
    """How long the learner's streak stands."""
    return streak.current(streak.unpack(learner.streak), today(learner, now), weekdays_of(learner))


def touch(room: Room, learner: Learner, now: datetime) -> Learner:
    """The learner answered: the streak advances, the nudges start afresh, this set needs none any more."""
    day = today(learner, now)
    advanced = streak.advance(streak.unpack(learner.streak), day, weekdays_of(learner))
    learners.change(
        room.tx, learner.id, last_active_at=now, streak=streak.pack(advanced),
        nudging=nudging.pack(nudging.BackOff(nudged_on=nudging.unpack(learner.nudging).nudged_on)),
    )  # fmt: skip
    return fresh(room, learner)


def fresh(room: Room, learner: Learner) -> Learner:
    """The learner as the database has them now."""
    found = learners.get(room.tx, learner.id)
    assert found is not None
    return found


def schedule(room: Room, learner: Learner, now: datetime) -> None:
    """Write when the tick has something to do for this learner: the next set or the nudge, whichever is first."""
    instants = [next_set_at(learner, now)]
    current = deliveries.find(room.tx, learner.id, today(learner, now), Kind.SET)
    if current is not None and current.nudge_state is Nudge.WAITING:
        instants.append(current.nudge_at)
    known = [instant for instant in instants if instant is not None]
    learners.change(room.tx, learner.id, next_due_at=min(known) if known else None)


def plan_nudge(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> None:
    """Write when, if at all, the learner is to be reminded of a set that begins now."""
    at = nudging.nudge_at(agenda_of(learner), now, learner.last_active_at, nudging.unpack(learner.nudging))
    state = Nudge.WAITING if at else Nudge.NONE
    deliveries.change(room.tx, delivery.id, nudge_at=at, nudge_state=state)
