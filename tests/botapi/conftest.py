"""A server, somebody who asks it, and a check that all it tells is what the Bot API tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person
from tests.botapi.spec import bot_api
from tests.botapi.updates import QueueKey, Update


@dataclass(frozen=True, slots=True)
class Asker:
    """Calls methods as a bot would, with nothing between."""

    api: BotApi
    session: aiohttp.ClientSession

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a JSON request; AssertionError if it was refused."""
        answer = await self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """`code text` of the refusal."""
        answer = await self.answer(method, **params)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    async def answer(self, method: str, **params: Any) -> Any:
        url = f"{self.api.url}/bot{self.api.token}/{method}"
        async with self.session.post(url, json=params) as response:
            answer = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
            return answer


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server; every update it makes and every result it gives is checked against the specification."""
    async with BotApi("123:abc", webhook_timeout=5.0) as server:
        push = server.updates.push

        def checked(kind: str, payload: dict[str, Any], queue: QueueKey) -> Update | None:
            bot_api().check("Update", {"update_id": 1, kind: payload})
            return push(kind, payload, queue)

        server.updates.push = checked  # type: ignore[method-assign]
        yield server
        for call in server.calls:
            if call.error is None and call.result is not None:
                bot_api().check_result(call.method, call.result)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def ask(api: BotApi, session: aiohttp.ClientSession) -> Asker:
    return Asker(api, session)


@pytest.fixture
async def ana(api: BotApi) -> Person:
    """Somebody who has written to the bot; nothing of it is left to deliver."""
    return api.person("Ana", wrote=True)
