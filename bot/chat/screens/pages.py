"""Longer texts: help, privacy, and the two steps of erasing."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.actions import EraseAction, encode
from bot.chat.reply import Button, Screen, Tone, bold, say
from bot.chat.words import translator


def help_page(commands: Iterable[tuple[str, str]], language: str) -> Screen:
    """How it works, and every command (name, what it does)."""
    t = translator(language)
    listed = "\n".join(f"/{name} – {words}" for name, words in commands)
    return Screen(
        (
            say(bold(t.gettext("How it works"))),
            say(
                t.gettext(
                    "Each assertion is right or wrong. Right answers score +1, wrong ones −1, blanks 0, as in the "
                    "exam. A guess scores the same, and tells me to ask again sooner. A tap is final."
                )
            ),
            say(t.gettext("What you miss comes back on the best day to review it, sometimes in other words.")),
            say(listed),
        )
    )


def privacy(language: str) -> Screen:
    """What is kept and why, in plain words (Brazil's LGPD, Law 13.709/2018)."""
    t = translator(language)
    return Screen(
        (
            say(bold(t.gettext("Your data"))),
            say(
                t.gettext(
                    "I keep your chat’s number (to write to you), your settings (time, zone, language, the date of "
                    "your exam and how it went, if you tell me) and your answers (to know what to review). I keep "
                    "neither your name, nor your photo, nor your messages."
                )
            ),
            say(
                t.gettext(
                    "They serve your studies alone; they are not sold or shared. The legal basis is your consent, "
                    "given when you pressed Start, and you can withdraw it at any time (LGPD, arts. 7 and 18)."
                )
            ),
            say(
                t.gettext(
                    "If you answer polls in a group, I keep your first name there for its tables, until 90 days after "
                    "your last answer; /sair_do_placar in the group deletes it at once."
                )
            ),
            say(t.gettext("In a duel the other sees your score and nothing else of you.")),
            say(
                t.gettext(
                    "/apagar deletes everything at once, for good. A copy of the database made before an update goes "
                    "after 30 days at the latest."
                )
            ),
        )
    )


def erase_question(language: str) -> Screen:
    """The first step of /apagar."""
    t = translator(language)
    words = t.gettext("Delete everything: settings, answers, reviews, streak? This cannot be undone.")
    return Screen(
        (say(words),),
        (
            (Button(t.gettext("Delete everything"), encode(EraseAction(True)), Tone.BAD),),
            (Button(t.gettext("Keep studying"), encode(EraseAction(False)), Tone.MAIN),),
        ),
    )


def erased(language: str) -> Screen:
    """The last message to somebody whose data is gone."""
    t = translator(language)
    return Screen((say(t.gettext("Done: everything about you has been deleted. /start begins anew, if you like.")),))


def kept(language: str) -> Screen:
    """Nothing was deleted."""
    return Screen((say(translator(language).gettext("Nothing was deleted. Good studies!")),))
