"""Short messages: the greeting, what is not due, what could not be understood."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.actions import GoAction, encode
from bot.chat.reply import Block, Button, Screen, bold, say
from bot.chat.screens.when import date_in_words, day_in_words, instant_in_words
from bot.chat.words import translator
from bot.lessons.outcomes import NothingDue, Paused, Resumed, Unreadable
from bot.tutor.plan import MOST_A_DAY


def greeting(language: str) -> Block:
    """The line before the first assertion of a daily set."""
    return say(translator(language).gettext("☀️ Your set for today is here. Good studies!"))


def welcome(language: str) -> tuple[Block, Block]:
    """Two sentences on what this is; the first assertion follows in the same message."""
    t = translator(language)
    return (
        say(bold(t.gettext("Welcome to Assertiva!"))),
        say(
            t.gettext(
                "Every day I send you a few assertions to judge Right or Wrong, as in the exam, and bring back "
                "what you missed at the best time. When unsure, mark it as a guess or leave it blank: here is "
                "the first one."
            )
        ),
    )


def nothing_due(outcome: NothingDue) -> Screen:
    """There is nothing to review now."""
    language = outcome.learner.language
    t = translator(language)
    full = t.gettext("That was a full day: {n} assertions are the most a day may have. The rest comes tomorrow. 👏")
    nothing = t.gettext("Nothing to review right now. 👏")
    blocks = [say(full.format(n=MOST_A_DAY) if outcome.is_full else nothing)]
    if outcome.next_review is not None:
        day, count = outcome.next_review
        words = t.ngettext("Next review: {n} fact {when}.", "Next review: {n} facts {when}.", count)
        blocks.append(say(words.format(n=count, when=day_in_words(day, outcome.today, language))))
    return Screen(tuple(blocks))


def paused(outcome: Paused) -> Screen:
    """Sets are off."""
    language = outcome.learner.language
    t = translator(language)
    if outcome.last == date.max:
        words = t.gettext("Paused until you come back. Nothing is lost, and your streak is kept.")
    else:
        words = t.gettext("Paused: your sets return on {date}. Nothing is lost, and your streak is kept.")
        words = words.format(date=date_in_words(outcome.last + timedelta(days=1), language))
    return Screen((say(words),), ((Button(t.gettext("Resume now"), encode(GoAction("retomar"))),),))


def resumed(outcome: Resumed, now: datetime) -> Screen:
    """Sets are on again."""
    learner = outcome.learner
    t = translator(learner.language)
    words = t.gettext("Welcome back!")
    if outcome.next_set_at is not None:
        today = now.astimezone(ZoneInfo(learner.zone)).date()
        when = instant_in_words(outcome.next_set_at, learner.zone, today, learner.language)
        words += " " + t.gettext("Your next set arrives {when}.").format(when=when)
    return Screen((say(words),))


def unreadable(outcome: Unreadable) -> Screen:
    """What was typed after /pausar could not be understood."""
    return Screen((say(problem(outcome.problem, outcome.learner.language)),))


def problem(code: str, language: str) -> str:
    """A problem's name in words."""
    t = translator(language)
    if code == "past":
        return t.gettext("That date has gone by. Try /pausar 7d or /pausar até 12/01.")
    if code == "too far":
        return t.gettext("That is over a year away. Try a nearer date, or /pausar indefinido.")
    return t.gettext("I did not understand for how long. Try /pausar 7d, /pausar até 12/01 or /pausar indefinido.")


def trouble(language: str) -> Screen:
    """Something failed on our side."""
    words = translator(language).gettext("Something went wrong on my side. Please try again in a little while.")
    return plain(words)


def plain(words: str) -> Screen:
    """One line."""
    return Screen((say(words),))


def edited(language: str) -> Screen:
    """A message was edited after it was sent."""
    return plain(translator(language).gettext("Editing a message changes nothing here. /hoje shows where you are."))


def hint(language: str) -> Screen:
    """Something was written that is no command."""
    return plain(
        translator(language).gettext(
            "I only understand buttons and commands. /hoje shows today’s set, /ajuda the rest."
        )
    )
