"""Short messages to a group."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.reply import Screen, bold, say
from bot.chat.words import translator
from bot.lessons.group_outcomes import Busy, NoSuchTopic, TooSoon


def hello(language: str) -> Screen:
    """The first word in a group, with what an administrator can set."""
    t = translator(language)
    return Screen(
        (
            say(bold(t.gettext("Hello! I am Assertiva."))),
            say(t.gettext("/quiz begins a round of assertions to judge Right or Wrong; anyone may answer.")),
            say(
                t.gettext(
                    "Every day I also bring one assertion. Administrators set its time, the seconds of each poll and "
                    "the day of the week’s table with /config. I do not read your messages, only commands."
                )
            ),
        )
    )


def help_page(commands: Iterable[tuple[str, str]], language: str) -> Screen:
    """How it works in a group."""
    t = translator(language)
    listed = "\n".join(f"/{name} – {words}" for name, words in commands)
    rule = t.gettext("Right answers score +1, wrong ones −1; of equal scores the faster comes first.")
    return Screen((say(bold(t.gettext("How it works"))), say(rule), say(listed)))


def not_begun(outcome: Busy | TooSoon | NoSuchTopic) -> Screen:
    """Why no round begins."""
    t = translator(outcome.language)
    match outcome:
        case Busy():
            return _line(t.gettext("A round is under way already; /parar ends it."))
        case TooSoon(_, _, seconds):
            words = t.ngettext("A breath first: again in {n} second.", "A breath first: again in {n} seconds.", seconds)
            return _line(words.format(n=seconds))
        case NoSuchTopic(_, titles):
            listed = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
            example = t.gettext("I know no such subtopic. These are the ones; /quiz 5 2 takes the second:")
            return Screen((say(example), say(listed)))


def refused(language: str, *, unknown: bool) -> Screen:
    """Administrators' business; `unknown`: whether it is theirs could not be found out."""
    return _line(refused_words(language, unknown=unknown))


def refused_words(language: str, *, unknown: bool) -> str:
    """The same, as a toast."""
    t = translator(language)
    if unknown:
        return t.gettext("I could not find out who administers this group. Try again in a moment.")
    return t.gettext("Only administrators of the group may do that.")


def not_yours_to_stop(language: str) -> Screen:
    """A round is ended by who began it."""
    return _line(translator(language).gettext("Only who began the round, or an administrator, may end it."))


def not_running(language: str) -> Screen:
    """Nothing to end."""
    return _line(translator(language).gettext("No round is under way. /quiz begins one."))


def hidden(language: str) -> Screen:
    """Out of the tables."""
    words = translator(language).gettext("Done: you are out of this group’s tables, and your name here is forgotten.")
    return _line(words)


def outdated(language: str) -> str:
    """A button whose time has passed."""
    return translator(language).gettext("This button is out of date. /config opens the settings anew.")


def saved(language: str) -> str:
    """A setting was set."""
    return translator(language).gettext("Saved")


def _line(words: str) -> Screen:
    return Screen((say(words),))
