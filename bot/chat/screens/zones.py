"""The time zone: Brazil's first, any other by a search."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import cities
from bot.chat.actions import MenuAction, encode
from bot.chat.reply import Button, Screen, say
from bot.chat.screens.choices import back, choice, rows_of
from bot.chat.words import translator
from storage.learners import Learner


def zone(learner: Learner) -> Screen:
    """Brazil's zones, the learner's own where it is another, and the way to the search."""
    t = translator(learner.language)
    offered = dict(cities.BRAZIL)
    if learner.zone not in offered:
        offered = {learner.zone: cities.label_of(learner.zone, learner.language), **offered}
    buttons = [choice("zone", name, city, learner.zone == name) for name, city in offered.items()]
    return Screen((say(t.gettext("Which is your time zone?")),), (*rows_of(buttons, 2), _other(learner), back(learner)))


def ask(learner: Learner) -> Screen:
    """The next thing the learner writes is looked for."""
    t = translator(learner.language)
    words = t.gettext("Write the name of your city, or the offset: Lisboa, Nova York, Tokyo, UTC-3.")
    return Screen((say(words),), (back(learner, "zone"),))


def results(learner: Learner, zones: Sequence[str]) -> Screen:
    """The zones found, as buttons."""
    t = translator(learner.language)
    buttons = [choice("zone", name, cities.label_of(name, learner.language), learner.zone == name) for name in zones]
    return Screen((say(t.gettext("Is it one of these?")),), (*rows_of(buttons, 1), _other(learner), back(learner)))


def nothing_found(learner: Learner) -> Screen:
    """No zone goes by what was written; another try is open."""
    t = translator(learner.language)
    words = t.gettext("I know no such place. Try a larger city nearby, the country, or an offset such as UTC-3.")
    return Screen((say(words),), (back(learner, "zone"),))


def _other(learner: Learner) -> tuple[Button, ...]:
    label = translator(learner.language).gettext("🔎 Another city…")
    return (Button(label, encode(MenuAction("city"))),)
