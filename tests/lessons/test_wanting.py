from __future__ import annotations

from datetime import timedelta

from bot.lessons import delivering, privacy, wanting
from bot.lessons.delivering import Due
from bot.lessons.outcomes import Delivered, Nudged
from tests.support.chats import Installation, Person


async def decided(chat: Installation, ana: Person, kind: type[Due]) -> Due:
    """What the clock brings next, decided and not sent."""
    for _ in range(100):
        due = await chat.school.run(delivering.serve, ana.learner_id, chat.now)
        if isinstance(due, kind):
            return due
        chat.now += timedelta(minutes=15)
    raise AssertionError("nothing of the kind falls due")


async def is_wanted(chat: Installation, due: Due) -> bool:
    return await chat.school.run(wanting.wanted, due, chat.now)


async def test_a_set_is_wanted_until_it_is_shown_otherwise(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    due = await decided(chat, ana, Delivered)
    assert await is_wanted(chat, due)
    await ana.say("/hoje")
    assert not await is_wanted(chat, due)


async def test_a_nudge_is_wanted_until_there_is_a_sign_of_life(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.answer()
    due = await decided(chat, ana, Nudged)
    assert await is_wanted(chat, due)
    await ana.answer()
    assert not await is_wanted(chat, due)


async def test_nothing_is_wanted_by_somebody_who_is_gone(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    due = await decided(chat, ana, Nudged)
    await chat.school.run(privacy.unreachable_user, ana.who)
    assert not await is_wanted(chat, due)
    await chat.school.run(privacy.erase, ana.who)
    assert not await is_wanted(chat, due)
