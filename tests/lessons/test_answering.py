from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest

from bot.lessons import answering, asking, joining, timing
from bot.lessons.answering import Taken
from bot.lessons.outcomes import (
    AlreadyAnswered,
    Answered,
    Explained,
    Joined,
    NotYours,
    Outdated,
    Shown,
    Stranger,
    Summary,
    Who,
)
from bot.lessons.school import School
from bot.tutor import memory
from bot.tutor.grading import Answer, Mark
from bot.tutor.memory import RULE_VERSION
from storage import asked, learners
from storage.answers import Event
from storage.store import Store
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation
from tests.support.looking import everything, known, learner, log

ANA = Who("tg", 1, 1, "pt-br")
BIA = Who("tg", 2, 2, "en")
MONDAY = date(2026, 3, 2)


def started(school: School, who: Who = ANA) -> Shown:
    outcome = school.run_now(joining.start, who, "pt_BR", MORNING)
    assert isinstance(outcome, Joined)
    assert isinstance(outcome.next, Shown)
    return outcome.next


def given(school: School, asked_id: int, answer: Answer = Answer.CERTO, who: Who = ANA, **more: object) -> Taken:
    arguments = {"guess": False, "now": MORNING, **more}
    return school.run_now(answering.answer, who, asked_id, answer, **arguments)  # type: ignore[arg-type]


def test_of_twenty_presses_at_once_one_counts_and_the_others_hear_that_it_was_answered(
    school: School, another: Callable[[], Store]
) -> None:
    first = started(school)
    schools = [School(another(), bank(), Random(number)) for number in range(4)]
    gate, outcomes = threading.Barrier(20), []

    def press(number: int) -> None:
        gate.wait()
        outcomes.append(given(schools[number % 4], first.asked_id, list(Answer)[number % 3]))

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(outcome, Answered) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyAnswered) for outcome in outcomes) == 19
    handed = school.store.run_now(lambda tx: len(asked.answered_in(tx, 1)))
    assert handed == 1
    counted = next(outcome for outcome in outcomes if isinstance(outcome, Answered))
    assert {o.feedback.answer for o in outcomes if isinstance(o, AlreadyAnswered)} == {counted.feedback.answer}


def test_a_second_press_does_not_bring_what_the_first_is_bringing_but_does_where_nobody_is(school: School) -> None:
    first = started(school)
    given(school, first.asked_id)
    again = given(school, first.asked_id)
    assert isinstance(again, AlreadyAnswered)
    assert again.next is None
    late = MORNING + asking.GRACE
    forgotten = given(school, first.asked_id, now=late)
    assert isinstance(forgotten, AlreadyAnswered)
    assert isinstance(forgotten.next, Shown)
    assert forgotten.next.position == 2
    meanwhile = given(school, first.asked_id, now=late)
    assert isinstance(meanwhile, AlreadyAnswered)
    assert meanwhile.next is None


def test_an_answer_brings_the_next_assertion_of_the_set(school: School) -> None:
    first = started(school)
    outcome = given(school, first.asked_id)
    assert isinstance(outcome, Answered)
    assert isinstance(outcome.next, Shown)
    assert (outcome.next.position, outcome.next.total) == (2, 10)
    assert outcome.next.fact.id != first.fact.id


def test_the_last_answer_brings_the_summary(school: School) -> None:
    shown = started(school)
    for _ in range(10):
        outcome = given(school, shown.asked_id, Answer.CERTO if shown.variant.truth else Answer.ERRADO)
        assert isinstance(outcome, Answered)
        if isinstance(outcome.next, Shown):
            shown = outcome.next
    assert isinstance(outcome.next, Summary)
    assert (outcome.next.net, outcome.next.right, outcome.next.wrong, outcome.next.blank) == (10, 10, 0, 0)


@pytest.mark.parametrize(
    ("who", "kind"), [(BIA, Outdated), (Who("tg", 3, 3), Stranger), (Who("local", 1, 1), Stranger)]
)
def test_a_number_that_does_not_exist_changes_nothing(school: School, who: Who, kind: type) -> None:
    started(school)
    started(school, BIA)
    assert isinstance(given(school, 999_999, who=who), kind)


@pytest.mark.parametrize("who", [BIA, Who("tg", 3, 3), Who("local", 1, 1)])
def test_somebody_elses_assertion_cannot_be_answered(school: School, who: Who) -> None:
    mine = started(school)
    started(school, BIA)
    assert isinstance(given(school, mine.asked_id, who=who), NotYours)
    assert isinstance(school.run_now(answering.explain, who, mine.asked_id, now=MORNING), NotYours)
    row = school.store.run_now(lambda tx: asked.get(tx, mine.asked_id))
    assert row is not None
    assert row.answered_at is None


