"""Whether what the clock brings is still wanted when its turn to be sent has come."""

from __future__ import annotations

from datetime import datetime

from bot.lessons import reminding
from bot.lessons.delivering import Due
from bot.lessons.outcomes import AutoPaused, Delivered, ExamAsked, Nudged, Shown
from bot.lessons.school import Room
from bot.tutor.agenda import INDEFINITELY
from bot.tutor.exam import Result
from storage import asked, learners


def wanted(room: Room, due: Due, now: datetime) -> bool:
    """False where the learner has answered, changed their mind or gone since it was decided."""
    learner, address = learners.get(room.tx, due.learner.id), learners.address(room.tx, due.learner.id)
    if learner is None or address is None:
        return False
    match due:
        case Delivered(next=Shown() as first):
            row = asked.get(room.tx, first.asked_id)
            return row is not None and row.answered_at is None and not row.outdated and row.shown_ref is None
        case Nudged(delivery_id=delivery_id, weekly=weekly):
            return reminding.still(room, learner, address, delivery_id, weekly, now) is not None
        case AutoPaused():
            return learner.paused_until == INDEFINITELY
        case ExamAsked():
            return learner.exam_result is Result.ASKED
        case _:
            return True
