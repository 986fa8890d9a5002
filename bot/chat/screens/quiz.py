"""A group's polls: the quiz as it is sent, how a daily one went, what is said when polls are forbidden."""

from __future__ import annotations

from bot.chat.reply import Block, Poll, Screen, Span, Style, bold, say
from bot.chat.words import translator
from bot.lessons.group_outcomes import Quiz, Result

LONGEST_QUESTION = 300
LONGEST_EXPLANATION = 200
EXPLANATION_LINE_FEEDS = 2


def poll(quiz: Quiz) -> Poll:
    """The poll of an assertion (Bot API, sendPoll: question ≤ 300, explanation ≤ 200 characters, 2 line feeds)."""
    t = translator(quiz.language)
    options = (t.gettext("Right"), t.gettext("Wrong"))
    correct = 0 if quiz.variant.truth is quiz.certo_first else 1
    numbered = f"{quiz.position}/{quiz.total} · {quiz.variant.text}" if quiz.total > 1 else quiz.variant.text
    question = numbered if len(numbered) <= LONGEST_QUESTION else quiz.variant.text
    explanation = quiz.variant.short[:LONGEST_EXPLANATION]
    if explanation.count("\n") > EXPLANATION_LINE_FEEDS:
        explanation = " ".join(explanation.split())
    return Poll(question, options if quiz.certo_first else options[::-1], correct, explanation, quiz.seconds)


def result(outcome: Result, language: str) -> Screen:
    """How the daily assertion before went; it ends on the true sentence."""
    t = translator(language)
    answered = outcome.right + outcome.wrong
    verdict = t.gettext("Right") if outcome.variant.truth else t.gettext("Wrong")
    line = t.ngettext("{right} of {n} answered rightly.", "{right} of {n} answered rightly.", answered)
    return Screen(
        (
            say(bold(t.gettext("The last assertion of the day: {verdict}").format(verdict=verdict))),
            say(line.format(right=outcome.right, n=answered)),
            truth(outcome.variant.true_text),
        )
    )


def truth(text: str) -> Block:
    """The true sentence, set off."""
    return Block((Span("✓ ", Style.BOLD), Span(text)), quoted=True)


def muted(language: str) -> Screen:
    """Polls are forbidden here."""
    words = translator(language).gettext(
        "I may not send polls here, so the round is over. An administrator can allow polls in the group’s permissions."
    )
    return Screen((say(words),))
