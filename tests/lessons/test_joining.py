from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.lessons import joining
from bot.lessons.outcomes import Continued, Joined, Shown, Who
from bot.lessons.school import School
from storage.deliveries import State
from storage.tables import learners
from tests.conftest import MORNING
from tests.support.chats import Installation
from tests.support.looking import learner, the_set

ANA = Who("tg", 1, 1, "pt-br")


def test_a_start_makes_a_learner_with_the_first_assertion_at_hand(school: School) -> None:
    outcome = school.run_now(joining.start, ANA, "pt_BR", MORNING)
    assert isinstance(outcome, Joined)
    assert isinstance(outcome.next, Shown)
    assert (outcome.next.position, outcome.next.total) == (1, 10)
    one = outcome.learner
    assert (one.daily_count, one.delivery_minute, one.zone) == (10, 480, "America/Sao_Paulo")
    assert (one.nudges, one.nudge_after, one.quiet_from, one.quiet_to) == (True, 180, 1320, 420)


def test_a_second_start_goes_on_and_makes_nobody(school: School) -> None:
    first = school.run_now(joining.start, ANA, "pt_BR", MORNING)
    again = school.run_now(joining.start, ANA, "pt_BR", MORNING)
    assert isinstance(first, Joined)
    assert isinstance(again, Continued)
    assert isinstance(again.next, Shown)
    assert isinstance(first.next, Shown)
    assert again.next.asked_id == first.next.asked_id
    with school.store.transaction() as tx:
        assert tx.execute(select(func.count()).select_from(learners)).scalar_one() == 1


async def test_the_first_set_is_the_one_of_that_day(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    before = len(ana.messages)
    for _ in range(18):  # until before eight of the next morning
        await chat.tick(hours=1)
    assert len(ana.messages) == before + (chat.now.astimezone(ZoneInfo("America/Sao_Paulo")).time() >= time(8))


async def test_whoever_starts_at_night_gets_the_set_of_the_morning_too(chat: Installation) -> None:
    chat.now = MORNING.replace(hour=5)  # 02:00 in São Paulo, still the Sunday
    ana = chat.person()
    await ana.say("/start")
    assert the_set(chat, ana, date(2026, 3, 1)) is not None
    await ana.finish()
    chat.now = MORNING
    await chat.tick()
    assert the_set(chat, ana, date(2026, 3, 2)) is not None


@pytest.mark.parametrize(
    ("reported", "language"), [("pt-br", "pt_BR"), ("en-GB", "en"), ("fr", "pt_BR"), (None, "pt_BR")]
)
async def test_the_language_is_what_the_client_speaks(chat: Installation, reported: str | None, language: str) -> None:
    ana = chat.person(language=reported)
    await ana.say("/start")
    assert learner(chat, ana).language == language


async def test_a_start_the_next_day_begins_that_days_set(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.now += timedelta(days=1, hours=-2)  # 06:30, before the clock brings it
    await ana.say("/start")
    today = the_set(chat, ana, date(2026, 3, 3))
    assert today is not None
    assert today.state is State.SENT
    before = len(ana.messages)
    await chat.tick(hours=2)
    assert len(ana.messages) == before
