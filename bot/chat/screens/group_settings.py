"""The settings of a group: one page a setting, by buttons, edited in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from babel.dates import get_day_names

from bot.chat import cities
from bot.chat.reply import Button, Rows, Screen, Tone, bold, say
from bot.chat.screens.settings import LANGUAGES
from bot.chat.screens.when import clock
from bot.chat.words import translator
from storage.groups import Group

PREFIX, PAGE = "q", "page"
SECONDS = (10, 15, 20, 30, 45, 60, 90, 120)
SIZES = (3, 5, 10, 15, 20)
HOURS = range(6, 23)
ZONES = {
    **cities.BRAZIL,
    "Europe/Lisbon": "Lisboa",
    "Africa/Luanda": "Luanda",
    "Africa/Maputo": "Maputo",
    "UTC": "UTC",
}
MAX_BYTES = 64


def decode(data: str) -> tuple[str, str] | None:
    """(setting, value) or (PAGE, its name) behind callback data; None for anything else."""
    parts = data.split(":", 2)
    if len(data.encode(errors="replace")) > MAX_BYTES or len(parts) != 3 or parts[0] != PREFIX:
        return None
    if parts[1] == PAGE and parts[2] not in _PAGES:
        return None
    return parts[1], parts[2]


def menu(group: Group, page: str) -> Screen:
    """A page of the menu; the first page for a name that is unknown."""
    return _PAGES.get(page, _main)(group)


def _main(group: Group) -> Screen:
    t = translator(group.language)
    on, off = t.gettext("on"), t.gettext("off")
    weekly = off if group.weekly_day is None else _day_name(group, group.weekly_day)
    entries = (
        ("daily", "☀️", t.gettext("Assertion of the day"), clock(group.daily_minute) if group.daily else off),
        ("weekly", "🏆", t.gettext("Table of the week"), weekly),
        ("seconds", "⏱", t.gettext("Seconds a poll"), str(group.seconds)),
        ("size", "🔢", t.gettext("Polls a round"), str(group.size)),
        ("zone", "🌎", t.gettext("Time zone"), ZONES.get(group.zone, group.zone)),
        ("admins", "🛡", t.gettext("Only administrators begin rounds"), on if group.admins_only else off),
        ("silent", "🔕", t.gettext("Without sound"), on if group.silent else off),
        ("lang", "💬", t.gettext("Language"), LANGUAGES.get(group.language, group.language)),
    )
    lines = "\n".join(f"{icon} {name}: {value}" for _, icon, name, value in entries)
    buttons = [Button(f"{icon} {name}", _page(page)) for page, icon, name, _ in entries]
    return Screen((say(bold(t.gettext("Settings of the group"))), say(lines)), _rows(buttons, 2))


def _daily(group: Group) -> Screen:
    t = translator(group.language)
    hours = [_choice("daily", str(60 * h), f"{h:02d}:00", group.daily and group.daily_minute == 60 * h) for h in HOURS]
    off = _choice("daily", "off", t.gettext("off").capitalize(), not group.daily)
    words = t.gettext("At what time shall I bring the assertion of the day? It stays open until the next one.")
    return Screen((say(words),), (*_rows(hours, 4), (off,), _back(group)))


def _weekly(group: Group) -> Screen:
    t = translator(group.language)
    days = [_choice("weekly", str(day), _day_name(group, day), group.weekly_day == day) for day in range(7)]
    off = _choice("weekly", "off", t.gettext("off").capitalize(), group.weekly_day is None)
    words = t.gettext("On which day shall I show the table of the week?")
    return Screen((say(words),), (*_rows(days, 3), (off,), _back(group)))


def _seconds(group: Group) -> Screen:
    words = translator(group.language).gettext("How many seconds is each poll of a round open?")
    return _numbers(group, "seconds", SECONDS, group.seconds, words)


def _size(group: Group) -> Screen:
    words = translator(group.language).gettext("How many polls has a round, where none are named?")
    return _numbers(group, "size", SIZES, group.size, words)


def _zone(group: Group) -> Screen:
    buttons = [_choice("zone", zone, city, group.zone == zone) for zone, city in ZONES.items()]
    words = translator(group.language).gettext("Which is the group’s time zone?")
    return Screen((say(words),), (*_rows(buttons, 2), _back(group)))


def _admins(group: Group) -> Screen:
    words = translator(group.language).gettext("Shall only administrators begin rounds?")
    return _switch(group, "admins", group.admins_only, words)


def _silent(group: Group) -> Screen:
    words = translator(group.language).gettext("Shall my messages here make no sound?")
    return _switch(group, "silent", group.silent, words)


def _language(group: Group) -> Screen:
    buttons = [_choice("lang", code, name, group.language == code) for code, name in LANGUAGES.items()]
    words = translator(group.language).gettext(
        "Which language shall I speak? The assertions themselves stay in Portuguese."
    )
    return Screen((say(words),), (*_rows(buttons, 2), _back(group)))


def _numbers(group: Group, name: str, offered: Iterable[int], chosen: int, words: str) -> Screen:
    buttons = [_choice(name, str(n), str(n), chosen == n) for n in offered]
    return Screen((say(words),), (*_rows(buttons, 4), _back(group)))


def _switch(group: Group, name: str, state: bool, words: str) -> Screen:
    t = translator(group.language)
    on = _choice(name, "1", t.gettext("on").capitalize(), state)
    return Screen((say(words),), ((on, _choice(name, "0", t.gettext("off").capitalize(), not state)), _back(group)))


def _choice(name: str, value: str, label: str, chosen: bool) -> Button:
    mark = "✓ " if chosen else ""
    return Button(f"{mark}{label}", f"{PREFIX}:{name}:{value}", Tone.MAIN if chosen else Tone.PLAIN)


def _page(name: str) -> str:
    return f"{PREFIX}:{PAGE}:{name}"


def _back(group: Group) -> tuple[Button, ...]:
    return (Button(translator(group.language).gettext("‹ Back"), _page("main")),)


def _day_name(group: Group, day: int) -> str:
    return str(get_day_names("wide", locale=group.language)[day])


def _rows(buttons: Iterable[Button], width: int) -> Rows:
    row = list(buttons)
    return tuple(tuple(row[i : i + width]) for i in range(0, len(row), width))


_PAGES: dict[str, Callable[[Group], Screen]] = {
    "main": _main,
    "daily": _daily,
    "weekly": _weekly,
    "seconds": _seconds,
    "size": _size,
    "zone": _zone,
    "admins": _admins,
    "silent": _silent,
    "lang": _language,
}
