from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.botapi import BadRequest, BotApi, DropReply, Forbidden, Hang, Person, Reset, Status, TooManyRequests
from tests.botapi.conftest import Asker
from tests.botapi.faults import Kind


async def send(ask: Asker, person: Person, text: str = "oi") -> Any:
    return await ask.answer("sendMessage", chat_id=person.id, text=text)


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        (TooManyRequests(7), 429, "Too Many Requests: retry after 7"),
        (Forbidden("bot was blocked by the user"), 403, "Forbidden: bot was blocked by the user"),
        (BadRequest("chat not found"), 400, "Bad Request: chat not found"),
    ],
)
async def test_refusals_on_demand(ask: Asker, api: BotApi, ana: Person, kind: Kind, code: int, words: str) -> None:
    api.fault("sendMessage", kind)
    answer = await send(ask, ana)
    assert (answer["error_code"], answer["description"]) == (code, words)
    assert answer.get("parameters") == ({"retry_after": 7} if code == 429 else None)
    assert ana.chat.shown == []
    assert (await send(ask, ana))["ok"]


async def test_a_gateway_answers_with_a_page(ask: Asker, api: BotApi, ana: Person) -> None:
    api.fault("sendMessage", Status(502))
    form = {"chat_id": str(ana.id), "text": "oi"}
    async with ask.session.post(f"{api.url}/bot123:abc/sendMessage", data=form) as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert ana.chat.shown == []


async def test_a_reset_applies_nothing(ask: Asker, api: BotApi, ana: Person) -> None:
    api.fault("sendMessage", Reset())
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await send(ask, ana)
    assert ana.chat.shown == []
    assert (await send(ask, ana))["ok"]


async def test_a_dropped_reply_hides_what_was_applied(ask: Asker, api: BotApi, ana: Person) -> None:
    api.fault("sendMessage", DropReply())
    with pytest.raises((aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)):
        await send(ask, ana)
    assert [message.text for message in ana.chat.shown] == ["oi"]


@pytest.mark.parametrize("applied", [True, False])
async def test_a_hang_outlasts_the_client(ask: Asker, api: BotApi, ana: Person, applied: bool) -> None:
    api.fault("sendMessage", Hang(60, applied=applied))
    sending = asyncio.get_running_loop().create_task(send(ask, ana))
    await api.until(lambda: api.server.in_flight)
    await api.until(lambda: api.calls[-1].fault)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await api.idle()
    assert len(ana.chat.shown) == applied


async def test_a_short_hang_ends_well(ask: Asker, api: BotApi, ana: Person) -> None:
    api.fault("sendMessage", Hang(0.02))
    assert (await send(ask, ana))["ok"]


async def test_faults_are_for_a_method_a_chat_and_a_time(ask: Asker, api: BotApi, ana: Person) -> None:
    bia = api.person("Bia", wrote=True)
    fault = api.fault("sendMessage", BadRequest("chat not found"), times=2, chat=bia.id)
    assert (await send(ask, ana))["ok"]
    assert (await ask.answer("sendChatAction", chat_id=bia.id, action="typing"))["ok"]
    assert [(await send(ask, bia))["ok"] for _ in range(3)] == [False, False, True]
    assert fault.hits == 2


async def test_a_predicate_chooses_calls(ask: Asker, api: BotApi, ana: Person) -> None:
    api.fault("*", TooManyRequests(1), times=None, when=lambda call: "2" in call.params.get("text", ""))
    assert [(await send(ask, ana, text))["ok"] for text in ("1", "2", "12", "3")] == [True, False, False, True]
    api.faults.clear()
    assert (await send(ask, ana, "2"))["ok"]


async def test_a_wrong_request_is_refused_even_where_a_fault_waits(ask: Asker, api: BotApi, ana: Person) -> None:
    fault = api.fault("sendMessage", Status(502))
    assert "unknown parameter" in await ask.refused("sendMessage", chat_id=ana.id, text="oi", foo=1)
    assert fault.hits == 0


async def test_chance_is_seeded(ask: Asker, api: BotApi, ana: Person) -> None:
    api.fault("sendMessage", Forbidden(), times=None, chance=0.5)
    results = [(await send(ask, ana))["ok"] for _ in range(20)]
    assert 0 < sum(results) < 20
    api.faults.random.seed(0)
    assert [(await send(ask, ana))["ok"] for _ in range(20)] == results