async def test_the_log_holds_what_a_replay_needs(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.now += timedelta(seconds=12, milliseconds=345)
    waiting = ana.waiting
    assert waiting is not None
    row = ana.rows()[0]
    await ana.press(f"a:{row.id}:E", waiting.ref)
    (entry,) = log(chat, ana)
    assert (entry.learner_id, entry.sequence, entry.kind) == (ana.learner_id, 1, Event.ANSWER)
    assert (entry.at, entry.day) == (chat.now, MONDAY)
    assert (entry.fact_id, entry.variant_id, entry.revision) == (row.fact_id, row.variant_id, 1)
    assert (entry.key, entry.truth_shown) == (row.truth, row.truth)
    assert (entry.answer, entry.guess_offered, entry.guess) == (Answer.ERRADO, True, True)
    assert (entry.elapsed_ms, entry.source, entry.source_id) == (12_345, "set", row.delivery_id)
    assert entry.rule_version == RULE_VERSION


async def test_a_wait_of_hours_is_no_measure_of_thinking(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.now += timedelta(hours=2)
    await ana.answer()
    assert log(chat, ana)[0].elapsed_ms is None


async def test_answers_are_numbered_without_a_gap_even_after_refused_taps(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    for _ in range(3):
        message = ana.waiting
        assert message is not None
        await ana.answer()
        await ana.press(f"a:{message.asks or 1}:c", message.ref)
    assert [entry.sequence for entry in log(chat, ana)] == [1, 2, 3]


async def test_the_first_answer_of_a_day_alone_changes_the_memory_and_every_one_is_logged(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    first = ana.rows()[0]
    await ana.answer(right=False)
    believed, habits = everything(chat)["memories"], learner(chat, ana).habits
    learner_id = ana.learner_id
    with chat.store.transaction() as tx:
        again = asked.hand_out(
            tx, asked.seen(tx, learner_id, first.fact_id),
            learner_id=learner_id, delivery_id=None, position=1, fact_id=first.fact_id, variant_id="c1",
            revision=1, truth=True, handed_at=chat.now, show_due=None,
        )  # fmt: skip
    chat.now += timedelta(hours=3)
    await ana.press(f"a:{again.id}:c")
    assert everything(chat)["memories"] == believed
    assert learner(chat, ana).habits == habits
    assert [entry.fact_id for entry in log(chat, ana)] == [first.fact_id, first.fact_id]


async def test_a_wrong_answer_brings_the_fact_back_the_next_day(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    missed = ana.rows()[0].fact_id
    await ana.answer(right=False)
    await ana.finish()
    await chat.tick(days=1)
    assert ana.rows()[-1].fact_id == missed


async def test_a_blank_scores_nothing_and_counts_as_not_known(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    row = ana.rows()[0]
    await ana.tap("Em branco")
    settled = ana.row(row.id)
    assert (settled.answer, settled.points) == (Answer.BLANK, 0)
    belief = known(chat, ana)[row.fact_id]
    assert memory.retrievability(belief, belief.reviewed_on + timedelta(days=1)) < 0.9
    assert max(story.weight for story in belief.stories) > 0.9


async def test_an_answer_to_yesterdays_set_counts_and_hands_nothing_out(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    old = ana.waiting
    assert old is not None
    chat.now += timedelta(hours=20)  # 04:30 of the next day
    before = len(ana.rows())
    await ana.press(f"a:{old.asks}:c", old.ref)
    assert len(ana.rows()) == before
    assert log(chat, ana)[0].day == MONDAY + timedelta(days=1)


async def test_an_older_assertion_of_a_fact_asked_again_is_out_of_date(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    old = ana.waiting
    assert old is not None
    await chat.tick(days=1)
    assert ana.rows()[-1].fact_id == ana.rows()[0].fact_id
    reply = await ana.press(f"a:{old.asks}:c", old.ref)
    assert reply.toast is not None
    assert "ficou para trás" in reply.toast
    assert len(log(chat, ana)) == 0


async def test_the_long_explanation_says_when_the_fact_returns(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.answer()
    row = ana.rows()[0]
    outcome = chat.school.run_now(answering.explain, ana.who, row.id, now=chat.now)
    assert isinstance(outcome, Explained)
    assert outcome.returns_on is not None
    assert outcome.returns_on > outcome.today
    assert outcome.feedback.mark is Mark.RIGHT


async def test_nothing_is_explained_before_it_is_answered(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    assert isinstance(chat.school.run_now(answering.explain, ana.who, ana.rows()[0].id, now=chat.now), Outdated)


async def test_an_answer_switches_the_address_of_its_learner_on(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    learner_id = ana.learner_id
    with chat.store.transaction() as tx:
        learners.activate(tx, learner_id, "tg", active=False)
    await ana.answer()
    with chat.store.transaction() as tx:
        assert learners.address(tx, learner_id) is not None


async def test_an_answer_ends_the_pause_that_the_bot_made_by_itself(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    for _ in range(45):
        await chat.tick(days=1)
    assert learner(chat, ana).paused_until == date.max
    await ana.say("/hoje")
    await ana.answer()
    assert learner(chat, ana).paused_until is None
    before = len(ana.messages)
    await chat.tick(days=1)
    assert len(ana.messages) == before + 1


async def test_an_answer_leaves_the_pause_that_the_learner_asked_for(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/pausar 7d")
    await ana.answer()
    assert learner(chat, ana).paused_until == MONDAY + timedelta(days=6)


async def test_a_tap_that_is_refused_changes_no_row_at_all(chat: Installation) -> None:
    ana, bia = chat.person(1), chat.person(2)
    await ana.say("/start")
    await bia.say("/start")
    await ana.answer()
    done = ana.rows()[0]
    before = everything(chat)
    for who in (ana, bia):
        for data in (f"a:{done.id}:c", f"a:{done.id}:E", "a:77:c", "w:77:1", "m:77", "n:77:s", "zz", "", "s:time:x"):
            reply = await who.press(data)
            assert reply.toast, (who.who, data)
    assert everything(chat) == before


def test_an_answer_schedules_the_learner_as_a_fresh_look_at_the_database_would(school: School) -> None:
    following: object = started(school)
    while isinstance(following, Shown):
        outcome = given(school, following.asked_id)
        assert isinstance(outcome, Answered)
        following = outcome.next
        kept = outcome.learner.next_due_at
        assert school.run_now(timing.schedule, outcome.learner, MORNING).next_due_at == kept
    assert isinstance(following, Summary)
