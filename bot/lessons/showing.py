"""What the chat shows and what it still owes: marks after a send, claims for a resumer, updates done with."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.lessons import asking, timing
from bot.lessons.outcomes import Feedback, Shown, Summary
from bot.lessons.school import Room
from storage import asked, deliveries, learners, updates
from storage.asked import Asked
from storage.deliveries import Delivery, Kind, State
from storage.learners import Learner
from storage.updates import Standing

PATIENCE, LAST_PATIENCE = timedelta(minutes=2), timedelta(hours=1)
"""How long a send of unknown outcome is given to show a sign of life before it is sent once more, and a last time."""

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
KEEP_UPDATES = timedelta(days=2)
UPDATE_LEASE = timedelta(seconds=10)
"""How long an update is the one process's that took it; if that one has died, others may take it then."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An assertion nobody has shown, or a verdict (with the summary after it, where it was the last one)."""

    learner: Learner
    face: str
    chat_id: int
    shown: Shown
    verdict: Feedback | None = None
    summary: Summary | None = None


def unknown(room: Room, asked_id: int, now: datetime) -> None:
    """A send may or may not have arrived: look again later, and give up after a few."""
    row = asked.get(room.tx, asked_id)
    if row is None or row.show_due is None:
        return
    tries = max(1, row.attempts)  # a resumer's claim has counted its own
    if tries < MOST_ATTEMPTS:
        asked.change(room.tx, asked_id, show_due=now + (PATIENCE if tries == 1 else LAST_PATIENCE), attempts=tries)
    else:
        _give_up(room, row)


def later(room: Room, asked_id: int) -> None:
    """Certainly nothing was sent, so the try does not count: it is made again when the claim runs out."""
    row = asked.get(room.tx, asked_id)
    if row is not None:
        asked.change(room.tx, asked_id, attempts=max(0, row.attempts - 1))


def refused(room: Room, asked_id: int) -> None:
    """Telegram will never take it: the next contact hands out anew."""
    row = asked.get(room.tx, asked_id)
    if row is not None:
        _give_up(room, row)


def bring_back(room: Room, learner: Learner, now: datetime) -> None:
    """The learner can be reached again: what of today could not be brought is due shortly, if nothing else shows it."""
    for kind in Kind:
        delivery = deliveries.find(room.tx, learner.id, timing.today(learner, now), kind)
        waiting = asked.open_in(room.tx, delivery.id) if delivery else None
        if delivery is not None and waiting is not None and waiting.shown_ref is None:
            asked.change(room.tx, waiting.id, show_due=now + asking.GRACE, attempts=0)
            deliveries.retry(room.tx, delivery.id)


def owed(
    room: Room, now: datetime, limit: int, besides: Collection[int] = (), *, starting: bool = False
) -> Sequence[Owed]:
    """Claim what is overdue, `besides` what is under way. `starting`: whatever a former process left is overdue."""
    if starting:
        asked.hasten(room.tx, now)
    late = asked.overdue(room.tx, now, limit, besides)
    return [claim for claim in (_claim(room, row, now) for row in late) if claim is not None]


def waits(room: Room, asked_id: int) -> bool:
    """Whether an assertion is still to be answered."""
    row = asked.get(room.tx, asked_id)
    return row is not None and row.answered_at is None and not row.outdated


def was_handled(room: Room, update_id: int) -> bool:
    """Whether this update was answered to the end before."""
    return updates.was_handled(room.tx, update_id)


def highest_handled(room: Room) -> int:
    """The highest number of an update that was answered to the end, or is being; 0 where there is none."""
    return updates.highest(room.tx)


def take_update(room: Room, update_id: int, now: datetime) -> Standing:
    """The same where other processes are given updates too: who takes one has it for a while."""
    return updates.take(room.tx, update_id, now, now + UPDATE_LEASE)


def leave_update(room: Room, update_id: int) -> None:
    """An update that was taken was not handled to the end."""
    updates.leave(room.tx, update_id)


def prune(room: Room, now: datetime) -> None:
    """Forget updates too old to be delivered again."""
    updates.prune(room.tx, now - KEEP_UPDATES)


def _claim(room: Room, row: Asked, now: datetime) -> Owed | None:
    learner = learners.get(room.tx, row.learner_id)
    address = learners.address(room.tx, row.learner_id)
    delivery = deliveries.get(room.tx, row.delivery_id) if row.delivery_id else None
    shown = asking.resolve(room, row, delivery)
    if learner is None or address is None or shown is None or _is_stale(row, learner, delivery, now):
        _give_up(room, row)
        return None
    if not asked.claim_overdue(room.tx, row, now + LEASE):
        return None
    if row.answered_at is None:
        return Owed(learner, address.face, address.chat_id, shown)
    followed = row.words is not None  # then what comes after the verdict was shown with the question
    ended = delivery is not None and not followed and closes(room, delivery, row)
    closing = asking.summary(room, learner, delivery, now) if delivery and ended else None
    return Owed(learner, address.face, address.chat_id, shown, asking.feedback(room, row, shown), closing)


def _give_up(room: Room, row: Asked) -> None:
    asked.change(room.tx, row.id, show_due=None, feedback_due=None)
    if row.delivery_id is not None:
        deliveries.fail(room.tx, row.delivery_id)


def _is_stale(row: Asked, learner: Learner, delivery: Delivery | None, now: datetime) -> bool:
    """Tried often enough, or an assertion of a set that is no debt any more."""
    gone_by = row.answered_at is None and delivery is not None and delivery.day < timing.today(learner, now)
    return gone_by or row.attempts >= MOST_ATTEMPTS


def closes(room: Room, delivery: Delivery, row: Asked) -> bool:
    """Whether the set was through with this answer."""
    through = delivery.state is State.ANSWERED and asked.open_in(room.tx, delivery.id) is None
    return through and asked.answered_in(room.tx, delivery.id)[-1].id == row.id
