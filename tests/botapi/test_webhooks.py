from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Asker


@dataclass(slots=True)
class Hook:
    """A bot's endpoint that notes what comes and answers as it is told."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    gate: asyncio.Event | None = None
    at_once: int = 0
    most_at_once: int = 0
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            body = await request.json()
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            status = self.statuses.pop(0) if self.statuses else 200
            self.bodies.append(body)
            if self.gate is not None:
                await self.gate.wait()
            return web.Response(status=status)
        finally:
            self.at_once -= 1

    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    found = Hook()
    app = web.Application()
    app.router.add_post("/hook", found.handle)
    async with TestServer(app) as server:
        found.url = str(server.make_url("/hook"))
        yield found


async def test_updates_go_to_the_webhook_with_the_secret(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    await ana.says("before it was set")
    await ask("setWebhook", url=hook.url, secret_token="s3-cret_")
    await ana.says("after")
    await api.idle()
    assert hook.texts() == ["before it was set", "after"]
    assert hook.secrets == ["s3-cret_"] * 2


async def test_what_is_not_taken_comes_again(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    hook.statuses = [503, 500, 302]
    await ask("setWebhook", url=hook.url)
    await ana.says("oi")
    await api.until(lambda: api.courier.last_error)
    assert (await ask("getWebhookInfo"))["pending_update_count"] == 1
    await api.idle()
    assert hook.texts() == ["oi"] * 4
    info = await ask("getWebhookInfo")
    assert info["pending_update_count"] == 0
    assert info["last_error_message"].startswith("Wrong response from the webhook: 302")


async def test_a_slow_reply_is_a_failed_one(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    hook.gate = asyncio.Event()
    api.courier.timeout = 0.1
    await ask("setWebhook", url=hook.url)
    await ana.says("oi")
    await api.until(lambda: api.courier.last_error)
    hook.gate.set()
    await api.idle()
    assert len(hook.bodies) > 1
    assert (await ask("getWebhookInfo"))["last_error_message"] == "Read timeout expired"


async def test_nobody_listens_for_a_while(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    await ask("setWebhook", url="http://127.0.0.1:9/hook")
    await ana.says("oi")
    await api.until(lambda: api.courier.last_error)
    assert (await ask("getWebhookInfo"))["last_error_message"] == "Connection refused"
    await ask("setWebhook", url=hook.url)
    await api.idle()
    assert hook.texts() == ["oi"]


async def test_one_person_in_order_and_others_meanwhile(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    bia = api.person("Bia")
    hook.gate = asyncio.Event()
    await ask("setWebhook", url=hook.url)
    await ana.says("a1")
    await ana.says("a2")
    await bia.says("b1")
    await api.until(lambda: len(hook.bodies) == 2)
    assert hook.texts() == ["a1", "b1"]
    hook.gate.set()
    await api.idle()
    assert hook.texts() == ["a1", "b1", "a2"]


async def test_no_more_connections_than_asked_for(ask: Asker, api: BotApi, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url, max_connections=3)
    for number in range(12):
        await api.person(f"P{number}").says("oi")
    await api.idle()
    assert len(hook.bodies) == 12
    assert hook.most_at_once <= 3


async def test_a_failing_line_does_not_block_the_others(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    hook.statuses = [503]
    await ask("setWebhook", url=hook.url, max_connections=1)
    await ana.says("a")
    await api.until(lambda: api.courier.last_error)
    await api.person("Bia").says("b")
    await api.idle()
    assert hook.texts() == ["a", "b", "a"]


async def test_a_taken_update_is_delivered_again_on_demand(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url)
    said = await ana.says("oi")
    await api.idle()
    assert said.update_id is not None
    api.redeliver(said.update_id)
    await api.idle()
    assert hook.texts() == ["oi", "oi"]


async def test_held_updates_wait(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url)
    api.hold()
    await ana.says("oi")
    await ask("getMe")
    assert hook.bodies == []
    api.release()
    await api.idle()
    assert hook.texts() == ["oi"]


async def test_deleting_the_webhook_leaves_what_was_not_taken(ask: Asker, api: BotApi, ana: Person, hook: Hook) -> None:
    hook.statuses = [503] * 50
    await ask("setWebhook", url=hook.url)
    await ana.says("oi")
    await api.until(lambda: api.courier.last_error)
    await ask("deleteWebhook")
    assert len(await ask("getUpdates")) == 1
    await ask("deleteWebhook", drop_pending_updates=True)
    assert await ask("getUpdates") == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "http://example.com/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.com:8444/x"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "ftp://example.com"}, "invalid webhook URL specified"),
        ({"url": "https://[::1"}, "invalid webhook URL specified"),
        ({"url": "https://example.com", "secret_token": "não"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com", "secret_token": "x" * 257}, "secret token is too long"),
        (
            {"url": "https://example.com", "max_connections": 101},
            'parameter "max_connections" must be between 1 and 100',
        ),
    ],
)
async def test_webhook_rules(ask: Asker, params: dict[str, Any], words: str) -> None:
    assert await ask.refused("setWebhook", **params) == f"400 Bad Request: {words}"


async def test_an_empty_url_removes_the_webhook(ask: Asker, hook: Hook) -> None:
    await ask("setWebhook", url=hook.url, allowed_updates=["message"])
    info = await ask("getWebhookInfo")
    assert (info["url"], info["allowed_updates"]) == (hook.url, ["message"])
    await ask("setWebhook", url="")
    assert (await ask("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize("repeat", [0.0, 0.5])
async def test_every_update_arrives_whatever_the_network_does(
    ask: Asker, api: BotApi, hook: Hook, repeat: float
) -> None:
    hook.statuses = [200, 503] * 10
    api.updates.mischief.repeat = repeat
    api.updates.mischief.shuffle = True
    await ask("setWebhook", url=hook.url)
    for number in range(20):
        await api.person(f"P{number}").says(str(number))
    await api.idle()
    assert {int(text) for text in hook.texts()} == set(range(20))
