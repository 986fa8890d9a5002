"""What a link into the private chat opens: the assertions of a round, or one fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.lessons import asking, joining, timing
from bot.lessons.outcomes import Continued, Joined, NothingDue, Step, Stranger, Who
from bot.lessons.school import Room
from storage import asked, deliveries, learners, rounds
from storage.deliveries import Kind
from storage.learners import Learner


def open_round(
    room: Room, who: Who, round_id: int, language: str, now: datetime
) -> Joined | Continued | NothingDue | Stranger:
    """The assertions of a round that were put, one after the other; for a stranger this is the first set."""
    played = rounds.get(room.tx, round_id)
    facts = [item.fact_id for item in played.items[: played.handed]] if played else []
    return _open(room, who, facts, language, now)


def open_fact(
    room: Room, who: Who, fact_id: str, language: str, now: datetime
) -> Joined | Continued | NothingDue | Stranger:
    """One fact, as somebody shared it."""
    return _open(room, who, [fact_id], language, now)


def _open(
    room: Room, who: Who, fact_ids: Sequence[str], language: str, now: datetime
) -> Joined | Continued | NothingDue | Stranger:
    facts = [fact.id for fact in room.bank.pick(fact_ids)]
    if not facts:
        return joining.start(room, who, language, now)
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        learner = joining.enrol(room, who, language, now)
        return Joined(timing.schedule(room, learner, now), _put(room, learner, facts, now))
    step = _put(room, learner, facts, now)
    return Continued(timing.schedule(room, learner, now), step)


def _put(room: Room, learner: Learner, facts: list[str], now: datetime) -> Step:
    """The set of the day that links open goes on with these facts at once; what it had waiting is left."""
    day = timing.today(learner, now)
    delivery = deliveries.find(room.tx, learner.id, day, Kind.LINK)
    if delivery is None:
        delivery = deliveries.claim(room.tx, learner.id, day, Kind.LINK, facts, now)
        assert delivery is not None
        return asking.next_step(room, learner, delivery, now)
    waiting = asked.open_in(room.tx, delivery.id)
    if waiting is not None:
        asked.change(room.tx, waiting.id, outdated=True, show_due=None)
    joined = (*delivery.facts[: delivery.handed], *facts)
    deliveries.change(room.tx, delivery.id, facts=" ".join(joined))
    fresh = deliveries.get(room.tx, delivery.id)
    assert fresh is not None
    return asking.next_step(room, learner, fresh, now)
