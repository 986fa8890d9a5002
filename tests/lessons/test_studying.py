from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.tutor.grading import Answer
from storage.deliveries import Kind, State
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation
from tests.support.looking import learner, log, make_certain, the_set

MONDAY = date(2026, 3, 2)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def big(database: str) -> Iterator[Installation]:
    """A bank of more facts than a day may have."""
    opened = Installation(database, bank(130), MORNING)
    yield opened
    opened.close()


async def test_today_goes_on_with_the_open_assertion_and_takes_the_buttons_off_the_older_message(
    chat: Installation,
) -> None:
    ana = chat.person()
    await ana.say("/start")
    older = ana.last
    await ana.say("/hoje")
    assert ana.last.asks == ana.rows()[0].id
    assert older.buttons == {}
    assert len(ana.rows()) == 1


async def test_today_shows_the_summary_of_a_finished_set_again(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    summary = ana.last.screen
    await ana.say("/hoje")
    assert ana.last.screen == summary


async def test_five_more_are_five_more_in_the_same_set(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.press("s:count:5")
    chat.now += timedelta(days=1)
    await ana.say("/hoje")
    await ana.finish()
    await ana.tap("Mais 5")
    today = the_set(chat, ana, TUESDAY)
    assert today is not None
    assert len(today.facts) == 10
    await ana.finish()
    assert "10 erradas" not in ana.last.screen.text
    assert len({entry.fact_id for entry in log(chat, ana)}) == len(log(chat, ana)) == 10


async def test_more_of_a_finished_set_is_no_duty(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    await ana.tap("Mais 5")
    today = the_set(chat, ana, MONDAY)
    assert today is not None
    assert today.state is State.ANSWERED
    before = len(ana.messages)
    for _ in range(20):
        await chat.tick(minutes=40)
    assert len(ana.messages) == before


async def test_more_pressed_twice_asks_once(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    ending = ana.last
    await ana.tap("Mais 5", ending)
    await ana.tap("Mais 5", ending)
    today = the_set(chat, ana, MONDAY)
    assert today is not None
    assert len(today.facts) == 12  # the bank has no more
    assert sum(row.answered_at is None for row in ana.rows()) == 1


async def test_more_of_yesterday_is_out_of_date(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    chat.now += timedelta(days=1)
    reply = await ana.tap("Mais 5")
    assert reply.toast is not None
    assert "ficou para trás" in reply.toast


async def test_no_day_has_more_than_a_hundred_assertions_however_often_more_is_pressed(big: Installation) -> None:
    ana = big.person()
    await ana.say("/start")
    await ana.press("s:count:100")
    await ana.press("s:new:100")
    await ana.finish()
    for _ in range(25):
        message = ana.last
        if "Mais 5" not in message.buttons:
            break
        await ana.tap("Mais 5", message)
        await ana.finish()
    assert len(log(big, ana)) == 100
    await ana.say("/revisar")
    await ana.say("/hoje")
    assert ana.waiting is None
    assert "Mais 5" not in ana.last.buttons


async def test_a_review_of_a_day_that_had_a_hundred_names_the_limit_and_asks_nothing(big: Installation) -> None:
    ana = big.person()
    await ana.say("/start")
    await ana.press("s:count:100")
    await ana.press("s:new:100")
    big.now += timedelta(days=1)
    await ana.say("/hoje")
    await ana.finish(right=False)
    assert len(log(big, ana)) == 100
    await ana.say("/revisar")
    assert "100 assertivas são o máximo de um dia" in ana.last.screen.text


async def test_a_review_asks_what_is_due_and_nothing_new(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    for _ in range(3):
        await ana.answer(right=False)
    missed = {entry.fact_id for entry in log(chat, ana)}
    chat.now += timedelta(days=1)
    await ana.say("/revisar")
    await ana.finish()
    assert ana.rows()[3].answered_at is None
    review = the_set(chat, ana, TUESDAY, Kind.REVIEW)
    assert review is not None
    assert set(review.facts) == missed
    assert [entry.source for entry in log(chat, ana)[3:]] == ["review"] * 3
    assert "Revisão" in ana.last.screen.text


async def test_a_review_with_nothing_due_says_when_something_is(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    await ana.say("/revisar")
    assert "Nada" in ana.last.screen.text
    assert "10 fatos amanhã" in ana.last.screen.text


async def test_a_review_asked_for_twice_goes_on_where_it_was(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    for _ in range(3):
        await ana.answer(right=False)
    chat.now += timedelta(days=1)
    await ana.say("/revisar")
    await ana.say("/revisar")
    assert sum(row.answered_at is None and not row.outdated for row in ana.rows()[4:]) == 1
    await ana.finish()
    assert len(log(chat, ana)) == 6


async def test_what_was_reviewed_is_not_asked_again_in_the_set_of_that_day(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish(right=False)
    await chat.tick(days=1)
    await ana.say("/revisar")
    await ana.finish()
    await ana.say("/hoje")
    await ana.finish()
    facts = [entry.fact_id for entry in log(chat, ana) if entry.day == TUESDAY]
    assert len(facts) == len(set(facts))


async def test_today_on_a_day_with_nothing_to_ask_says_so(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.press("s:new:0")
    await ana.finish()
    make_certain(chat, ana)
    await chat.tick(days=1)
    skipped = the_set(chat, ana, TUESDAY)
    assert skipped is not None
    assert skipped.state is State.SKIPPED
    await ana.say("/hoje")
    assert "Nada" in ana.last.screen.text


async def test_today_after_an_empty_morning_asks_what_the_settings_now_allow(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.press("s:new:0")
    await ana.finish()
    make_certain(chat, ana)
    await chat.tick(days=1)
    await ana.press("s:new:5")
    await ana.say("/hoje")
    assert ana.waiting is not None
    await ana.finish()
    assert len({entry.fact_id for entry in log(chat, ana)}) == 12


async def test_a_day_on_which_nothing_could_be_asked_does_not_break_the_streak(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.press("s:count:100")
    await ana.finish()
    await ana.tap("Mais 5")
    await ana.finish()
    empty = answered = 0
    for _ in range(14):
        await chat.tick(days=1)
        answered += ana.waiting is not None
        empty += ana.waiting is None
        await ana.finish()
    assert empty > 2
    assert learner(chat, ana).streak.length == answered + 1


async def test_the_net_score_is_right_minus_wrong(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    for number in range(10):
        if number < 4:
            await ana.answer()
        elif number < 7:
            await ana.answer(right=False)
        else:
            await ana.answer(Answer.BLANK)
    assert "Pontuação líquida +1: 4 certas · 3 erradas · 3 em branco" in ana.last.screen.text


@pytest.mark.parametrize("command", ["/hoje", "/revisar", "/config", "/pausar", "/retomar"])
async def test_strangers_are_told_how_to_begin(chat: Installation, command: str) -> None:
    ana = chat.person()
    await ana.say(command)
    assert "/start" in ana.last.screen.text
