"""An answered assertion: the verdict, what was falsified, why, and the true sentence always last."""

from __future__ import annotations

from datetime import date

from bot.chat.actions import WhyAction, encode
from bot.chat.reply import Block, Button, Screen, Span, Style, bold, italic, say
from bot.chat.screens.when import day_in_words
from bot.chat.words import translator
from bot.lessons.outcomes import Explained, Feedback, Shown
from bot.tutor.grading import Mark
from content.bank import Variant

BAR = 10


def feedback(given: Feedback, language: str) -> Screen:
    """The message that takes the assertion's place once it is answered."""
    shown = given.shown
    blocks = (
        _verdict(given, language),
        *_as_put(shown.variant),
        say(shown.variant.short),
        _sources(shown, language),
        _progress(shown),
        *_truth(shown.variant, language),
    )
    label = translator(language).gettext("Why?")
    return Screen(blocks, ((Button(label, encode(WhyAction(shown.asked_id, unfold=True))),),))


def explanation(outcome: Explained) -> Screen:
    """The same message with the long explanation unfolded."""
    given, language = outcome.feedback, outcome.learner.language
    t = translator(language)
    returns: tuple[Block, ...] = ()
    if outcome.returns_on is not None:
        returns = (say(italic(_returns(outcome, outcome.returns_on))),)
    blocks = (
        _verdict(given, language),
        *_as_put(given.shown.variant),
        say(given.shown.fact.long),
        _sources(given.shown, language),
        *returns,
        *_truth(given.shown.variant, language),
    )
    back = Button(t.gettext("‹ Back"), encode(WhyAction(given.shown.asked_id, unfold=False)))
    return Screen(blocks, ((back,),))


def toast(given: Feedback, language: str) -> str:
    """The verdict in a few words, over the chat."""
    return _verdict(given, language).text


def _verdict(given: Feedback, language: str) -> Block:
    t = translator(language)
    key = t.gettext("Right") if given.shown.variant.truth else t.gettext("Wrong")
    if not given.scored:
        return say(bold(t.gettext("This assertion is under review and was not scored.")))
    match given.mark:
        case Mark.RIGHT:
            words = t.gettext("✅ That’s it: {key}. +1") if not given.guess else t.gettext("✅ Lucky: {key}. +1")
        case Mark.WRONG:
            words = t.gettext("❌ Not this time: it is {key}. −1")
        case Mark.BLANK:
            words = t.gettext("◻️ Left blank: it is {key}. 0")
    return say(bold(words.format(key=key)))


def _as_put(variant: Variant) -> tuple[Block, ...]:
    if variant.span is None:
        return ()  # a true sentence stands once, at the end
    original, false = variant.span
    before, _, after = variant.text.partition(false)
    struck = (Span(before), Span(false, Style.STRIKE), Span(" "), Span(original, Style.BOLD), Span(after))
    return (Block(struck, quoted=True),)


def _truth(variant: Variant, language: str) -> tuple[Block, Block]:
    t = translator(language)
    if variant.span is None:
        return say(bold(t.gettext("It is true that:"))), Block((Span(variant.text),), quoted=True)
    original, false = variant.span
    before, _, after = variant.text.partition(false)
    spans = (Span(before), Span(original, Style.BOLD), Span(after))
    return say(bold(t.gettext("What is true:"))), Block(spans, quoted=True)


def _sources(shown: Shown, language: str) -> Block:
    label = translator(language).gettext("Source: {works}")
    return say(italic(label.format(works="; ".join(str(source) for source in shown.fact.sources))))


def _progress(shown: Shown) -> Block:
    full = round(BAR * shown.position / max(shown.total, 1))
    return say(f"{shown.position}/{shown.total}  {'▰' * full}{'▱' * (BAR - full)}")


def _returns(outcome: Explained, day: date) -> str:
    t = translator(outcome.learner.language)
    when = day_in_words(day, outcome.today, outcome.learner.language)
    chance = round(100 * (outcome.retrievability or 0))
    return t.gettext("It returns {when}; chance of recall today: {chance} %.").format(when=when, chance=chance)
