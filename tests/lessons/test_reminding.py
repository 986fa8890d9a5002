from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.chat.posting import Later, Unknown
from bot.tutor.nudging import Level
from tests.support.chats import Installation, Message, Person
from tests.support.looking import everything, learner

MONDAY = date(2026, 3, 2)
NUDGE = "Hoje não"


def nudges(person: Person) -> list[Message]:
    """The nudges that stand in the chat with their buttons."""
    return [message for message in person.messages if NUDGE in message.buttons]


async def delivered(chat: Installation, *, answered: int = 0) -> Person:
    """Somebody whose set of Tuesday came at 08:00."""
    ana = chat.person()
    await ana.say("/start")
    await ana.finish(right=False)
    chat.now = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
    await chat.tick()
    for _ in range(answered):
        await ana.answer()
    return ana


async def through(chat: Installation, hours: int) -> None:
    for _ in range(hours * 4):
        await chat.tick(minutes=15)


async def test_a_set_that_waits_has_its_one_nudge_three_hours_later(chat: Installation) -> None:
    ana = await delivered(chat)
    await chat.tick(hours=2, minutes=59)
    assert nudges(ana) == []
    await chat.tick(minutes=1)
    (nudge,) = nudges(ana)
    assert nudge.asks is None
    assert "10 assertivas" in nudge.screen.text
    await through(chat, 16)
    assert len(nudges(ana)) == 1


async def test_a_set_half_done_is_nudged_about_what_is_left(chat: Installation) -> None:
    ana = await delivered(chat, answered=4)
    await through(chat, 4)
    (nudge,) = nudges(ana)
    assert "6 assertivas" in nudge.screen.text


async def test_a_finished_set_has_no_nudge(chat: Installation) -> None:
    ana = await delivered(chat)
    await ana.finish()
    await through(chat, 18)
    assert nudges(ana) == []


