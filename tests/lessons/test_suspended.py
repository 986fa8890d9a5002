from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bot.lessons.outcomes import (
    AlreadyAnswered,
    Answered,
    Shown,
)
from bot.lessons.school import School
from bot.tutor.grading import Answer
from content.bank import Bank, Status
from storage import answers, memories
from tests.lessons.test_answering import given, started
from tests.support.banks import bank
from tests.support.chats import Installation
from tests.support.looking import log


def with_status(base: Bank, fact_id: str, status: Status) -> Bank:
    facts = lambda subtopic: tuple(  # noqa: E731
        replace(fact, status=status) if fact.id == fact_id else fact for fact in subtopic.facts
    )
    return Bank(tuple(replace(subtopic, facts=facts(subtopic)) for subtopic in base.subtopics))


def without(base: Bank, *fact_ids: str) -> Bank:
    facts = lambda subtopic: tuple(fact for fact in subtopic.facts if fact.id not in fact_ids)  # noqa: E731
    return Bank(tuple(replace(subtopic, facts=facts(subtopic)) for subtopic in base.subtopics))


def test_a_suspended_assertion_that_is_open_is_answered_and_not_scored(school: School) -> None:
    first = started(school)
    other = School(school.store, with_status(bank(), first.fact.id, Status.RETIRED), Random(7))
    wrong = Answer.ERRADO if first.variant.truth else Answer.CERTO
    outcome = given(other, first.asked_id, wrong)
    assert isinstance(outcome, Answered)
    assert (outcome.feedback.points, outcome.feedback.scored) == (0, False)
    assert isinstance(outcome.next, Shown)
    learner_id = outcome.learner.id
    with school.store.transaction() as tx:
        assert memories.get(tx, learner_id, first.fact.id) is None
        assert answers.count(tx, learner_id) == 1


@pytest.mark.parametrize("answer", list(Answer))
def test_the_verdict_on_a_suspended_assertion_is_the_same_at_every_tap(school: School, answer: Answer) -> None:
    first = started(school)
    other = School(school.store, with_status(bank(), first.fact.id, Status.RETIRED), Random(7))
    once, twice = given(other, first.asked_id, answer), given(other, first.asked_id, answer)
    assert isinstance(once, Answered)
    assert isinstance(twice, AlreadyAnswered)
    assert once.feedback == replace(twice.feedback, shown=once.feedback.shown)


def test_a_suspended_fact_is_not_handed_out(school: School) -> None:
    first = started(school)
    other = School(school.store, with_status(bank(), "f-0002", Status.RETIRED), Random(7))
    outcome = given(other, first.asked_id)
    assert isinstance(outcome, Answered)
    assert isinstance(outcome.next, Shown)
    assert outcome.next.fact.id == "f-0003"


async def test_an_assertion_whose_fact_left_the_bank_is_out_of_date_and_the_set_goes_on(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.answer()
    lost = ana.waiting
    assert lost is not None
    chat.bank = without(bank(), ana.rows()[-1].fact_id)
    chat.die()
    reply = await ana.press(f"a:{lost.asks}:c", lost.ref)
    assert reply.toast is not None
    assert "ficou para trás" in reply.toast
    assert len(log(chat, ana)) == 1
    await ana.say("/hoje")
    for _ in range(8):
        await ana.answer()
    assert "Pontuação" in ana.last.screen.text
    assert "9 certas" in ana.last.screen.text


async def test_a_verdict_whose_fact_left_the_bank_is_given_up_quietly(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.trouble = lambda what, chat_id: RuntimeError("the process dies")
    with pytest.raises(RuntimeError):
        await ana.answer()
    chat.sheet.trouble = lambda what, chat_id: None
    chat.bank = without(bank(), "f-0001", "f-0002")
    await chat.restart()
    await chat.tick(minutes=10)
    assert [row.feedback_due for row in ana.rows()] == [None, None]
