"""The settings menu: one page a setting, all by buttons, edited in place."""

from __future__ import annotations

from collections.abc import Callable

from babel.dates import get_day_names

from bot.chat import cities
from bot.chat.actions import MenuAction, SetAction, encode
from bot.chat.reply import Button, Screen, bold, say
from bot.chat.screens import exam, zones
from bot.chat.screens.choices import back, choice, rows_of
from bot.chat.screens.when import clock
from bot.chat.words import translator
from bot.lessons.outcomes import Settings
from storage.learners import Learner

COUNTS = (5, 10, 15, 20, 30, 50)
NEW_COUNTS = (0, 2, 5, 10, 15, 20)
HOURS = tuple(range(5, 24))
QUIET = ((1320, 420), (1260, 420), (1380, 480), (1320, 540))
LONGEST_LABEL = 44
LANGUAGES = {"pt_BR": "Português (Brasil)", "en": "English"}


def menu(shown: Settings, page: str) -> Screen:
    """A page of the menu; the first page for a name that is unknown."""
    return _PAGES.get(page, _main)(shown)


def known_page(page: str) -> bool:
    """Whether the menu has a page of that name."""
    return page in _PAGES


def _main(shown: Settings) -> Screen:
    learner = shown.learner
    t = translator(learner.language)
    on, off = t.gettext("on"), t.gettext("off")
    quiet = _span(learner.quiet_from, learner.quiet_to) if learner.quiet_from != learner.quiet_to else off
    entries = (
        ("time", "🕗", t.gettext("Time"), clock(learner.delivery_minute)),
        ("days", "📅", t.gettext("Days"), _days(learner)),
        ("count", "🔢", t.gettext("A day"), str(learner.daily_count)),
        ("new", "🌱", t.gettext("New a day"), str(learner.new_count)),
        ("zone", "🌎", t.gettext("Time zone"), cities.name_of(learner.zone, learner.language)),
        ("nudges", "🔔", t.gettext("Reminders"), on if learner.nudges else off),
        ("quiet", "🌙", t.gettext("Quiet hours"), quiet),
        ("words", "🔎", t.gettext("Which words?"), on if learner.words_on else off),
        ("lang", "💬", t.gettext("Language"), LANGUAGES.get(learner.language, learner.language)),
        ("topics", "📚", t.gettext("Subtopics"), _topics_on(shown)),
        ("exam", "🎯", t.gettext("Exam"), exam.in_short(shown)),
    )
    lines = "\n".join(f"{icon} {name}: {value}" for _, icon, name, value in entries)
    buttons = [Button(f"{icon} {name}", encode(MenuAction(page))) for page, icon, name, _ in entries]
    return Screen((say(bold(t.gettext("Settings"))), say(lines)), rows_of(buttons, 2))


def _time(learner: Learner) -> Screen:
    t = translator(learner.language)
    hours = [choice("time", str(60 * h), f"{h:02d}:00", learner.delivery_minute == 60 * h) for h in HOURS]
    half = (learner.delivery_minute + 30) % 1440
    label = t.gettext("Half an hour later ({time})").format(time=clock(half))
    rows = (*rows_of(hours, 4), (Button(label, encode(SetAction("time", str(half)))),), back(learner))
    return Screen((say(t.gettext("At what time shall I send your daily set?")),), rows)


def _weekdays(learner: Learner) -> Screen:
    t = translator(learner.language)
    names = get_day_names("abbreviated", locale=learner.language)
    labels = [names[day].rstrip(".").capitalize() for day in range(7)]

    def switches(setting: str, prefix: str, bits: int) -> list[Button]:
        return [
            choice(setting, f"{day}{int(not bits >> day & 1)}", prefix + labels[day], bool(bits >> day & 1))
            for day in range(7)
        ]

    blocks = (
        say(t.gettext("On which days do you want a set? A tap switches a day on or off.")),
        say(t.gettext("On easy days, below with a ½, the set is half as long.")),
    )
    on, easy = switches("day", "", learner.weekdays), switches("easy", "½ ", learner.easy_days)
    return Screen(blocks, (*rows_of(on, 4), *rows_of(easy, 4), back(learner)))


