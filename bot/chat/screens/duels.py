"""What a duel shows: its link, what it waits for, its result."""

from __future__ import annotations

from urllib.parse import quote

from bot.chat.reply import Button, Rows, Screen, bold, say
from bot.chat.words import translator
from bot.lessons.drills import DuelRefused, DuelTold, NoDuel
from bot.tutor.duel import OPEN_FOR, SIZE, Ending

_SHARE = "https://t.me/share/url?url={}&text={}"


def begun(language: str, link: str | None) -> Screen:
    """Before its first assertion; with a link where somebody is still to be found."""
    t = translator(language)
    same = t.gettext(
        "{n} assertions, the same for both, each in their own chat. What you answer counts in your reviews."
    )
    wait = t.gettext("You hear the result when both are done, or in {n} hours.")
    hours = int(OPEN_FOR.total_seconds() // 3600)
    title = t.gettext("Duel")
    blocks = [say(bold(f"⚔️ {title}")), say(same.format(n=SIZE)), say(wait.format(n=hours))]
    rows: Rows = ()
    if link is not None:
        blocks.insert(1, say(t.gettext("Send this link to whoever is to face you: {link}").format(link=link)))
        if link.startswith("https://"):
            words = t.gettext("I challenge you to a duel of assertions!")
            url = _SHARE.format(quote(link, safe=""), quote(words, safe=""))
            rows = ((Button(t.gettext("Send to a friend"), "", url=url),),)
    return Screen(tuple(blocks), rows)


def refused(outcome: DuelRefused) -> Screen:
    """No duel, and what to do instead."""
    t = translator(outcome.learner.language)
    words = {
        NoDuel.OVER: t.gettext("That duel is over. /duelo begins a new one."),
        NoDuel.TAKEN: t.gettext("Two are in that duel already. /duelo begins a new one."),
        NoDuel.ONE_A_DAY: t.gettext("One duel a day: yours of today is played. Tomorrow there is another."),
    }[outcome.why]
    return Screen((say(words),))


def waiting(language: str) -> str:
    """After the last assertion."""
    return translator(language).gettext("You hear the result when the other is done, or a day after the duel began.")


def result(told: DuelTold) -> Screen:
    """Told to each of the two, once."""
    t = translator(told.learner.language)
    heading = t.gettext("Duel finished")
    title = bold(f"⚔️ {heading}")
    if told.theirs is None or told.ending is Ending.ALONE:
        words = t.gettext("Nobody played against you this time. Your net score: {mine}. /duelo begins another.")
        return Screen((say(title), say(words.format(mine=_net(told.mine)))))
    ending = {
        Ending.WON: t.gettext("You won. Congratulations!"),
        Ending.LOST: t.gettext("This one went to your opponent. What you missed comes back in your reviews."),
        Ending.TIED: t.gettext("A draw."),
    }[told.ending]
    scores = t.gettext("You {mine}, your opponent {theirs}.").format(mine=_net(told.mine), theirs=_net(told.theirs))
    if told.mine == told.theirs and told.ending is not Ending.TIED:
        scores += " " + t.gettext("At equal scores the quicker one wins.")
    return Screen((say(title), say(scores), say(ending)))


def _net(points: int) -> str:
    return f"{points:+d}".replace("-", "−") if points else "0"
