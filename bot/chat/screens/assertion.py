"""An assertion as it is put: the progress, the sentence, the five ways to answer."""

from __future__ import annotations

from bot.chat.actions import AnswerAction, encode
from bot.chat.reply import Block, Button, Rows, Screen, Span, Style, Tone, bold, say
from bot.chat.words import translator
from bot.lessons.outcomes import Shown
from bot.tutor.grading import Answer


def assertion(shown: Shown, language: str, *preface: Block) -> Screen:
    """The message that puts one assertion, after a preface where one is given."""
    head = say(bold(f"{shown.position}/{shown.total}"), " · ", Span(shown.subtopic, Style.ITALIC))
    return Screen((*preface, head, quoted(shown.variant.text)), _answers(shown.asked_id, language))


def quick_answers(asked_id: int, language: str) -> Rows:
    """The three ways to answer where there is no time to weigh a guess."""
    (right, wrong), (_, blank, _) = _answers(asked_id, language)
    return (right, wrong), (blank,)


def quoted(text: str) -> Block:
    """A sentence of the bank, set off from the bot's own words."""
    return Block((Span(text),), quoted=True)


def _answers(asked_id: int, language: str) -> Rows:
    _ = translator(language).gettext

    def button(label: str, answer: Answer, guess: bool = False, tone: Tone = Tone.PLAIN) -> Button:
        return Button(label, encode(AnswerAction(asked_id, answer, guess)), tone)

    return (
        (
            button(_("Right"), Answer.CERTO, tone=Tone.GOOD),
            button(_("Wrong"), Answer.ERRADO, tone=Tone.BAD),
        ),
        (
            button(_("Guess right"), Answer.CERTO, guess=True),
            button(_("Blank"), Answer.BLANK),
            button(_("Guess wrong"), Answer.ERRADO, guess=True),
        ),
    )
