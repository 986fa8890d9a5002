"""What a learner asks for: today's set, what is due, a few more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.lessons import asking, timing, topics
from bot.lessons.outcomes import Continued, NothingDue, NotYours, Outdated, Stranger, Who
from bot.lessons.school import Room
from bot.tutor import plan
from storage import asked, deliveries, learners, memories
from storage.deliveries import Delivery, Kind
from storage.learners import Learner

MORE = 5


def today(room: Room, who: Who, now: datetime) -> Continued | NothingDue | Stranger:
    """Today's set: begun now if the clock has not brought it, gone on with, or its summary."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    day = timing.today(learner, now)
    delivery = deliveries.find(room.tx, learner.id, day, Kind.SET)
    if delivery is None or not delivery.facts:
        facts = asking.candidates(room, learner, now, learner.daily_count, learner.new_count)
        if not facts:
            return nothing(room, learner, now)
        if delivery is None:
            delivery = open_set(room, learner, Kind.SET, facts, now)
        else:
            delivery = deliveries.extend(room.tx, delivery, facts)
        learners.change(room.tx, learner.id, last_day=max(day, learner.last_day or day))
        learner = timing.fresh(room, learner)
    return _go_on(room, learner, delivery, now)


def review(room: Room, who: Who, now: datetime) -> Continued | NothingDue | Stranger:
    """What is due now, the most at risk first, apart from the daily set."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    day = timing.today(learner, now)
    done = asked.answered_facts(room.tx, learner.id, timing.day_start(learner, day))
    known = memories.of_learner(room.tx, learner.id)
    pace = plan.Pace(exam=timing.horizon(learner, day))
    due = [fact.id for fact in plan.reviews(topics.chosen(room, learner), known, day, pace) if fact.id not in done]
    due = due[: max(0, plan.MOST_A_DAY - len(done))]
    delivery = deliveries.find(room.tx, learner.id, day, Kind.REVIEW)
    open_now = asked.open_in(room.tx, delivery.id) if delivery else None
    if not due and open_now is None:
        return nothing(room, learner, now)
    if delivery is None:
        delivery = open_set(room, learner, Kind.REVIEW, due, now)
    else:
        delivery = _extended(room, delivery, due)
    return _go_on(room, learner, delivery, now)


def more(
    room: Room, who: Who, delivery_id: int, now: datetime
) -> Continued | NothingDue | Outdated | NotYours | Stranger:
    """Five more in a finished set of today; where it is open already, what is open."""
    learner = learners.find(room.tx, who.face, who.user_id)
    delivery = deliveries.get(room.tx, delivery_id)
    if learner is None:
        return Stranger(who.language)
    if delivery is None or delivery.learner_id != learner.id:
        return NotYours(learner.language) if delivery else Outdated(learner.language)
    if delivery.day != timing.today(learner, now):
        return Outdated(learner.language)
    if asked.open_in(room.tx, delivery.id) is None:
        facts = asking.candidates(room, learner, now, MORE)
        if not facts:
            return nothing(room, learner, now)
        delivery = _extended(room, delivery, facts)
    return _go_on(room, learner, delivery, now)


def open_set(room: Room, learner: Learner, kind: Kind, facts: Sequence[str], now: datetime) -> Delivery:
    """A new set of that kind for the learner's day; there must be none yet."""
    delivery = deliveries.claim(room.tx, learner.id, timing.today(learner, now), kind, facts, now)
    assert delivery is not None
    return delivery


def _extended(room: Room, delivery: Delivery, facts: Sequence[str]) -> Delivery:
    fresh = [fact_id for fact_id in facts if fact_id not in delivery.facts[delivery.handed :]]
    return deliveries.extend(room.tx, delivery, fresh) if fresh else delivery


def _go_on(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> Continued:
    step = asking.next_step(room, learner, delivery, now)
    return Continued(timing.schedule(room, learner, now), step)


def nothing(room: Room, learner: Learner, now: datetime) -> NothingDue:
    """There is nothing to ask now; what returns next."""
    day = timing.today(learner, now)
    ahead = memories.forecast(room.tx, learner.id, day, day + timedelta(days=asking.FORECAST_DAYS))
    done = asked.answered_facts(room.tx, learner.id, timing.day_start(learner, day))
    return NothingDue(learner, day, ahead[0] if ahead else None, is_full=len(done) >= plan.MOST_A_DAY)
