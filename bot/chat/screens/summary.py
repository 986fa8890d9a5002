"""The end of a set: the net score, what was missed, what comes back and when."""

from __future__ import annotations

from collections import Counter

from bot.chat.actions import MoreAction, encode
from bot.chat.reply import Block, Button, Rows, Screen, bold, say
from bot.chat.screens import duels, exam
from bot.chat.screens.when import day_in_words, instant_in_words
from bot.chat.words import translator
from bot.lessons.drills import Tally
from bot.lessons.outcomes import Summary
from storage.deliveries import Kind
from storage.learners import Learner

MORE = 5


def summary(account: Summary, learner: Learner) -> Screen:
    """The closing message of a set."""
    t = translator(learner.language)
    titles = {Kind.SET: t.gettext("Set finished"), Kind.DUEL: t.gettext("Your part of the duel is done")}
    title = titles.get(account.kind) or t.gettext("Review finished")
    blocks = [
        say(bold(f"🏁 {title}")),
        score(account, learner.language, _streak(account, learner.language)),
        *((say(duels.waiting(learner.language)),) if account.kind is Kind.DUEL else ()),
        *_returns(account, learner.language),
        *_next(account, learner),
    ]
    rows: Rows = ()
    if account.more and account.kind is not Kind.DUEL:
        label = t.gettext("{n} more").format(n=MORE)
        rows = ((Button(label, encode(MoreAction(account.delivery_id))),),)
    return Screen(tuple(blocks), rows)


def score(account: Summary | Tally, language: str, more: str = "") -> Block:
    """The net score and what it is made of; `more` follows on the next line."""
    t = translator(language)
    net = f"{account.net:+d}".replace("-", "−") if account.net else "0"
    parts = [
        t.ngettext("{n} right", "{n} right", account.right).format(n=account.right),
        t.ngettext("{n} wrong", "{n} wrong", account.wrong).format(n=account.wrong),
        t.ngettext("{n} blank", "{n} blank", account.blank).format(n=account.blank),
    ]
    total = t.gettext("Net score {net}").format(net=net)
    return say(bold(total), f": {' · '.join(parts)}.{more}")


def _streak(account: Summary, language: str) -> str:
    if account.streak <= 1:
        return ""
    words = translator(language).ngettext("{n} day in a row", "{n} days in a row", account.streak)
    return "\n🔥 " + words.format(n=account.streak)


def _returns(account: Summary, language: str) -> list[Block]:
    t = translator(language)
    if account.missed:
        days = Counter(missed.returns_on for missed in account.missed)
        listed = ", ".join(
            f"{count} {day_in_words(day, account.today, language)}" for day, count in sorted(days.items())
        )
        heading = t.ngettext(
            "What you missed comes back: {listed}.",
            "What you missed comes back: {listed}.",
            len(account.missed),
        )
        return [say(heading.format(listed=listed))]
    if account.next_review is not None:
        day, count = account.next_review
        words = t.ngettext("Next review: {n} fact {when}.", "Next review: {n} facts {when}.", count)
        return [say(words.format(n=count, when=day_in_words(day, account.today, language)))]
    return []


def _next(account: Summary, learner: Learner) -> list[Block]:
    t = translator(learner.language)
    blocks = []
    if account.all_learnt:
        blocks.append(say(t.gettext("You have seen every fact of the bank: from now on your sets are reviews.")))
    if account.next_set_at is not None:
        when = instant_in_words(account.next_set_at, learner.zone, account.today, learner.language)
        blocks.append(say(t.gettext("Your next set arrives {when}.").format(when=when)))
    if account.exam_in is not None:
        words = exam.left_in_words(account.exam_in, learner)
        blocks.append(say(f"🎯 {words[0].upper()}{words[1:]}."))
    return blocks
