"""Erasing a person: every row of theirs, at once, for good."""

from __future__ import annotations

from bot.lessons.outcomes import Erased, Stranger, Who
from bot.lessons.school import Room
from storage import asked, deliveries, learners, local, minutes, participants


def erase(room: Room, who: Who) -> Erased | Stranger:
    """Delete the learner behind `who`; every table that names a learner follows by cascade."""
    if who.face == local.FACE:
        local.forget(room.tx, who.chat_id)
    participants.erase_user(room.tx, who.face, who.user_id)
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    learners.erase(room.tx, learner.id)
    return Erased(learner.language)


def unreachable(room: Room, learner_id: int, face: str) -> None:
    """The person blocked the bot or is gone: nothing more is sent until they write again."""
    learners.activate(room.tx, learner_id, face, active=False)
    if learners.address(room.tx, learner_id) is None:
        learners.change(room.tx, learner_id, next_due_at=None)
        asked.drop_claims(room.tx, learner_id)
        minutes.drop_claims(room.tx, learner_id)
        deliveries.fail_all(room.tx, learner_id)


def unreachable_user(room: Room, who: Who) -> None:
    """The same, for whoever a reply could not reach."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is not None:
        unreachable(room, learner.id, who.face)
