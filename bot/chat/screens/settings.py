"""The settings menu: one page a setting, all by buttons, edited in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from babel.dates import get_day_names

from bot.chat.actions import MenuAction, SetAction, encode
from bot.chat.reply import Button, Rows, Screen, Tone, bold, say
from bot.chat.screens.when import clock
from bot.chat.words import translator
from storage.learners import Learner

ZONES = {
    "America/Sao_Paulo": "Brasília, São Paulo, Rio",
    "America/Bahia": "Salvador, Nordeste",
    "America/Fortaleza": "Fortaleza, Recife, Natal",
    "America/Belem": "Belém, Macapá",
    "America/Manaus": "Manaus, Boa Vista",
    "America/Cuiaba": "Cuiabá",
    "America/Campo_Grande": "Campo Grande",
    "America/Porto_Velho": "Porto Velho",
    "America/Rio_Branco": "Rio Branco",
    "America/Noronha": "Fernando de Noronha",
    "Europe/Lisbon": "Lisboa",
    "Africa/Luanda": "Luanda",
    "Africa/Maputo": "Maputo",
    "UTC": "UTC",
}
COUNTS = (5, 10, 15, 20, 30, 50)
NEW_COUNTS = (0, 2, 5, 10, 15, 20)
HOURS = tuple(range(5, 24))
QUIET = ((1320, 420), (1260, 420), (1380, 480), (1320, 540))
LANGUAGES = {"pt_BR": "Português (Brasil)", "en": "English"}


def menu(learner: Learner, page: str) -> Screen:
    """A page of the menu; the first page for a name that is unknown."""
    return _PAGES.get(page, _main)(learner)


def known_page(page: str) -> bool:
    """Whether the menu has a page of that name."""
    return page in _PAGES


def _main(learner: Learner) -> Screen:
    t = translator(learner.language)
    on, off = t.gettext("on"), t.gettext("off")
    quiet = _span(learner.quiet_from, learner.quiet_to) if learner.quiet_from != learner.quiet_to else off
    entries = (
        ("time", "🕗", t.gettext("Time"), clock(learner.delivery_minute)),
        ("days", "📅", t.gettext("Days"), _days(learner)),
        ("count", "🔢", t.gettext("A day"), str(learner.daily_count)),
        ("new", "🌱", t.gettext("New a day"), str(learner.new_count)),
        ("zone", "🌎", t.gettext("Time zone"), ZONES.get(learner.zone, learner.zone)),
        ("nudges", "🔔", t.gettext("Reminders"), on if learner.nudges else off),
        ("quiet", "🌙", t.gettext("Quiet hours"), quiet),
        ("lang", "💬", t.gettext("Language"), LANGUAGES.get(learner.language, learner.language)),
    )
    lines = "\n".join(f"{icon} {name}: {value}" for _, icon, name, value in entries)
    buttons = [Button(f"{icon} {name}", encode(MenuAction(page))) for page, icon, name, _ in entries]
    return Screen((say(bold(t.gettext("Settings"))), say(lines)), _rows(buttons, 2))


def _time(learner: Learner) -> Screen:
    t = translator(learner.language)
    hours = [_choice("time", str(60 * h), f"{h:02d}:00", learner.delivery_minute == 60 * h) for h in HOURS]
    half = (learner.delivery_minute + 30) % 1440
    label = t.gettext("Half an hour later ({time})").format(time=clock(half))
    rows = (*_rows(hours, 4), (Button(label, encode(SetAction("time", str(half)))),), _back(learner))
    return Screen((say(t.gettext("At what time shall I send your daily set?")),), rows)


def _weekdays(learner: Learner) -> Screen:
    t = translator(learner.language)
    names = get_day_names("abbreviated", locale=learner.language)
    buttons = [
        _choice("day", f"{day}{int(not on)}", names[day].rstrip(".").capitalize(), on)
        for day, on in ((day, bool(learner.weekdays >> day & 1)) for day in range(7))
    ]
    return Screen(
        (say(t.gettext("On which days do you want a set? A tap switches a day on or off.")),),
        (*_rows(buttons, 4), _back(learner)),
    )


def _count(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [_choice("count", str(n), str(n), learner.daily_count == n) for n in COUNTS]
    return Screen((say(t.gettext("How many assertions a day?")),), (*_rows(buttons, 3), _back(learner)))


def _new(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [_choice("new", str(n), str(n), learner.new_count == n) for n in NEW_COUNTS]
    question = t.gettext("At most how many new facts a day? Reviews come first in any case.")
    return Screen((say(question),), (*_rows(buttons, 3), _back(learner)))


def _zone(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [_choice("zone", zone, city, learner.zone == zone) for zone, city in ZONES.items()]
    return Screen((say(t.gettext("Which is your time zone?")),), (*_rows(buttons, 2), _back(learner)))


def _nudges(learner: Learner) -> Screen:
    t = translator(learner.language)
    words = t.gettext(
        "If the set is still waiting three hours after it arrives, I remind you once, never in quiet hours."
    )
    buttons = (
        _choice("nudges", "1", t.gettext("on").capitalize(), learner.nudges),
        _choice("nudges", "0", t.gettext("off").capitalize(), not learner.nudges),
    )
    return Screen((say(words),), (buttons, _back(learner)))


def _quiet(learner: Learner) -> Screen:
    t = translator(learner.language)
    now = (learner.quiet_from, learner.quiet_to)
    buttons = [_choice("quiet", f"{a}-{b}", _span(a, b), now == (a, b)) for a, b in QUIET]
    buttons.append(_choice("quiet", "0-0", t.gettext("off").capitalize(), now[0] == now[1]))
    return Screen((say(t.gettext("In which hours shall I stay silent?")),), (*_rows(buttons, 2), _back(learner)))


def _language(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [_choice("lang", code, name, learner.language == code) for code, name in LANGUAGES.items()]
    words = t.gettext("Which language shall I speak? The assertions themselves stay in Portuguese.")
    return Screen((say(words),), (*_rows(buttons, 2), _back(learner)))


def _choice(name: str, value: str, label: str, chosen: bool) -> Button:
    mark = "✓ " if chosen else ""
    return Button(f"{mark}{label}", encode(SetAction(name, value)), Tone.MAIN if chosen else Tone.PLAIN)


def _back(learner: Learner) -> tuple[Button, ...]:
    return (Button(translator(learner.language).gettext("‹ Back"), encode(MenuAction("main"))),)


def _rows(buttons: Iterable[Button], width: int) -> Rows:
    row = list(buttons)
    return tuple(tuple(row[i : i + width]) for i in range(0, len(row), width))


def _span(start: int, end: int) -> str:
    return f"{clock(start)}–{clock(end)}"


def _days(learner: Learner) -> str:
    t = translator(learner.language)
    if learner.weekdays == 127:
        return t.gettext("every day")
    names = get_day_names("abbreviated", locale=learner.language)
    return ", ".join(names[day].rstrip(".") for day in range(7) if learner.weekdays >> day & 1) or t.gettext("none")


_PAGES: dict[str, Callable[[Learner], Screen]] = {
    "main": _main,
    "time": _time,
    "days": _weekdays,
    "count": _count,
    "new": _new,
    "zone": _zone,
    "nudges": _nudges,
    "quiet": _quiet,
    "lang": _language,
}


def page_of(setting: str) -> str:
    """The page on which a setting is chosen."""
    return "days" if setting == "day" else setting
