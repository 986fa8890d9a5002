"""Several workers: what is due is claimed together with the job that is to send it, and taken by whoever sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.lessons import asking, delivering, reminding, timing
from bot.lessons.delivering import Due
from bot.lessons.outcomes import AutoPaused, Delivered, ExamAsked, Nudged, Shown
from bot.lessons.school import Room
from bot.lessons.showing import LEASE
from bot.tutor.agenda import INDEFINITELY
from bot.tutor.days import in_quiet_hours
from storage import asked, budget, errands, learners, minutes
from storage.asked import Asked
from storage.deliveries import Delivery
from storage.errands import Errand, ErrandKind
from storage.learners import Address, Learner
from storage.store import Tx

QUEUED = timedelta(hours=2)
"""How long a set may wait in the queue before a resumer believes that its job is lost."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one job is to send: ids of assertions that begin a set, and of errands."""

    asked: tuple[int, ...] = ()
    errands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """How many learners were found due, and for whom it went wrong: the learner and the exception's name."""

    learners: int
    failed: tuple[tuple[int, str], ...]


Defer = Callable[[Tx, Load], None]


def claim(room: Room, now: datetime, limit: int, defer: Defer) -> Claimed:
    """Serve whoever is due and defer one job for all that is to be sent, in the same transaction.

    Whoever else claims at the same time gets others. One learner whose serving fails is put off alone.
    """
    found = learners.due(room.tx, now, limit)
    shown: list[int] = []
    errand_ids: list[int] = []
    failed: list[tuple[int, str]] = []
    for learner_id in found:
        try:
            with room.tx.begin_nested():
                outcome = delivering.serve(room, learner_id, now)
                _leave(room, outcome, shown, errand_ids, now)
        except Exception as error:
            failed.append((learner_id, type(error).__name__))
            delivering.put_off(room, learner_id, now)
    if shown or errand_ids:
        defer(room.tx, Load(tuple(shown), tuple(errand_ids)))
    return Claimed(len(found), tuple(failed))


def slot(room: Room, count: int, rate: int) -> float:
    """Seconds to wait until this many sends may begin, `rate` a second, whoever else sends."""
    return budget.reserve(room.tx, count, rate)


def take(room: Room, load: Load, now: datetime) -> Sequence[Due]:
    """What of a load is still to be sent; from here on it is the taker's.

    A set is a resumer's where the taker dies; an errand is not repeated.
    """
    taken = asked.take_unsent(room.tx, load.asked, now + LEASE)
    due: list[Due | None] = list(_sets(room, [asked_id for asked_id in load.asked if asked_id in taken], now))
    due += [_errand(room, errand, now) for errand in errands.take(room.tx, load.errands)]
    return [one for one in due if one is not None]


def hold(room: Room, asked_ids: Sequence[int], now: datetime) -> None:
    """These are being sent by the process that took them on, however long that takes."""
    asked.hold(room.tx, asked_ids, now + asking.GRACE)
    minutes.hold(room.tx, asked_ids, now + asking.GRACE)


def parts(load: Load, size: int) -> Iterator[Load]:
    """A load in portions of at most `size` messages."""
    for start in range(0, len(load.asked), size):
        yield Load(asked=load.asked[start : start + size])
    for start in range(0, len(load.errands), size):
        yield Load(errands=load.errands[start : start + size])


def _leave(room: Room, outcome: Due | None, shown: list[int], errand_ids: list[int], now: datetime) -> None:
    match outcome:
        case Delivered(next=Shown() as first):
            asked.change(room.tx, first.asked_id, show_due=now + QUEUED)
            shown.append(first.asked_id)
        case Nudged(learner, _, _, delivery_id, _, weekly):
            kind = ErrandKind.NUDGE
            errand_ids.append(errands.add(room.tx, learner.id, kind, now, delivery_id=delivery_id, weekly=weekly))
        case AutoPaused(learner):
            errand_ids.append(errands.add(room.tx, learner.id, ErrandKind.AUTO_PAUSED, now))
        case ExamAsked(learner):
            errand_ids.append(errands.add(room.tx, learner.id, ErrandKind.EXAM, now))


def _sets(room: Room, asked_ids: Sequence[int], now: datetime) -> Iterator[Delivered | None]:
    begun = asked.sets_begun(room.tx, asked_ids)
    reached = learners.reached(room.tx, [row.learner_id for row, _ in begun.values()])
    for row, delivery in (begun[asked_id] for asked_id in asked_ids if asked_id in begun):
        if row.learner_id in reached:
            yield _set(room, row, delivery, *reached[row.learner_id], now)


def _set(
    room: Room, row: Asked, delivery: Delivery, learner: Learner, address: Address, now: datetime
) -> Delivered | None:
    shown = asking.resolve(room, row, delivery)
    if shown is None or delivery.day < timing.today(learner, now):
        asked.change(room.tx, row.id, show_due=None)
        return None
    agenda = timing.agenda_of(learner)
    return Delivered(learner, address.chat_id, address.face, shown, in_quiet_hours(now, agenda.quiet, agenda.place))


def _errand(room: Room, errand: Errand, now: datetime) -> Due | None:
    found = learners.reached(room.tx, [errand.learner_id]).get(errand.learner_id)
    if found is None:
        return None
    learner, address = found
    match errand.kind:
        case ErrandKind.NUDGE:
            assert errand.delivery_id is not None
            return reminding.still(room, learner, address, errand.delivery_id, errand.weekly, now)
        case ErrandKind.AUTO_PAUSED:
            held = learner.paused_until == INDEFINITELY
            return AutoPaused(learner, address.chat_id, address.face) if held else None
        case ErrandKind.EXAM:
            return ExamAsked(learner, address.chat_id, address.face)