async def test_a_set_whose_facts_were_all_answered_in_a_review_has_no_nudge(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.press("s:new:0")
    await ana.finish(right=False)
    await chat.tick(days=1)
    await ana.say("/revisar")
    await ana.finish()
    await through(chat, 18)
    assert nudges(ana) == []


async def test_restarts_repeat_no_nudge(chat: Installation) -> None:
    ana = await delivered(chat)
    chat.now += timedelta(hours=3)
    for _ in range(3):
        await chat.restart()
        await chat.tick()
    assert len(nudges(ana)) == 1


async def test_reminders_that_are_off_never_come(chat: Installation) -> None:
    ana = await delivered(chat)
    await ana.press("s:nudges:0")
    await through(chat, 18)
    assert nudges(ana) == []


async def test_no_nudge_comes_in_quiet_hours(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    await ana.press("s:time:1260")  # 21:00, so that the nudge would fall on midnight
    chat.now = datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
    await chat.tick()
    assert ana.last.asks is not None
    await through(chat, 6)
    assert nudges(ana) == []


async def test_now_shows_the_open_assertion_and_rewrites_the_nudge(chat: Installation) -> None:
    ana = await delivered(chat)
    await chat.tick(hours=3)
    (nudge,) = nudges(ana)
    await ana.tap("Agora", nudge)
    assert nudge.buttons == {}
    assert ana.last.asks is not None
    assert sum(message.asks is not None for message in ana.messages) == 1


async def test_in_an_hour_moves_the_same_nudge(chat: Installation) -> None:
    ana = await delivered(chat)
    await chat.tick(hours=3)
    await ana.tap("Em 1 h")
    assert nudges(ana) == []
    await chat.tick(minutes=59)
    assert nudges(ana) == []
    await chat.tick(minutes=1)
    assert len(nudges(ana)) == 1
    await through(chat, 14)
    assert len(nudges(ana)) == 1


async def test_an_hour_that_falls_in_quiet_hours_drops_the_nudge(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    await ana.press("s:time:1100")  # 18:20, nudge at 21:20
    chat.now = datetime(2026, 3, 3, 21, 20, tzinfo=UTC)
    await chat.tick()
    await chat.tick(hours=3)
    assert len(nudges(ana)) == 1
    await ana.tap("Em 1 h")
    assert "silêncio" in ana.last.screen.text
    await through(chat, 6)
    assert nudges(ana) == []


async def test_not_today_is_not_today(chat: Installation) -> None:
    ana = await delivered(chat)
    await chat.tick(hours=3)
    await ana.tap("Hoje não")
    await through(chat, 15)
    assert nudges(ana) == []
    chat.now = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)
    await chat.tick()
    await chat.tick(hours=3)
    assert len(nudges(ana)) == 1


async def test_stop_stops_and_says_how_to_begin_again(chat: Installation) -> None:
    ana = await delivered(chat)
    await chat.tick(hours=3)
    await ana.tap("Parar lembretes")
    assert "/config" in ana.last.screen.text
    assert not learner(chat, ana).nudges


@pytest.mark.parametrize("letter", "nlts")
async def test_a_button_of_somebody_elses_nudge_changes_nothing(chat: Installation, letter: str) -> None:
    ana = await delivered(chat)
    bia = chat.person(2)
    await bia.say("/start")
    await chat.tick(hours=3)
    (nudge,) = nudges(ana)
    number = nudge.buttons[NUDGE].data.split(":")[1]
    before = everything(chat)
    reply = await bia.press(f"n:{number}:{letter}")
    assert reply.toast is not None
    assert "outra pessoa" in reply.toast
    assert everything(chat) == before


@pytest.mark.parametrize("letter", "nlt")
async def test_a_nudge_whose_set_is_finished_is_no_longer_needed(chat: Installation, letter: str) -> None:
    ana = await delivered(chat)
    await chat.tick(hours=3)
    (nudge,) = nudges(ana)
    number = nudge.buttons[NUDGE].data.split(":")[1]
    await ana.say("/hoje")
    await ana.finish()
    before = everything(chat)
    await ana.press(f"n:{number}:{letter}", nudge.ref)
    assert "já não é necessário" in nudge.screen.text
    assert everything(chat) == before


async def test_three_ignored_days_make_the_nudges_weekly_and_four_ignored_weeks_a_pause_told_once(
    chat: Installation,
) -> None:
    ana = await delivered(chat)
    nudged_on, told = [], 0
    for day in range(60):
        for _ in range(4):
            count, messages = len(nudges(ana)), len(ana.messages)
            await chat.tick(hours=6)
            nudged_on += [day] * (len(nudges(ana)) - count)
            told += sum("Voltar agora" in message.buttons for message in ana.messages[messages:])
    gaps = [later - earlier for earlier, later in pairwise(nudged_on)]
    assert gaps[:2] == [1, 1]
    assert set(gaps[3:]) == {7}
    assert told == 1
    assert learner(chat, ana).nudging.level is Level.PAUSED
    assert learner(chat, ana).paused_until == date.max
    assert learner(chat, ana).next_due_at is None


async def test_any_answer_makes_the_nudges_daily_again(chat: Installation) -> None:
    ana = await delivered(chat)
    for _ in range(4):
        await chat.tick(days=1)
    assert learner(chat, ana).nudging.level is Level.WEEKLY
    await ana.answer()
    assert learner(chat, ana).nudging.level is Level.DAILY


async def test_a_day_on_which_something_was_answered_before_the_set_came_was_not_ignored(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish(right=False)
    chat.now = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # 06:00, two hours before the set
    await ana.say("/revisar")
    await ana.answer()
    chat.now = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
    await chat.tick()
    await chat.tick(days=1)
    assert learner(chat, ana).nudging.ignored == 0


@pytest.mark.parametrize("trouble", [Later(), Unknown()])
async def test_a_nudge_whose_send_fails_is_not_repeated(chat: Installation, trouble: Exception) -> None:
    ana = await delivered(chat)
    chat.sheet.trouble = lambda what, chat_id: trouble
    await chat.tick(hours=3)
    chat.sheet.trouble = lambda what, chat_id: None
    await through(chat, 3)
    await chat.restart()
    assert nudges(ana) == []
