"""The search for a time zone: for ten minutes after «another city» the next free text names one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.lessons import timing
from bot.lessons.outcomes import Stranger, Who
from bot.lessons.school import Room
from storage import learners
from storage.learners import Learner

PATIENCE = timedelta(minutes=10)


def begin(room: Room, who: Who, now: datetime) -> Learner | Stranger:
    """The next free text is a search."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    learners.change(room.tx, learner.id, zone_search_until=now + PATIENCE)
    return timing.fresh(room, learner)


def searcher(room: Room, who: Who, now: datetime) -> Learner | None:
    """The learner, where a free text of theirs is a search now."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None or learner.zone_search_until is None or now >= learner.zone_search_until:
        return None
    return learner


def found(room: Room, who: Who) -> None:
    """The search brought something: the next text is none."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is not None:
        end(room, learner)


def end(room: Room, learner: Learner) -> Learner:
    """No search is under way any more."""
    if learner.zone_search_until is None:
        return learner
    learners.change(room.tx, learner.id, zone_search_until=None)
    return timing.fresh(room, learner)
