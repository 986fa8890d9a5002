"""Settings, one at a time; a value that is none of the offered ones changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.lessons import timing, topics, zones
from bot.lessons.outcomes import Settings, Stranger, Who
from bot.lessons.school import Room
from bot.tutor import exam, plan, workload
from bot.tutor.days import zone_of
from bot.tutor.exam import Need
from storage import learners, memories
from storage.learners import Learner

LANGUAGES = ("pt_BR", "en")


def settings(room: Room, who: Who, now: datetime) -> Settings | Stranger:
    """The settings as they are. A search for a zone that was under way ends."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    return shown(room, zones.end(room, learner), now)


def adjust(room: Room, who: Who, name: str, value: str, now: datetime) -> Settings | Stranger:
    """Set one setting. Idempotent: what can be switched names the state it is to have."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    if name == "topic":
        return _switch_topic(room, learner, value, now)
    columns = read(name, value, learner)
    if columns is None:
        return shown(room, learner, now)
    learners.change(room.tx, learner.id, **columns)
    return shown(room, timing.schedule(room, learner, now), now, changed=name)


def shown(
    room: Room, learner: Learner, now: datetime, *, changed: str | None = None, is_last: bool = False
) -> Settings:
    """What the pages of the settings need to know."""
    day = timing.today(learner, now)
    return Settings(
        learner, timing.next_set_at(learner, now), changed, day, _need(room, learner, day),
        topics.topics(room, learner), is_last,
    )  # fmt: skip


def _switch_topic(room: Room, learner: Learner, value: str, now: datetime) -> Settings:
    off = topics.switched(room, learner, value)
    if off is None or len(off) == len(room.bank.subtopics):
        return shown(room, learner, now, is_last=off is not None)
    learners.change(room.tx, learner.id, subtopics_off=off)
    return shown(room, timing.fresh(room, learner), now, changed="topic")


def _need(room: Room, learner: Learner, day: date) -> Need | None:
    if learner.exam_day is None or timing.days_to_exam(learner, day) is None:
        return None
    wanted = topics.chosen(room, learner).askable
    known = memories.intervals(room.tx, learner.id)
    unseen = sum(fact_id not in known for fact_id in wanted)
    reviewed = [span for fact_id, span in known.items() if fact_id in wanted]
    on = exam.study_days(day, learner.exam_day, timing.weekdays_of(learner))
    return workload.need(reviewed, unseen, day, learner.exam_day, on)


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


def _switch(column: str, before: int, value: str) -> dict[str, Any]:
    day, on = value[:-1], value[-1:]
    bit = 1 << _whole(day, 0, 6)
    return {column: before | bit if _whole(on, 0, 1) else before & ~bit}


def _zone(value: str, _learner: Learner) -> dict[str, Any]:
    if zone_of(value) is None:
        raise ValueError(value)
    return {"zone": value, "zone_search_until": None}


def _language(value: str, _learner: Learner) -> dict[str, Any]:
    if value not in LANGUAGES:
        raise ValueError(value)
    return {"language": value}


_READERS: dict[str, Callable[[str, Learner], dict[str, Any]]] = {
    "time": lambda value, _: {"delivery_minute": _whole(value, 0, 1439)},
    "count": lambda value, _: {"daily_count": _whole(value, 1, plan.MOST_A_DAY), "usual_count": None},
    "new": lambda value, _: {"new_count": _whole(value, 0, plan.MOST_A_DAY), "usual_new": None},
    "words": lambda value, _: {"words_on": bool(_whole(value, 0, 1))},
    "nudges": lambda value, _: {"nudges": bool(_whole(value, 0, 1))},
    "day": lambda value, learner: _switch("weekdays", learner.weekdays, value),
    "easy": lambda value, learner: _switch("easy_days", learner.easy_days, value),
    "zone": _zone,
    "lang": _language,
    "quiet": _quiet,
}
