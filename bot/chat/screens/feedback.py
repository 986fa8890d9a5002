"""An answered assertion: the verdict, what was falsified, why, and the true sentence always last."""

from __future__ import annotations

from datetime import date

from bot.chat.actions import WhyAction, WordsAction, encode
from bot.chat.reply import Block, Button, Screen, Span, Style, bold, italic, say
from bot.chat.screens.assertion import quoted
from bot.chat.screens.when import day_in_words
from bot.chat.words import translator
from bot.lessons.outcomes import Explained, Feedback, Shown
from bot.tutor.grading import Mark
from bot.tutor.memory import WordsOutcome
from content.bank import Variant

BAR = 10


def feedback(given: Feedback, language: str) -> Screen:
    """The message that takes the assertion's place once it is answered.

    Where it is still asked which words are wrong, that question; for a fact missed again and again, its long
    explanation and a contrast.
    """
    if given.phrases:
        return _which_words(given, language)
    shown = given.shown
    blocks = (
        _verdict(given, language),
        *_words_found(given, language),
        *as_put(shown.variant),
        say(shown.fact.long if given.leech else shown.variant.short),
        _sources(shown, language),
        *_contrast(given, language),
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
        *as_put(given.shown.variant),
        say(given.shown.fact.long),
        _sources(given.shown, language),
        *returns,
        *_truth(given.shown.variant, language),
    )
    back = Button(t.gettext("‹ Back"), encode(WhyAction(given.shown.asked_id, unfold=False)))
    share = Button(t.gettext("Share ↗"), "", shares=given.shown.fact.id)
    return Screen(blocks, ((back, share),))


def _which_words(given: Feedback, language: str) -> Screen:
    t = translator(language)
    asked_id, numbered = given.shown.asked_id, enumerate(given.phrases, 1)
    listed = "\n".join(f"{number}. {phrase}" for number, phrase in numbered)
    buttons = [Button(str(n + 1), encode(WordsAction(asked_id, n + 1))) for n in range(len(given.phrases))]
    blocks = (
        _verdict(given, language),
        quoted(given.shown.variant.text),
        say(bold(t.gettext("Which words are wrong?")), "\n", listed),
        _progress(given.shown),
    )
    return Screen(blocks, (tuple(buttons), (Button(t.gettext("Skip"), encode(WordsAction(asked_id, None))),)))


def _words_found(given: Feedback, language: str) -> tuple[Block, ...]:
    t = translator(language)
    match given.words:
        case WordsOutcome.RIGHT:
            return (say(t.gettext("🎯 And you found the wrong words.")),)
        case WordsOutcome.WRONG:
            return (say(t.gettext("🔎 The wrong words were others; see below.")),)
        case _:
            return ()


def _contrast(given: Feedback, language: str) -> tuple[Block, ...]:
    if given.leech is None or given.leech.contrast is None:
        return ()
    return say(bold(translator(language).gettext("Not to be confused with:"))), quoted(given.leech.contrast)


def words_toast(given: Feedback, language: str) -> str | None:
    """What the phrase chosen came to, over the chat; nothing where the question was skipped."""
    found = _words_found(given, language)
    return found[0].text if found else None


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


def as_put(variant: Variant) -> tuple[Block, ...]:
    """A falsified sentence with what was put in struck out; nothing for a true one."""
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
    if outcome.before is not None:
        words = t.gettext("It returns {when}; chance of recall today, before this answer: {chance} %.")
    elif outcome.now is not None:
        words = t.gettext("It returns {when}; chance of recall today: {chance} %.")
    else:
        words = t.gettext("It returns {when}; chance of recall tomorrow: {chance} %.")
    chance = next((c for c in (outcome.before, outcome.now, outcome.tomorrow) if c is not None), 0.0)
    return words.format(when=when, chance=round(100 * chance))
