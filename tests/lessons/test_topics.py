from __future__ import annotations

from datetime import date

import pytest

from bot.lessons.topics import key_of
from tests.support.banks import bank
from tests.support.chats import Installation, Person
from tests.support.looking import learner, log, the_set

BANK = bank()
WARM, COLD = (subtopic.id for subtopic in BANK.subtopics)


async def joined(chat: Installation) -> Person:
    ana = chat.person()
    await ana.say("/start")
    return ana


def subtopics_of(facts: set[str]) -> set[str]:
    return {BANK.facts[fact_id].subtopic_id for fact_id in facts}


async def test_a_set_leaves_out_what_is_switched_off(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.press(f"s:topic:{key_of(WARM)}0")
    assert learner(chat, ana).subtopics_off == {WARM}
    await chat.tick(days=1)
    delivery = the_set(chat, ana, date(2026, 3, 3))
    assert delivery is not None
    assert subtopics_of(set(delivery.facts)) == {COLD}


async def test_a_set_under_way_goes_on_without_what_was_switched_off(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.answer()
    await ana.press(f"s:topic:{key_of(WARM)}0")
    answered_before = {entry.fact_id for entry in log(chat, ana)}
    await ana.finish()
    later = {entry.fact_id for entry in log(chat, ana)} - answered_before
    assert len(later) > 1
    assert len({fact_id for fact_id in later if BANK.facts[fact_id].subtopic_id == WARM}) <= 1, "the one that was open"


async def test_a_review_leaves_out_what_is_switched_off(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.finish(right=False)
    await ana.press(f"s:topic:{key_of(COLD)}0")
    await chat.tick(days=3)
    before = len(log(chat, ana))
    await ana.say("/revisar")
    await ana.finish()
    reviewed = {entry.fact_id for entry in log(chat, ana)[before:]}
    assert subtopics_of(reviewed) == {WARM}


async def test_what_is_switched_on_again_comes_back(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.press(f"s:topic:{key_of(WARM)}0")
    await ana.press(f"s:topic:{key_of(WARM)}1")
    assert learner(chat, ana).subtopics_off == frozenset()


async def test_the_last_subtopic_stays_on_and_says_so(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.press(f"s:topic:{key_of(WARM)}0")
    reply = await ana.press(f"s:topic:{key_of(COLD)}0")
    assert learner(chat, ana).subtopics_off == {WARM}
    assert reply.toast is not None
    assert "Um subtópico fica ligado" in reply.toast


@pytest.mark.parametrize("value", ["", "0", "00000000", "000000000", "cores-quentes0", "2" * 40, "é" * 8 + "1"])
async def test_an_unknown_subtopic_changes_nothing_and_says_so(chat: Installation, value: str) -> None:
    ana = await joined(chat)
    before = learner(chat, ana)
    reply = await ana.press(f"s:topic:{value}")
    assert learner(chat, ana) == before
    assert reply.toast is not None
    assert "ficou para trás" in reply.toast
