"""Settings, one at a time; a value that is none of the offered ones changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.lessons import timing
from bot.lessons.outcomes import Settings, Stranger, Who
from bot.lessons.school import Room
from bot.tutor.days import zone_of
from storage import learners
from storage.learners import Learner

MOST_A_DAY = 100
LANGUAGES = ("pt_BR", "en")


def settings(room: Room, who: Who, now: datetime) -> Settings | Stranger:
    """The settings as they are."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    return Settings(learner, timing.next_set_at(learner, now))


def adjust(room: Room, who: Who, name: str, value: str, now: datetime) -> Settings | Stranger:
    """Set one setting. Idempotent but for `day`, which names a weekday and the state it is to have."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    columns = read(name, value, learner)
    if columns is None:
        return Settings(learner, timing.next_set_at(learner, now))
    learners.change(room.tx, learner.id, **columns)
    learner = timing.schedule(room, learner, now)
    return Settings(learner, timing.next_set_at(learner, now), changed=name)


def read(name: str, value: str, learner: Learner) -> dict[str, Any] | None:
    """The columns a setting stands for; None where the value is none it can have."""
    reader = _READERS.get(name)
    try:
        return reader(value, learner) if reader and len(value) <= 64 else None
    except ValueError:
        return None


def _whole(value: str, low: int, high: int) -> int:
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ValueError(value)
    return int(value)


def _quiet(value: str, _learner: Learner) -> dict[str, Any]:
    start, end = value.split("-")
    return {"quiet_from": _whole(start, 0, 1439), "quiet_to": _whole(end, 0, 1439)}


def _day(value: str, learner: Learner) -> dict[str, Any]:
    day, on = value[:-1], value[-1:]
    bit = 1 << _whole(day, 0, 6)
    return {"weekdays": learner.weekdays | bit if _whole(on, 0, 1) else learner.weekdays & ~bit}


def _zone(value: str, _learner: Learner) -> dict[str, Any]:
    if zone_of(value) is None:
        raise ValueError(value)
    return {"zone": value}


def _language(value: str, _learner: Learner) -> dict[str, Any]:
    if value not in LANGUAGES:
        raise ValueError(value)
    return {"language": value}


_READERS: dict[str, Callable[[str, Learner], dict[str, Any]]] = {
    "time": lambda value, _: {"delivery_minute": _whole(value, 0, 1439)},
    "count": lambda value, _: {"daily_count": _whole(value, 1, MOST_A_DAY)},
    "new": lambda value, _: {"new_count": _whole(value, 0, MOST_A_DAY)},
    "nudges": lambda value, _: {"nudges": bool(_whole(value, 0, 1))},
    "day": _day,
    "zone": _zone,
    "lang": _language,
    "quiet": _quiet,
}
