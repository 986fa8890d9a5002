"""The question about words, the minute, the notebook and word of a correction, as messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.actions import MAX_BYTES, MistakesAction, WordsAction, decode, encode
from bot.chat.reply import Screen
from bot.chat.screens import feedback, minute, mistakes
from bot.chat.words import LANGUAGES
from bot.lessons.drills import CorrectionTold, MinuteOn, MinuteOver, Mistake, MistakesPage, Tally
from bot.lessons.outcomes import Explained, Feedback, Leech
from bot.tutor.grading import Answer
from bot.tutor.memory import WordsOutcome
from content.bank import Variant
from tests.chat.test_screens import FAR, LONGEST, TODAY, a_learner, given_answer, shown
from tests.support.banks import fact

LONG = "palavra " * 60


def long_variant(truth: bool = False) -> Variant:
    """As long as the editorial rules let a sentence be, and longer."""
    one = fact(1).sides(truth)[0]
    return replace(one, text=f"{LONG}{one.text}", short=LONG, reason=None if truth else LONG)


def asked_about(variant: Variant) -> Feedback:
    given = given_answer(fact(1), variant, Answer.ERRADO, guess=False)
    return replace(given, phrases=("O fato", "verde", "na forma"))


def minutes(language: str) -> Iterator[Screen]:
    me = a_learner(language)
    one = shown(fact(1), long_variant())
    tally = Tally(40, 19, 1, 21)
    for last in (None, given_answer(fact(2), fact(2).sides(True)[0], Answer.BLANK, guess=False)):
        yield minute.minute(MinuteOn(me, one, tally, 60, last), language)
    for truths in ((), tuple(f"{LONG[:350]}{n}" for n in range(10))):
        yield minute.minute(MinuteOver(me, tally, truths, FAR), language)


def notebooks(language: str) -> Iterator[Screen]:
    me = a_learner(language)
    yield mistakes.mistakes(MistakesPage(me, 0, 1, 0, ()))
    variants = (long_variant(), long_variant(True), fact(1).sides(False)[0], fact(1).sides(True)[0])
    entries = tuple(
        Mistake(fact(1), "Cores & <formas>", variant, answer)
        for variant, answer in zip(variants, (*Answer, Answer.CERTO), strict=True)
    )
    for page in (0, 5, 9):
        yield mistakes.mistakes(MistakesPage(me, page, 10, 37, entries))
    for count in (1, 3, 30):
        told = CorrectionTold(me, 1, "tg", 1, tuple(long_variant(n % 2 == 0) for n in range(count)), silent=True)
        yield mistakes.corrected(told)


def words(language: str) -> Iterator[Screen]:
    yield feedback.feedback(asked_about(long_variant()), language)
    for outcome in WordsOutcome:
        yield feedback.feedback(replace(asked_about(long_variant()), phrases=(), words=outcome), language)
    wrong = given_answer(fact(1), long_variant(), Answer.CERTO, guess=False)
    for contrast in (None, LONG):
        yield feedback.feedback(replace(wrong, leech=Leech(contrast)), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_and_button_fits(language: str) -> None:
    for screen in (*minutes(language), *notebooks(language), *words(language)):
        assert 0 < len(screen.text) <= LONGEST
        assert all(block.text.strip() for block in screen.blocks)
        for button in (button for row in screen.rows for button in row):
            assert 1 <= len(button.data.encode()) <= MAX_BYTES
            assert decode(button.data) is not None
            assert button.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_gives_nothing_away_and_the_answer_ends_on_the_truth(language: str) -> None:
    question = feedback.feedback(asked_about(fact(1).sides(False)[0]), language)
    assert "azul" not in question.text
    assert all(span.style in ("plain", "bold") for block in question.blocks for span in block.spans)
    for outcome in WordsOutcome:
        whole = feedback.feedback(replace(asked_about(fact(1).sides(False)[0]), phrases=(), words=outcome), language)
        assert "azul" in whole.blocks[-1].text
        assert "verde" not in whole.blocks[-1].text


def test_only_a_choice_is_remarked_on() -> None:
    lines = [
        feedback.words_toast(replace(asked_about(long_variant()), words=outcome), "pt_BR") for outcome in WordsOutcome
    ]
    assert [bool(line) for line in lines] == [True, True, False]
    assert len(set(lines)) == 3


def test_a_leech_ends_on_its_own_truth_and_not_on_the_neighbours() -> None:
    wrong = given_answer(fact(1), fact(1).sides(False)[0], Answer.CERTO, guess=False)
    screen = feedback.feedback(replace(wrong, leech=Leech("O fato 2 é azul.")), "pt_BR")
    assert screen.blocks[-1].text.startswith("O fato 1 é azul")
    assert "Não confunda com:\n\nO fato 2 é azul." in screen.text
    assert fact(1).long in screen.text


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        ({"before": 0.714}, "Volta em 6 dias; chance de lembrar hoje, antes desta resposta: 71 %."),
        ({"now": 0.714}, "Volta em 6 dias; chance de lembrar hoje: 71 %."),
        ({"tomorrow": 0.868}, "Volta em 6 dias; chance de lembrar amanhã: 87 %."),
        ({"before": 0.0}, "Volta em 6 dias; chance de lembrar hoje, antes desta resposta: 0 %."),
    ],
)
def test_the_long_explanation_says_in_plain_words_when_the_fact_returns(chance: dict[str, float], words: str) -> None:
    given = given_answer(fact(1), fact(1).sides(True)[0], Answer.CERTO, guess=False)
    outcome = Explained(a_learner("pt_BR"), given, TODAY, TODAY + timedelta(days=6), **chance)
    assert words in feedback.explanation(outcome).text


def test_the_buttons_of_the_notebook_lead_where_there_is_a_page() -> None:
    me = a_learner("pt_BR")
    one = (Mistake(fact(1), "Cores", fact(1).sides(True)[0], Answer.ERRADO),)

    def labels(page: int, pages: int) -> list[str]:
        screen = mistakes.mistakes(MistakesPage(me, page, pages, pages, one))
        return [button.label for row in screen.rows for button in row]

    assert labels(0, 1) == ["Revisar estes"]
    assert labels(0, 2) == ["1/2", "›", "Revisar estes"]
    assert labels(1, 3) == ["‹", "2/3", "›", "Revisar estes"]
    assert labels(1, 2) == ["‹", "2/2", "Revisar estes"]


@pytest.mark.parametrize(
    "action", [WordsAction(FAR, 1), WordsAction(1, None), MistakesAction(999), MistakesAction(0, True)]
)
def test_buttons_are_read_as_they_were_written(action: WordsAction | MistakesAction) -> None:
    assert decode(encode(action)) == action


@pytest.mark.parametrize(
    "data", ["q:1:4", "q:1:01", "q:0:1", "q:1", "q:1:1:1", "e:1000", "e:-1", "e:", "v:x", "v:1:1", "e:1²"]
)
def test_what_no_version_writes_is_read_as_nothing(data: str) -> None:
    assert decode(data) is None
