"""The daily set, brought by the clock: claimed once, whoever ticks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.lessons import asking, examining, pausing, reminding, timing
from bot.lessons.outcomes import AutoPaused, Delivered, ExamAsked, Nudged, Shown
from bot.lessons.school import Room
from bot.tutor.agenda import next_delivery
from bot.tutor.days import in_quiet_hours
from storage import deliveries, learners
from storage.deliveries import Kind, State
from storage.learners import Address, Learner

REST = timedelta(minutes=10)
"""How long a learner whose serving failed is left alone."""


Due = Delivered | AutoPaused | Nudged | ExamAsked
"""What the clock brings."""


def due(room: Room, now: datetime, limit: int) -> Sequence[int]:
    """Learners for whom the clock has something to do; whoever serves one of them sees to it that it is done once."""
    return learners.due(room.tx, now, limit)


def serve(room: Room, learner_id: int, now: datetime) -> Due | None:
    """Do one thing that is due for a learner: the question after an exam before the set, the set before the nudge.

    None where nothing is to be sent. Reloads the learner: whatever changed since the tick read them counts.
    Whoever is at work on them goes first.
    """
    learner = learners.take(room.tx, learner_id)
    if learner is None or learner.next_due_at is None or learner.next_due_at > now:
        return None
    address = learners.address(room.tx, learner_id)
    if address is None:
        learners.change(room.tx, learner_id, next_due_at=None)
        return None
    outcome = (
        examining.ask_how_it_went(room, learner, address, now)
        or _deliver(room, learner, address, now)
        or reminding.remind(room, learner, address, now)
    )
    timing.schedule(room, learner, now)
    return outcome


def put_off(room: Room, learner_id: int, now: datetime) -> None:
    """What was due for this learner failed: let the others go first."""
    learners.change(room.tx, learner_id, next_due_at=now + REST)


def _deliver(room: Room, learner: Learner, address: Address, now: datetime) -> Delivered | AutoPaused | None:
    upcoming = next_delivery(timing.agenda_of(learner), now, learner.last_day)
    if upcoming is None or upcoming.at > now:
        return None
    if paused := reminding.take_stock(room, learner, address, now):
        return paused
    learners.change(room.tx, learner.id, last_day=upcoming.day)
    learner = timing.fresh(room, learner)
    facts = asking.candidates(room, learner, now, learner.daily_count, learner.new_count)
    delivery = deliveries.claim(room.tx, learner.id, upcoming.day, Kind.SET, facts, now)
    if delivery is None:
        return None
    step = asking.next_step(room, learner, delivery, now) if facts else None
    if not isinstance(step, Shown):
        deliveries.change(room.tx, delivery.id, state=State.SKIPPED)
        pausing.excuse(room, learner, upcoming.day)
        return None
    agenda = timing.agenda_of(learner)
    silent = in_quiet_hours(now, agenda.quiet, agenda.place)
    return Delivered(learner, address.chat_id, address.face, step, silent)
