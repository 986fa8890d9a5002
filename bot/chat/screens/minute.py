"""The one message of a minute: while it runs, and what it came to."""

from __future__ import annotations

from bot.chat.actions import GoAction, encode
from bot.chat.reply import Button, Screen, Tone, bold, say
from bot.chat.screens.assertion import quick_answers, quoted
from bot.chat.screens.summary import score
from bot.chat.words import translator
from bot.lessons.drills import MinuteOn, MinuteOver, MinuteState
from bot.lessons.outcomes import Feedback
from bot.tutor.grading import Mark

_SIGNS = {Mark.RIGHT: "✅", Mark.WRONG: "❌", Mark.BLANK: "◻️"}


def minute(state: MinuteState, language: str) -> Screen:
    """The message as it should stand."""
    return _on(state, language) if isinstance(state, MinuteOn) else _over(state, language)


def mark(given: Feedback, language: str) -> str:
    """The last answer in three words: a sign and the key."""
    t = translator(language)
    if not given.scored:
        return t.gettext("This assertion is under review and was not scored.")
    key = t.gettext("Right") if given.shown.variant.truth else t.gettext("Wrong")
    return f"{_SIGNS[given.mark]} " + t.gettext("It was {key}.").format(key=key)


def _on(state: MinuteOn, language: str) -> Screen:
    t = translator(language)
    tally = state.tally
    clock = t.gettext("⏱ {n} s").format(n=state.seconds)
    count = f" · ✅ {tally.right} · ❌ {tally.wrong} · ◻️ {tally.blank}"
    last = (say(mark(state.last, language)),) if state.last else ()
    blocks = (say(bold(clock), count), *last, quoted(state.shown.variant.text))
    return Screen(blocks, quick_answers(state.shown.asked_id, language))


def _over(state: MinuteOver, language: str) -> Screen:
    t = translator(language)
    truths = [quoted(sentence) for sentence in state.truths]
    missed = [say(bold(t.gettext("What is true:"))), *truths] if truths else []
    again = Button(t.gettext("Once more"), encode(GoAction("minuto")), Tone.MAIN)
    blocks = (say(bold(t.gettext("⏱ Time is up"))), score(state.tally, language), *missed)
    return Screen(blocks, ((again,),))
