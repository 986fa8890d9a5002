from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.posting import Gone, Later, Refused, Undelivered, Unknown
from tests.jobs.test_tick import TUESDAY_AT_EIGHT, asking, joined, quiet
from tests.support.chats import Installation, Person
from tests.support.looking import log


async def failing(chat: Installation, trouble: Undelivered, *, arrived: bool = False) -> Person:
    """Somebody whose daily set met that trouble."""
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble, chat.sheet.arrived = (lambda what, chat_id: trouble), arrived
    await chat.tick()
    chat.sheet.trouble, chat.sheet.arrived = quiet, False
    return ana


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_send_of_unknown_outcome_is_made_once_more_after_two_minutes(chat: Installation, arrived: bool) -> None:
    ana = await failing(chat, Unknown(), arrived=arrived)
    sends = chat.sheet.calls.count(("send", 1))
    for _ in range(7):
        await chat.tick(seconds=15)
    assert chat.sheet.calls.count(("send", 1)) == sends
    await chat.tick(seconds=15)
    assert chat.sheet.calls.count(("send", 1)) == sends + 1
    for _ in range(40):
        await chat.tick(seconds=15)
    assert chat.sheet.calls.count(("send", 1)) == sends + 1
    assert len(asking(ana)) == 1 + arrived


async def test_two_sends_of_unknown_outcome_are_enough_for_an_hour_and_three_for_good(chat: Installation) -> None:
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble = lambda what, chat_id: Unknown()
    before = len(chat.sheet.calls)
    for sends, minutes in ((2, 50), (3, 240)):
        for _ in range(minutes * 2):
            await chat.tick(seconds=30)
        assert len(chat.sheet.calls) == before + sends
    chat.sheet.trouble = quiet
    await ana.say("/hoje")
    assert ana.last.asks is not None


async def test_a_restart_does_not_hasten_a_send_of_unknown_outcome(chat: Installation) -> None:
    ana = await failing(chat, Unknown(), arrived=True)
    chat.now += timedelta(seconds=10)
    await chat.restart()
    assert len(asking(ana)) == 1


async def test_a_tap_on_what_was_thought_lost_counts_and_nothing_is_sent_again(chat: Installation) -> None:
    ana = await failing(chat, Unknown(), arrived=True)
    await ana.answer()
    for _ in range(20):
        await chat.tick(seconds=15)
    assert len(asking(ana)) == 1
    assert asking(ana) == [ana.last.ref]


async def test_both_copies_can_be_tapped_and_the_first_tap_counts(chat: Installation) -> None:
    ana = await failing(chat, Unknown(), arrived=True)
    await chat.tick(minutes=2)
    first, second = (message for message in ana.messages if message.asks is not None)
    counted = len(log(chat, ana))
    await ana.tap("Certo", second)
    await ana.tap("Errado", first)
    assert len(log(chat, ana)) == counted + 1
    assert first.screen == second.screen


async def test_what_was_certainly_not_sent_is_tried_until_it_arrives_however_long_that_takes(
    chat: Installation,
) -> None:
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    chat.sheet.trouble = lambda what, chat_id: Later()
    for _ in range(60):
        await chat.tick(minutes=1)
    chat.sheet.trouble = quiet
    for _ in range(3):
        await chat.tick(minutes=1)
    assert len(asking(ana)) == 1


async def test_a_verdict_that_could_not_be_shown_is_shown_when_the_network_is_back(chat: Installation) -> None:
    ana = await joined(chat)
    chat.now = TUESDAY_AT_EIGHT
    await chat.tick()
    message = ana.last
    chat.sheet.trouble = lambda what, chat_id: Later()
    await ana.answer()
    for _ in range(20):
        await chat.tick(minutes=1)
    chat.sheet.trouble = quiet
    for _ in range(3):
        await chat.tick(minutes=1)
    assert message.asks is None
    assert ana.last.asks is not None
    assert ana.last.ref != message.ref


async def test_what_the_platform_refuses_is_not_sent_again_by_itself(chat: Installation) -> None:
    ana = await failing(chat, Refused("bad"))
    calls = len(chat.sheet.calls)
    for _ in range(20):
        await chat.tick(minutes=1)
    assert len(chat.sheet.calls) == calls
    await ana.say("/hoje")
    assert ana.last.asks is not None


async def test_the_first_refusal_of_somebody_who_is_gone_is_the_last(chat: Installation) -> None:
    ana = await failing(chat, Gone())
    calls = len(chat.sheet.calls)
    for _ in range(20):
        await chat.tick(hours=6)
    assert len(chat.sheet.calls) == calls
    row = ana.rows()[-1]
    assert (row.show_due, row.feedback_due) == (None, None)


async def test_a_message_the_person_has_deleted_gets_its_verdict_as_a_new_one(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    ref = ana.last.ref
    asked_id = ana.rows()[0].id
    chat.sheet.lose(ref)
    await ana.press(f"a:{asked_id}:c", ref)
    assert "Por quê?" in ana.messages[-2].buttons
    assert ana.last.asks is not None
