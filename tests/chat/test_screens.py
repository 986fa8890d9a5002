"""Every screen, in both languages, at its longest: it renders, fits and escapes; feedback ends on what is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from bot.chat.actions import MAX_BYTES, ExamAction, MenuAction, SetAction, decode, exam_wish
from bot.chat.commands import listed
from bot.chat.reply import Screen
from bot.chat.screens import assertion, exam, feedback, notices, nudge, pages, settings, summary, zones
from bot.chat.screens.when import clock, day_in_words, instant_in_words
from bot.chat.words import LANGUAGES
from bot.lessons import adjusting
from bot.lessons.joining import DEFAULTS
from bot.lessons.outcomes import (
    AutoPaused,
    ExamTold,
    Explained,
    Feedback,
    Missed,
    NothingDue,
    Nudged,
    NudgeTaken,
    Paused,
    Resumed,
    Settings,
    Shown,
    Summary,
    Unreadable,
    UnreadableDay,
)
from bot.lessons.topics import Topic
from bot.tutor.exam import DayError, Need, Result
from bot.tutor.grading import Answer, grade
from content.bank import Bank, Fact, Variant
from content.load import load
from storage import learners
from storage.deliveries import Kind
from storage.learners import Learner
from storage.tables import metadata
from tests.conftest import MORNING
from tests.support.banks import bank, fact

TODAY = date(2026, 3, 2)
FAR = 2**63 - 1
PAGES = ("main", "time", "days", "count", "new", "zone", "nudges", "quiet", "words", "lang", "topics", "exam", "city")
LONGEST = 4096


@cache
def somebody() -> Learner:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as tx:
        made = learners.create(tx, {**DEFAULTS, "created_at": MORNING, "last_active_at": MORNING, "language": "pt_BR"})
    engine.dispose()
    return made


def a_learner(language: str, **columns: object) -> Learner:
    return replace(somebody(), language=language, **columns)  # type: ignore[arg-type]


def shown(of: Fact, variant: Variant, asked_id: int = FAR) -> Shown:
    return Shown(asked_id, of, variant, "Cores & <formas>", 100, 100, "tg:1")


def given_answer(of: Fact, variant: Variant, answer: Answer, guess: bool, scored: bool = True) -> Feedback:
    verdict = grade(answer, variant.truth)
    return Feedback(shown(of, variant), answer, guess, verdict.mark, verdict.points if scored else 0, scored)


def every_feedback(of: Bank) -> Iterator[Feedback]:
    for one in of.facts.values():
        for variant, answer in product(one.variants, Answer):
            yield given_answer(one, variant, answer, guess=answer is not Answer.BLANK)
            yield given_answer(one, variant, answer, guess=False, scored=False)


def an_ending(**columns: object) -> Summary:
    missed = tuple(Missed(fact(number), TODAY + timedelta(days=number)) for number in range(1, 101))
    whole = Summary(FAR, Kind.SET, 0, 100, 0, -100, 365, missed, TODAY, (TODAY, 1), MORNING, more=True, all_learnt=True)
    return replace(whole, **columns)  # type: ignore[arg-type]


def screens(language: str) -> Iterator[Screen]:
    """One of everything a chat can show."""
    me = a_learner(language)
    yield from set_screens(me, language)
    yield from reminder_screens(me)
    yield from notice_screens(me)
    yield from (pages.help_page(listed(language), language), pages.privacy(language), pages.erase_question(language))
    yield from (pages.erased(language), pages.kept(language))
    for page in PAGES:
        for learner in (me, a_learner(language, zone="Asia/Tokyo", quiet_from=0, quiet_to=0, weekdays=0, nudges=False)):
            yield settings.menu(the_settings(learner), page)
    yield from exam_screens(me)
    yield zones.results(me, ("Etc/GMT+3", "Asia/Kolkata", "America/Argentina/ComodRivadavia"))
    yield zones.nothing_found(me)


def set_screens(me: Learner, language: str) -> Iterator[Screen]:
    one = fact(1)
    for variant in one.variants:
        yield assertion.assertion(shown(one, variant), language)
        yield assertion.assertion(shown(one, variant), language, *notices.welcome(language))
        yield assertion.assertion(shown(one, variant), language, notices.greeting(language))
    for outcome in every_feedback(bank(2)):
        yield feedback.feedback(outcome, language)
        for returns_on in (None, TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=9), date(2030, 1, 1)):
            yield feedback.explanation(Explained(me, outcome, TODAY, returns_on, 0.123))
    for ending in (
        an_ending(), an_ending(kind=Kind.REVIEW, missed=(), next_review=(TODAY + timedelta(days=40), 3)),
        an_ending(missed=(), next_review=None, next_set_at=None, more=False, all_learnt=False, streak=0, net=0),
        an_ending(right=1, wrong=1, blank=1, net=100),
    ):  # fmt: skip
        yield summary.summary(ending, me)


def reminder_screens(me: Learner) -> Iterator[Screen]:
    for left, weekly in product((1, 2, 100), (False, True)):
        yield nudge.nudge(Nudged(me, 1, "tg", FAR, left, weekly))
    yield nudge.autopaused(AutoPaused(me, 1, "tg"))
    for what, at in (
        ("later", MORNING),
        ("later", None),
        ("not_today", None),
        ("stop", None),
        ("now", None),
        ("gone", None),
    ):
        yield nudge.taken(NudgeTaken(me, what, at))


def notice_screens(me: Learner) -> Iterator[Screen]:
    for last in (TODAY, TODAY + timedelta(days=400), date.max):
        yield notices.paused(Paused(me, last))
    for next_set_at in (None, MORNING):
        yield notices.resumed(Resumed(me, next_set_at), MORNING)
    for problem in DayError:
        yield notices.unreadable(Unreadable(me, problem))
    for next_review in (None, (TODAY, 1), (TODAY + timedelta(days=1), 7)):
        yield notices.nothing_due(NothingDue(me, TODAY, next_review))


def exam_screens(me: Learner) -> Iterator[Screen]:
    days = (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), date(2030, 1, 1))
    for day, result in product(days, (None, *Result)):
        learner = replace(me, exam_day=day, exam_result=result)
        for need in (None, Need(1, 1, is_enough=True), Need(100, 100, is_enough=False), Need(12, 40, is_enough=True)):
            yield settings.menu(the_settings(learner, need), "exam")
            yield settings.menu(the_settings(learner, need), "main")
    yield exam.question(me)
    for result in Result:
        yield exam.thanks(ExamTold(me, result))
    for problem in DayError:
        yield exam.unreadable(UnreadableDay(me, problem))
    for left in (0, 1, 1000):
        yield summary.summary(an_ending(exam_in=left), me)


def the_settings(learner: Learner, need: Need | None = None) -> Settings:
    long = "Um título bem comprido, mais do que cabe em um botão de telefone"
    topics = (Topic("0a1b2c3d", long, True), Topic("1" * 8, "Curto", False))
    return Settings(learner, MORNING, None, TODAY, need, topics)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_words_and_fits_into_a_message(language: str) -> None:
    for screen in screens(language):
        assert screen.text.strip()
        assert all(block.text.strip() for block in screen.blocks), screen
        assert len(screen.text) <= LONGEST
        assert "{" not in screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_has_a_label_and_data_that_is_read(language: str) -> None:
    for screen in screens(language):
        for button in (button for row in screen.rows for button in row):
            assert button.label.strip()
            if button.is_pressed:
                assert 1 <= len(button.data.encode()) <= MAX_BYTES
                assert decode(button.data) is not None, button


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_buttons_are_what_a_telephone_can_show(language: str) -> None:
    for screen in screens(language):
        assert all(1 <= len(row) <= 8 for row in screen.rows)
        assert sum(map(len, screen.rows)) <= 100


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_button_of_the_settings_opens_a_page_or_sets_a_value_that_can_be_kept(language: str, page: str) -> None:
    for minute in (0, 480, 1425):
        learner = a_learner(language, delivery_minute=minute)
        for button in (button for row in settings.menu(the_settings(learner), page).rows for button in row):
            match decode(button.data):
                case MenuAction(other):
                    assert settings.known_page(other)
                case ExamAction(what, value):
                    assert exam_wish(what, value) is not None
                case SetAction("topic", value):  # read with the bank at hand
                    assert settings.known_page(settings.page_of("topic"))
                    assert value[-1] in "01"
                case SetAction(name, value):
                    assert adjusting.read(name, value, learner) is not None
                    assert settings.known_page(settings.page_of(name))
                case other:
                    pytest.fail(f"{other}")


def test_the_pages_are_all_there_are() -> None:
    assert {page for page in PAGES if settings.known_page(page)} == set(settings._PAGES)
    assert not settings.known_page("nothing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_feedback_always_ends_on_the_true_sentence(language: str) -> None:
    for outcome in every_feedback(bank(2)):
        me = a_learner(language)
        true = outcome.shown.variant.true_text
        for screen in (
            feedback.feedback(outcome, language),
            feedback.explanation(Explained(me, outcome, TODAY, TODAY + timedelta(days=1), 0.5)),
        ):
            assert screen.blocks[-1].text == true
            assert screen.blocks[-1].quoted


@cache
def the_bank() -> Bank:
    return load()


def test_feedback_ends_on_the_true_sentence_of_every_variant_of_the_bank_and_fits() -> None:
    me = a_learner("pt_BR")
    for one in the_bank().facts.values():
        for variant in one.variants:
            outcome = given_answer(one, variant, Answer.CERTO, guess=False)
            for screen in (
                feedback.feedback(outcome, "pt_BR"),
                feedback.explanation(Explained(me, outcome, TODAY, TODAY + timedelta(days=1), 0.5)),
            ):
                assert screen.blocks[-1].text == variant.true_text
                assert len(screen.text) <= LONGEST


def test_the_false_words_are_struck_and_the_right_ones_set_off() -> None:
    false = fact(1).variants[2]
    block = feedback.feedback(given_answer(fact(1), false, Answer.CERTO, guess=False), "pt_BR").blocks[1]
    assert [(span.text, span.style) for span in block.spans if span.style != "plain"] == [
        ("verde", "strike"),
        ("azul", "bold"),
    ]


def test_a_true_sentence_stands_once() -> None:
    true = fact(1).variants[0]
    screen = feedback.feedback(given_answer(fact(1), true, Answer.CERTO, guess=False), "pt_BR")
    assert screen.text.count(true.text) == 1


@given(st.integers(0, 1439))
def test_a_time_of_day_is_written_with_two_and_two_figures(minute: int) -> None:
    written = clock(minute)
    assert datetime.strptime(written, "%H:%M").time().minute == minute % 60  # noqa: DTZ007
    assert len(written) == 5


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "hoje"), (0, "hoje"), (1, "amanhã"), (2, "em 2 dias"), (30, "em 30 dias"), (31, "em 2 de abril de 2026")],
)
def test_a_day_is_named_by_how_far_it_is(days: int, words: str) -> None:
    assert day_in_words(TODAY + timedelta(days=days), TODAY, "pt_BR") == words


def test_an_instant_is_told_by_the_learners_clock() -> None:
    assert instant_in_words(MORNING, "America/Sao_Paulo", TODAY, "pt_BR") == "hoje às 08:30"
    assert instant_in_words(MORNING, "Asia/Tokyo", TODAY, "en") == "today at 20:30"
