"""The error notebook, a page at a time, and word of a corrected key."""

from __future__ import annotations

from bot.chat.actions import MistakesAction, encode
from bot.chat.reply import Block, Button, Rows, Screen, Span, Style, Tone, bold, say
from bot.chat.screens.assertion import quoted
from bot.chat.screens.feedback import as_put
from bot.chat.words import translator
from bot.lessons.drills import CorrectionTold, Mistake, MistakesPage
from bot.tutor.grading import Answer
from content.bank import Variant

MOST_TOLD = 3


def mistakes(shown: MistakesPage) -> Screen:
    """One page of it."""
    language = shown.learner.language
    t = translator(language)
    heading = say(bold(t.gettext("📓 Error notebook")))
    leaves = say(
        t.gettext(
            "A fact leaves it after two right answers on different days, one to a right and one to a wrong sentence."
        )
    )
    if not shown.mistakes:
        return Screen((heading, say(t.gettext("It is empty. 👏 What you miss goes in here.")), leaves))
    count = t.ngettext("{n} fact to put right", "{n} facts to put right", shown.total).format(n=shown.total)
    blocks = [say(bold(t.gettext("📓 Error notebook")), f" · {count}")]
    subtopic = None
    for mistake in shown.mistakes:
        if mistake.subtopic != subtopic:
            subtopic = mistake.subtopic
            blocks.append(say(Span(subtopic, Style.ITALIC)))
        blocks += _entry(mistake, language)
    if shown.page == 0:
        blocks.append(leaves)
    return Screen(tuple(blocks), _buttons(shown))


def corrected(told: CorrectionTold) -> Screen:
    """Told once to whoever had answered; the true sentence comes last."""
    language = told.learner.language
    t = translator(language)
    count = len(told.variants)
    opening = t.ngettext(
        "🔧 The key of {n} sentence that you had answered was wrong, and has been corrected. Your score and your "
        "reviews have been put right. We are sorry, and thank you for your patience.",
        "🔧 The keys of {n} sentences that you had answered were wrong, and have been corrected. Your score and "
        "your reviews have been put right. We are sorry, and thank you for your patience.",
        count,
    )
    blocks = [say(opening.format(n=count))]
    for variant in told.variants[:MOST_TOLD]:
        blocks += [say(bold(t.gettext("It is {key}.").format(key=_key(variant, language)))), *_sentence(variant)]
    return Screen(tuple(blocks))


def _entry(mistake: Mistake, language: str) -> list[Block]:
    t = translator(language)
    key = _key(mistake.variant, language)
    if mistake.answer is Answer.BLANK:
        line = t.gettext("You left it blank; it is {key}.").format(key=key)
    else:
        given = t.gettext("Right") if mistake.answer is Answer.CERTO else t.gettext("Wrong")
        line = t.gettext("You answered {answer}; it is {key}.").format(answer=given, key=key)
    return [say(line), *_sentence(mistake.variant), say(mistake.variant.reason or mistake.variant.short)]


def _sentence(variant: Variant) -> tuple[Block, ...]:
    return as_put(variant) or (quoted(variant.text),)


def _key(variant: Variant, language: str) -> str:
    t = translator(language)
    return t.gettext("Right") if variant.truth else t.gettext("Wrong")


def _buttons(shown: MistakesPage) -> Rows:
    t = translator(shown.learner.language)
    turn = [
        Button(label, encode(MistakesAction(page)))
        for label, page in (("‹", shown.page - 1), ("›", shown.page + 1))
        if 0 <= page < shown.pages
    ]
    if turn:
        turn.insert(
            1 if shown.page else 0, Button(f"{shown.page + 1}/{shown.pages}", encode(MistakesAction(shown.page)))
        )
    review = Button(t.gettext("Review these"), encode(MistakesAction(shown.page, review=True)), Tone.MAIN)
    return (tuple(turn), (review,)) if turn else ((review,),)
