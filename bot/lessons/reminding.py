"""Nudges: claimed in the transaction that decides them, so that none comes twice."""

from __future__ import annotations

from datetime import datetime

from bot.lessons import asking, pausing, timing
from bot.lessons.outcomes import (
    AutoPaused,
    Continued,
    NotYours,
    Nudged,
    NudgeTaken,
    Outdated,
    Stranger,
    Who,
)
from bot.lessons.school import Room
from bot.tutor import nudging
from bot.tutor.agenda import INDEFINITELY
from bot.tutor.nudging import Level, Nudging
from storage import asked, deliveries, learners
from storage.deliveries import Delivery, Kind, State
from storage.learners import Address, Learner


def remind(room: Room, learner: Learner, address: Address, now: datetime) -> Nudged | None:
    """Claim today's nudge where it is due now. A nudge whose send fails is not repeated: silence is the lesser harm."""
    at = timing.next_nudge_at(room, learner, now)
    if at is None or at > now:
        return None
    day = timing.today(learner, now)
    delivery = deliveries.find(room.tx, learner.id, day, Kind.SET)
    left = _left(room, learner, delivery, now) if delivery else 0
    learners.change(room.tx, learner.id, nudging=nudging.nudged(learner.nudging, day))
    if delivery is None or not left:
        return None
    weekly = learner.nudging.level is Level.WEEKLY
    return Nudged(learner, address.chat_id, address.face, delivery.id, left, weekly)


def still(
    room: Room, learner: Learner, address: Address, delivery_id: int, weekly: bool, now: datetime
) -> Nudged | None:
    """A nudge that was claimed a while ago; None where its reason has passed, as with any sign of life since."""
    delivery = deliveries.get(room.tx, delivery_id)
    if delivery is None or delivery.day != timing.today(learner, now) or not learner.nudges:
        return None
    left = _left(room, learner, delivery, now)
    active = now < learner.last_active_at + nudging.PEACE
    return None if active or not left else Nudged(learner, address.chat_id, address.face, delivery.id, left, weekly)


def take_stock(room: Room, learner: Learner, address: Address, now: datetime) -> AutoPaused | None:
    """Before a new set: was the last one ignored? After four ignored weeks the learner is paused, and told so."""
    last = deliveries.find(room.tx, learner.id, learner.last_day, Kind.SET) if learner.last_day else None
    if last is None or last.day >= timing.today(learner, now):
        return None
    deliveries.fail(room.tx, last.id)  # one not known to have arrived by now: nobody can be said to ignore it
    if last.state is not State.SENT or asked.answered_facts(room.tx, learner.id, timing.day_start(learner, last.day)):
        return None
    after = nudging.ignored(learner.nudging, last.day)
    learners.change(room.tx, learner.id, nudging=after)
    if after.level is not Level.PAUSED:
        return None
    pausing.hold(room, learner, timing.today(learner, now), INDEFINITELY)
    return AutoPaused(timing.fresh(room, learner), address.chat_id, address.face)


def press(
    room: Room, who: Who, delivery_id: int, what: str, now: datetime
) -> NudgeTaken | Continued | Outdated | NotYours | Stranger:
    """A button of a nudge: now, later, not_today, stop."""
    learner = learners.find(room.tx, who.face, who.user_id)
    delivery = deliveries.get(room.tx, delivery_id)
    if learner is None:
        return Stranger(who.language)
    if delivery is None or delivery.learner_id != learner.id:
        return NotYours(learner.language) if delivery else Outdated(learner.language)
    if what == "stop":
        learners.change(room.tx, learner.id, nudges=False)
        return NudgeTaken(timing.schedule(room, learner, now), "stop")
    if delivery.day != timing.today(learner, now) or not _left(room, learner, delivery, now):
        return NudgeTaken(learner, "gone")
    if what == "now":
        return Continued(learner, asking.next_step(room, learner, delivery, now))
    if what == "later":
        learner = _noted(room, learner, nudging.postponed(learner.nudging, delivery.day, now), now)
        return NudgeTaken(learner, "later", timing.next_nudge_at(room, learner, now))
    return NudgeTaken(_noted(room, learner, nudging.declined(learner.nudging, delivery.day), now), "not_today")


def _noted(room: Room, learner: Learner, after: Nudging, now: datetime) -> Learner:
    learners.change(room.tx, learner.id, nudging=after)
    return timing.schedule(room, learner, now)


def _left(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> int:
    """How many assertions of today's set wait; what was answered in another set does not."""
    if delivery.state in (State.ANSWERED, State.SKIPPED):
        return 0
    done = asked.answered_facts(room.tx, learner.id, timing.day_start(learner, timing.today(learner, now)))
    ahead = [fact for fact in room.bank.pick(delivery.facts[delivery.handed :]) if fact.id not in done]
    return len(ahead) + (1 if asked.open_in(room.tx, delivery.id) else 0)
