"""Holidays: sets off until a day, the streak kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.lessons import timing
from bot.lessons.outcomes import Paused, Resumed, Stranger, Unreadable, Who
from bot.lessons.school import Room
from bot.tutor import nudging
from bot.tutor.exam import DayError, parse_pause
from bot.tutor.nudging import Level
from bot.tutor.streak import Pause
from storage import learners
from storage.learners import Learner


def pause(room: Room, who: Who, wanted: str, now: datetime) -> Paused | Unreadable | Stranger:
    """/pausar 7d, até 12/01, indefinido (what is meant where nothing is said)."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    day = timing.today(learner, now)
    last = parse_pause(wanted or "indefinido", day)
    if isinstance(last, DayError):
        return Unreadable(learner, last)
    hold(room, learner, day, last)
    learners.change(room.tx, learner.id, nudging=nudging.answered(learner.nudging))  # a sign of life
    return Paused(timing.schedule(room, learner, now), last)


def resume(room: Room, who: Who, now: datetime) -> Resumed | Stranger:
    """Sets on again, from now; the back-off of the nudges starts afresh."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    if learner.paused_until is not None:
        learners.keep(room.tx, learner, released(learner, now))
        learner = timing.schedule(room, learner, now)
    return Resumed(learner, timing.next_set_at(learner, now))


def released(learner: Learner, now: datetime) -> Learner:
    """The learner after the end of the pause under way; the days it lasted stay excused."""
    eve = timing.today(learner, now) - timedelta(days=1)
    ended = (replace(span, last=min(span.last, eve)) for span in learner.pauses)
    spans = tuple(span for span in ended if span.first <= span.last)
    return replace(learner, paused_until=None, pauses=spans, nudging=nudging.answered(learner.nudging))


def returned(learner: Learner, now: datetime) -> Learner:
    """The learner after an answer: back also from a pause that the bot made by itself."""
    return timing.touched(released(learner, now) if learner.nudging.level is Level.PAUSED else learner, now)


def excuse(room: Room, learner: Learner, day: date) -> None:
    """Nothing could be asked on that day: it does not count against the streak."""
    learners.change(room.tx, learner.id, pauses=(*learner.pauses, Pause(day, day)))


def hold(room: Room, learner: Learner, first: date, last: date) -> None:
    """Pause from one day to another, both included; a pause under way is replaced by the new one."""
    before = tuple(span for span in learner.pauses if span.last < first)
    running = [span.first for span in learner.pauses if span.last >= first]
    span = Pause(min([first, *running]), last)
    learners.change(room.tx, learner.id, paused_until=last, pauses=(*before, span))
