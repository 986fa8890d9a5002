"""Nudges: planned with the set, dropped once it is through, fewer the less they help."""

from __future__ import annotations

from datetime import date, datetime

from bot.lessons import asking, timing
from bot.lessons.outcomes import Continued, Nudged, NudgeTaken, NotYours, Outdated, Stranger, Who
from bot.lessons.school import Room
from bot.tutor import nudging, streak
from storage import asked, deliveries, learners
from storage.deliveries import Delivery, Kind, Nudge, State
from storage.learners import Address, Learner


def remind(room: Room, learner: Learner, address: Address, now: datetime) -> Nudged | None:
    """Claim today's nudge where it is due and still called for."""
    delivery = deliveries.find(room.tx, learner.id, timing.today(learner, now), Kind.SET)
    if delivery is None or delivery.nudge_state is not Nudge.WAITING or delivery.nudge_at is None:
        return None
    if delivery.nudge_at > now:
        return None
    left = _left(room, delivery)
    agenda = timing.agenda_of(learner)
    if not left or not learner.nudges:
        deliveries.change(room.tx, delivery.id, nudge_state=Nudge.NONE)
        return None
    # Postponed by what happened since it was planned: activity, or a machine that slept into quiet hours.
    at = nudging.postponed(agenda, delivery.day, max(now, learner.last_active_at + nudging.REST))
    if at is None or at > now:
        state = Nudge.WAITING if at else Nudge.NONE
        deliveries.change(room.tx, delivery.id, nudge_at=at, nudge_state=state)
        return None
    return _claim(room, learner, address, delivery, left)


def take_stock(room: Room, learner: Learner) -> None:
    """Before a new set: a nudge that brought no answer since counts as ignored."""
    back_off = nudging.unpack(learner.nudging)
    last = deliveries.find(room.tx, learner.id, back_off.nudged_on, Kind.SET) if back_off.nudged_on else None
    if last is None or last.nudge_state is not Nudge.SENT or learner.last_active_at >= last.created_at:
        return
    deliveries.change(room.tx, last.id, nudge_state=Nudge.NONE)
    after = nudging.ignored(back_off)
    learners.change(room.tx, learner.id, nudging=nudging.pack(after))


def press(
    room: Room, who: Who, delivery_id: int, what: str, now: datetime
) -> NudgeTaken | Continued | Outdated | NotYours | Stranger:
    """A button of a nudge."""
    learner = learners.find(room.tx, who.face, who.user_id)
    delivery = deliveries.get(room.tx, delivery_id)
    if learner is None:
        return Stranger(who.language)
    if delivery is None or delivery.learner_id != learner.id:
        return NotYours(learner.language) if delivery else Outdated(learner.language)
    if what == "stop":
        return _stop(room, learner, delivery, now)
    if delivery.day != timing.today(learner, now) or not _left(room, delivery):
        return NudgeTaken(learner, "gone")
    if what == "now":
        return Continued(learner, asking.next_step(room, learner, delivery, now))
    return _put_off(room, learner, delivery, what, now)


def reported(room: Room, delivery_id: int, ref: str | None) -> None:
    """A nudge went out (`ref`), or its fate is unknown (None): in either case it was the one of its day."""
    delivery = deliveries.get(room.tx, delivery_id)
    if delivery is not None and delivery.nudge_state is Nudge.SENDING:
        deliveries.change(room.tx, delivery_id, nudge_state=Nudge.SENT, nudge_ref=ref)


def _claim(room: Room, learner: Learner, address: Address, delivery: Delivery, left: int) -> Nudged | None:
    if not deliveries.claim_nudge(room.tx, delivery.id):
        return None
    back_off = nudging.unpack(learner.nudging)
    words = "weekly" if back_off.weekly else "daily"
    if back_off.spent:
        words = "pausing"
        held = streak.hold(streak.unpack(learner.streak), delivery.day, date.max)
        learners.change(room.tx, learner.id, paused_until=date.max, streak=streak.pack(held))
    after = nudging.pack(nudging.sent(back_off, delivery.day))
    learners.change(room.tx, learner.id, nudging=after)
    return Nudged(learner, address.chat_id, address.face, delivery.id, left, words)


def _stop(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> NudgeTaken:
    learners.change(room.tx, learner.id, nudges=False)
    deliveries.change(room.tx, delivery.id, nudge_state=Nudge.NONE)
    learner = timing.fresh(room, learner)
    timing.schedule(room, learner, now)
    return NudgeTaken(learner, "stop")


def _put_off(room: Room, learner: Learner, delivery: Delivery, what: str, now: datetime) -> NudgeTaken:
    at = None
    if what == "later":
        at = nudging.snoozed(timing.agenda_of(learner), delivery.day, now)
    state = Nudge.WAITING if at else Nudge.NONE
    deliveries.change(room.tx, delivery.id, nudge_at=at, nudge_state=state)
    timing.schedule(room, timing.fresh(room, learner), now)
    return NudgeTaken(learner, what, at)


def _left(room: Room, delivery: Delivery) -> int:
    if delivery.state in (State.ANSWERED, State.SKIPPED):
        return 0
    waiting = 1 if asked.open_in(room.tx, delivery.id) else 0
    return len(delivery.facts) - delivery.handed + waiting
