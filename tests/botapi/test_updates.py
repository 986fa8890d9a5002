from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Asker
from tests.botapi.updates import FIRST_ID

ALL_KINDS = ["message", "callback_query"]


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] - FIRST_ID for update in updates]


async def waiting(ask: Asker, **params: Any) -> asyncio.Task[Any]:
    """A getUpdates that has reached the server and waits there."""
    task = asyncio.get_running_loop().create_task(ask.answer("getUpdates", timeout=50, **params))
    revision = ask.api.bell.revision
    await ask.api.until(lambda: ask.api.bell.revision > revision)
    return task


async def test_updates_stay_until_a_higher_offset_confirms_them(ask: Asker, api: BotApi, ana: Person) -> None:
    for text in ("a", "b", "c"):
        await ana.says(text)
    assert ids(await ask("getUpdates")) == [0, 1, 2]
    assert ids(await ask("getUpdates", offset=FIRST_ID + 1)) == [1, 2]
    assert ids(await ask("getUpdates", limit=1)) == [1]
    assert not api.is_idle
    assert await ask("getUpdates", offset=FIRST_ID + 3) == []
    await api.idle()


async def test_a_negative_offset_forgets_all_but_the_last(ask: Asker, ana: Person) -> None:
    for text in ("a", "b", "c"):
        await ana.says(text)
    assert ids(await ask("getUpdates", offset=-1)) == [2]
    assert ids(await ask("getUpdates")) == [2]


async def test_a_long_poll_ends_when_something_is_said(ask: Asker, ana: Person) -> None:
    poll = await waiting(ask)
    await ana.says("oi")
    answer = await poll
    assert answer["result"][0]["message"]["text"] == "oi"


async def test_a_second_poller_ends_the_first(ask: Asker, ana: Person) -> None:
    first = await waiting(ask)
    second = await waiting(ask)
    refused = await first
    assert (refused["error_code"], refused["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await ana.says("oi")
    assert (await second)["ok"]


async def test_no_polling_while_a_webhook_is_set(ask: Asker) -> None:
    poll = await waiting(ask)
    await ask("setWebhook", url="http://127.0.0.1:9/hook")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert await ask.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await ask("deleteWebhook")
    assert await ask("getUpdates") == []


async def test_allowed_updates_filter_and_persist(ask: Asker, ana: Person) -> None:
    await ask("getUpdates", allowed_updates=["callback_query", "no_such_kind"])
    await ana.says("nobody hears it")
    await ask("getUpdates")
    await ana.says("nor this")
    assert await ask("getUpdates") == []
    await ask("getUpdates", allowed_updates=[])
    await ana.says("this one")
    assert len(await ask("getUpdates")) == 1


async def test_member_changes_and_reactions_come_only_when_asked_for(ask: Asker, api: BotApi, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="oi")
    await ana.reacts(ana.chat.last, "👍")
    assert await ask("getUpdates") == []
    await ask("getUpdates", allowed_updates=["message_reaction"])
    await ana.reacts(ana.chat.last, "🔥")
    (update,) = await ask("getUpdates")
    assert update["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_a_confirmed_update_is_delivered_again_on_demand(ask: Asker, api: BotApi, ana: Person) -> None:
    said = await ana.says("oi")
    assert said.update_id == FIRST_ID
    await ask("getUpdates", offset=FIRST_ID + 1)
    api.redeliver(said.update_id)
    assert not api.is_idle
    assert ids(await ask("getUpdates", offset=FIRST_ID + 1)) == [0]
    assert await ask("getUpdates", offset=FIRST_ID + 1) == []
    await api.idle()


async def test_an_update_no_longer_kept_cannot_be_delivered_again() -> None:
    async with BotApi("123:abc", keep_updates=2) as api:
        ana = api.person("Ana")
        for text in ("a", "b", "c"):
            await ana.says(text)
        with pytest.raises(LookupError):
            api.redeliver(FIRST_ID)


async def test_held_updates_wait_for_the_release(ask: Asker, api: BotApi, ana: Person) -> None:
    api.hold()
    await ana.says("oi")
    assert await ask("getUpdates") == []
    api.release()
    assert ids(await ask("getUpdates")) == [0]


async def test_a_mischievous_network_repeats_and_mixes(ask: Asker, api: BotApi, ana: Person) -> None:
    for number in range(8):
        await ana.says(str(number))
    api.updates.mischief.repeat = 1.0
    api.updates.mischief.shuffle = True
    api.updates.mischief.random = random.Random(5)
    first = ids(await ask("getUpdates"))
    assert first != sorted(first)
    assert sorted(first) == list(range(8))
    assert sorted(ids(await ask("getUpdates", offset=FIRST_ID + 8))) == list(range(8))


async def test_a_poller_that_went_away_takes_nothing_with_it(ask: Asker, api: BotApi, ana: Person) -> None:
    said = await ana.says("oi")
    await ask("getUpdates", offset=FIRST_ID + 1)
    poll = await waiting(ask, offset=FIRST_ID + 1)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await api.until(lambda: not api.updates.is_polled)
    assert said.update_id is not None
    api.redeliver(said.update_id)
    assert ids(await ask("getUpdates", offset=FIRST_ID + 1)) == [0]


async def test_memory_stays_bounded() -> None:
    async with BotApi("123:abc", keep_calls=50, keep_updates=100, keep_messages=20) as api:
        people = [api.person(f"P{n}") for n in range(5)]
        for number in range(2000):
            await people[number % 5].says("oi")
        api.updates.drop_all()
        assert len(api.updates.known) == 100
        assert all(len(person.chat.messages) == 20 for person in people)