def _count(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [choice("count", str(n), str(n), learner.daily_count == n) for n in COUNTS]
    return Screen((say(t.gettext("How many assertions a day?")),), (*rows_of(buttons, 3), back(learner)))


def _new(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [choice("new", str(n), str(n), learner.new_count == n) for n in NEW_COUNTS]
    question = t.gettext("At most how many new facts a day? Reviews come first in any case.")
    return Screen((say(question),), (*rows_of(buttons, 3), back(learner)))


def _nudges(learner: Learner) -> Screen:
    t = translator(learner.language)
    words = t.gettext(
        "If the set is still waiting three hours after it arrives, I remind you once, never in quiet hours."
    )
    buttons = (
        choice("nudges", "1", t.gettext("on").capitalize(), learner.nudges),
        choice("nudges", "0", t.gettext("off").capitalize(), not learner.nudges),
    )
    return Screen((say(words),), (buttons, back(learner)))


def _words(learner: Learner) -> Screen:
    t = translator(learner.language)
    question = t.gettext(
        "When you rightly press Wrong and I cannot tell knowing from luck, shall I ask which words are wrong?"
    )
    buttons = (
        choice("words", "1", t.gettext("on").capitalize(), learner.words_on),
        choice("words", "0", t.gettext("off").capitalize(), not learner.words_on),
    )
    return Screen((say(question),), (buttons, back(learner)))


def _quiet(learner: Learner) -> Screen:
    t = translator(learner.language)
    now = (learner.quiet_from, learner.quiet_to)
    buttons = [choice("quiet", f"{a}-{b}", _span(a, b), now == (a, b)) for a, b in QUIET]
    buttons.append(choice("quiet", "0-0", t.gettext("off").capitalize(), now[0] == now[1]))
    return Screen((say(t.gettext("In which hours shall I stay silent?")),), (*rows_of(buttons, 2), back(learner)))


def _language(learner: Learner) -> Screen:
    t = translator(learner.language)
    buttons = [choice("lang", code, name, learner.language == code) for code, name in LANGUAGES.items()]
    words = t.gettext("Which language shall I speak? The assertions themselves stay in Portuguese.")
    return Screen((say(words),), (*rows_of(buttons, 2), back(learner)))


def _topics(shown: Settings) -> Screen:
    learner = shown.learner
    words = translator(learner.language).gettext("What shall I ask about? A tap switches a subtopic on or off.")
    buttons = [
        choice("topic", f"{topic.key}{int(not topic.on)}", _shortened(topic.title), topic.on) for topic in shown.topics
    ]
    return Screen((say(words),), (*rows_of(buttons, 1), back(learner)))


def _topics_on(shown: Settings) -> str:
    t = translator(shown.learner.language)
    on = sum(topic.on for topic in shown.topics)
    return (
        t.gettext("all")
        if on == len(shown.topics)
        else t.gettext("{n} of {total}").format(n=on, total=len(shown.topics))
    )


def _shortened(title: str) -> str:
    if len(title) <= LONGEST_LABEL:
        return title
    return title[:LONGEST_LABEL].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _span(start: int, end: int) -> str:
    return f"{clock(start)}–{clock(end)}"


def _days(learner: Learner) -> str:
    t = translator(learner.language)
    if learner.weekdays == 127:
        return t.gettext("every day")
    names = get_day_names("abbreviated", locale=learner.language)
    return ", ".join(names[day].rstrip(".") for day in range(7) if learner.weekdays >> day & 1) or t.gettext("none")


def _of_learner(page: Callable[[Learner], Screen]) -> Callable[[Settings], Screen]:
    return lambda shown: page(shown.learner)


_PAGES: dict[str, Callable[[Settings], Screen]] = {
    "main": _main,
    "time": _of_learner(_time),
    "days": _of_learner(_weekdays),
    "count": _of_learner(_count),
    "new": _of_learner(_new),
    "zone": _of_learner(zones.zone),
    "city": _of_learner(zones.ask),
    "nudges": _of_learner(_nudges),
    "words": _of_learner(_words),
    "quiet": _of_learner(_quiet),
    "lang": _of_learner(_language),
    "topics": _topics,
    "exam": exam.state,
}
_PAGE_OF = {"day": "days", "easy": "days", "topic": "topics"}


def page_of(setting: str) -> str:
    """The page on which a setting is chosen."""
    return _PAGE_OF.get(setting, setting)
