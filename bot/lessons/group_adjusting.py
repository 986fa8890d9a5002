"""The settings of a group, one at a time; a value that is none it can have changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.lessons import group_days, grouping
from bot.lessons.group_outcomes import GroupSettings, Place
from bot.lessons.school import Room
from bot.tutor.days import zone_of
from bot.tutor.rounds import MOST
from storage import groups

LANGUAGES = ("pt_BR", "en")
SHORTEST, LONGEST = 5, 600


def settings(room: Room, place: Place, language: str, now: datetime) -> GroupSettings:
    """The settings as they are."""
    return GroupSettings(grouping.known(room, place, language, now))


def open_settings(room: Room, place: Place, language: str, now: datetime) -> GroupSettings:
    """/config by an administrator: the daily assertion and the week's table belong where it was said."""
    group = grouping.known(room, place, language, now)
    groups.change(room.tx, group.id, thread_id=place.thread_id)
    return GroupSettings(group_days.fresh(room, group.id))


def adjust(room: Room, place: Place, name: str, value: str, language: str, now: datetime) -> GroupSettings:
    """Set one setting."""
    group = grouping.known(room, place, language, now)
    columns = read(name, value)
    if columns is None:
        return GroupSettings(group)
    if not group.daily and columns.get("daily"):
        columns["last_daily"] = group.last_daily or group_days.today(group, now)
    groups.change(room.tx, group.id, **columns)
    return GroupSettings(group_days.schedule(room, group.id, now), changed=name)


def read(name: str, value: str) -> dict[str, Any] | None:
    """The columns a setting stands for; None where the value is none it can have."""
    reader = _READERS.get(name)
    try:
        return reader(value) if reader and len(value) <= 64 else None
    except ValueError:
        return None


def _whole(value: str, low: int, high: int) -> int:
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ValueError(value)
    return int(value)


def _daily(value: str) -> dict[str, Any]:
    return {"daily": False} if value == "off" else {"daily": True, "daily_minute": _whole(value, 0, 1439)}


def _weekly(value: str) -> dict[str, Any]:
    return {"weekly_day": None if value == "off" else _whole(value, 0, 6)}


def _zone(value: str) -> dict[str, Any]:
    if zone_of(value) is None:
        raise ValueError(value)
    return {"zone": value}


def _language(value: str) -> dict[str, Any]:
    if value not in LANGUAGES:
        raise ValueError(value)
    return {"language": value}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "daily": _daily,
    "weekly": _weekly,
    "seconds": lambda value: {"seconds": _whole(value, SHORTEST, LONGEST)},
    "size": lambda value: {"size": _whole(value, 1, MOST)},
    "zone": _zone,
    "admins": lambda value: {"admins_only": bool(_whole(value, 0, 1))},
    "silent": lambda value: {"silent": bool(_whole(value, 0, 1))},
    "lang": _language,
}
