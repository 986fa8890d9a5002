"""The first /start and every later one."""

from __future__ import annotations

from datetime import datetime

from bot.lessons import asking, showing, studying, timing
from bot.lessons.outcomes import Continued, Joined, NothingDue, Step, Stranger, Who
from bot.lessons.school import Room
from storage import deliveries, learners
from storage.deliveries import Kind
from storage.learners import Address, Learner

DEFAULTS = {
    "zone": "America/Sao_Paulo",
    "delivery_minute": 8 * 60,
    "weekdays": 0b1111111,
    "daily_count": 10,
    "new_count": 5,
    "nudges": True,
    "nudge_after": 180,
    "quiet_from": 22 * 60,
    "quiet_to": 7 * 60,
}


def start(room: Room, who: Who, language: str, now: datetime) -> Joined | Continued | NothingDue | Stranger:
    """A stranger becomes a learner with the first assertion at hand; a learner goes on where they were."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is not None:
        return studying.today(room, who, now)
    learner = enrol(room, who, language, now)
    return Joined(learner, _first_set(room, learner, now))


def enrol(room: Room, who: Who, language: str, now: datetime) -> Learner:
    """A stranger becomes a learner, with nothing asked yet."""
    learner = learners.create(room.tx, {**DEFAULTS, "created_at": now, "last_active_at": now, "language": language})
    learners.add_address(room.tx, Address(learner.id, who.face, who.user_id, who.chat_id, active=True))
    return learner


def greet(room: Room, who: Who, now: datetime) -> Learner | None:
    """A sign of life: no nudge for a while, and whoever gives it can be reached again. None for strangers."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return None
    learners.change(room.tx, learner.id, last_active_at=now)
    if learners.activate(room.tx, learner.id, who.face, active=True):
        showing.bring_back(room, learner, now)
        learner = timing.schedule(room, learner, now)
    return learner


def _first_set(room: Room, learner: Learner, now: datetime) -> Step:
    day = timing.today(learner, now)
    facts = asking.candidates(room, learner, now, learner.daily_count, learner.new_count)
    delivery = deliveries.claim(room.tx, learner.id, day, Kind.SET, facts, now)
    assert delivery is not None
    learners.change(room.tx, learner.id, last_day=day)
    learner = timing.fresh(room, learner)
    step = asking.next_step(room, learner, delivery, now)
    timing.schedule(room, learner, now)
    return step
