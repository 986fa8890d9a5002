"""Minutes that the clock must see to: those whose time is over, and those whose message is not up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.lessons import minute
from bot.lessons.drills import MinuteState
from bot.lessons.school import Room
from bot.lessons.showing import LEASE, MOST_ATTEMPTS
from storage import learners, minutes
from storage.learners import Address, Learner
from storage.minutes import Minute


@dataclass(frozen=True, slots=True)
class MinuteOwed:
    """A minute's message as it should be; to be sent where `state.ref` is None."""

    face: str
    chat_id: int
    learner_id: int
    state: MinuteState


def owed(room: Room, now: datetime, limit: int, *, starting: bool = False) -> Sequence[MinuteOwed]:
    """Claim the minutes that are overdue; `starting`: whatever a former process left is."""
    if starting:
        minutes.hasten(room.tx, now)
    late = minutes.overdue(room.tx, now, limit)
    return [claim for claim in (_claim(room, found, now) for found in late) if claim is not None]


def _claim(room: Room, found: Minute, now: datetime) -> MinuteOwed | None:
    learner = learners.get(room.tx, found.learner_id)
    address = learners.address(room.tx, found.learner_id)
    if not minutes.claim(room.tx, found, now + LEASE):
        return None
    ended = found.closed_at is None and now >= found.ends_at
    if ended:
        minutes.close(room.tx, found.id, now, show_due=now + LEASE)
    tried = 0 if ended else found.attempts
    if learner is None or address is None or tried >= MOST_ATTEMPTS:
        minutes.change(room.tx, found.id, show_due=None)
        return None
    return _to_show(room, learner, address, found, now)


def _to_show(room: Room, learner: Learner, address: Address, found: Minute, now: datetime) -> MinuteOwed | None:
    """A minute that perhaps never reached its learner is sent once more while it runs, and then let go."""
    runs = found.closed_at is None and now < found.ends_at
    if runs and (found.shown_ref is not None or found.attempts == 0):
        return MinuteOwed(address.face, address.chat_id, learner.id, minute.state(room, learner, found, now))
    if not runs and found.shown_ref is not None:
        return MinuteOwed(address.face, address.chat_id, learner.id, minute.tally(room, learner, found))
    minutes.change(room.tx, found.id, show_due=found.ends_at if runs else None)
    return None
