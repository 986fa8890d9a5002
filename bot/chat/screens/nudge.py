"""The reminder that a set is waiting: never an assertion by itself."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.chat.actions import GoAction, NudgeAction, encode
from bot.chat.reply import Button, Screen, Tone, say
from bot.chat.screens.when import instant_in_words
from bot.chat.words import translator
from bot.lessons.outcomes import AutoPaused, Nudged, NudgeTaken


def nudge(outcome: Nudged) -> Screen:
    """The nudge with its four ways on."""
    t = translator(outcome.learner.language)

    def button(label: str, what: str, tone: Tone = Tone.PLAIN) -> Button:
        return Button(label, encode(NudgeAction(outcome.delivery_id, what)), tone)

    return Screen(
        (say(_words(outcome)),),
        (
            (button(t.gettext("Now"), "now", Tone.MAIN), button(t.gettext("In 1 h"), "later")),
            (button(t.gettext("Not today"), "not_today"), button(t.gettext("Stop reminders"), "stop")),
        ),
    )


def autopaused(outcome: AutoPaused) -> Screen:
    """Told once, when weeks went by without an answer."""
    t = translator(outcome.learner.language)
    words = t.gettext(
        "It has been quiet for a while, so I am pausing your sets: no reminders from here on. "
        "Whenever you like, come back: everything is where you left it."
    )
    return Screen((say(words),), ((Button(t.gettext("Resume now"), encode(GoAction("retomar"))),),))


def _words(outcome: Nudged) -> str:
    t = translator(outcome.learner.language)
    waiting = t.ngettext("{n} assertion of today is waiting.", "{n} assertions of today are waiting.", outcome.left)
    if outcome.weekly:
        return t.gettext("One a week, so as not to bother you:") + " " + waiting.format(n=outcome.left)
    return "🔔 " + waiting.format(n=outcome.left) + " " + t.gettext("It takes a few minutes.")


def taken(outcome: NudgeTaken) -> Screen:
    """What the nudge becomes once one of its buttons was pressed."""
    learner = outcome.learner
    t = translator(learner.language)
    match outcome.what:
        case "later" if outcome.at is not None:
            day = outcome.at.astimezone(ZoneInfo(learner.zone)).date()
            when = instant_in_words(outcome.at, learner.zone, day, learner.language)
            words = t.gettext("Agreed: I will remind you {when}.").format(when=when)
        case "later":
            words = t.gettext("In an hour your quiet hours have begun, so no more reminders today.")
        case "not_today":
            words = t.gettext("Fine, no more reminders today. What was not answered comes back another day.")
        case "stop":
            words = t.gettext("Reminders are off. /config turns them on again.")
        case "now":
            words = t.gettext("Here we go!")
        case _:
            words = t.gettext("This reminder is no longer needed.")
    return Screen((say(words),))
