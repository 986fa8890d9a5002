from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp.test_utils import TestClient, TestServer
from telegram import Bot, Update

from bot.tg import webhook
from bot.tg.intake import Intake, Ticket
from bot.tg.webhook import LARGEST_UPDATE, SECRET_HEADER, Webhook

SECRET = {SECRET_HEADER: "s3cret"}
UPDATE = {"update_id": 7}


class Taking:
    """Stands where the intake stands; commits at once unless told otherwise."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.began = asyncio.Event()
        self.error: Exception | None = None
        self.commits = True

    def take(self, update: Update) -> tuple[None, Ticket]:
        self.taken.append(update.update_id)
        self.began.set()
        ticket = Ticket()
        ticket.error = self.error
        if self.commits:
            ticket.commit()
        return None, ticket


@pytest.fixture
def intake() -> Taking:
    return Taking()


@pytest.fixture
def hook(intake: Taking) -> Webhook:
    bot = SimpleNamespace(defaults=None)
    return Webhook(cast(Bot, bot), cast(Intake, intake), "s3cret")


@pytest.fixture
async def client(hook: Webhook) -> AsyncIterator[TestClient]:
    async with TestClient(TestServer(hook.app())) as opened:
        yield opened


async def status(client: TestClient, headers: dict[str, str] | None = None, **body: Any) -> int:
    given = SECRET if headers is None else headers
    answer = await client.post("/telegram", headers=given, **(body or {"json": UPDATE}))
    return answer.status


async def test_an_update_with_the_secret_is_taken_and_acknowledged(client: TestClient, intake: Taking) -> None:
    assert await status(client) == 200
    assert intake.taken == [7]


@pytest.mark.parametrize("given", [None, "", "s3cre", "s3crett", "S3CRET"])
async def test_without_the_secret_nothing_is_taken(client: TestClient, intake: Taking, given: str | None) -> None:
    assert await status(client, {} if given is None else {SECRET_HEADER: given}) == 403
    assert intake.taken == []


async def test_a_wrong_secret_is_refused_before_a_body_of_any_size_is_read(client: TestClient) -> None:
    assert await status(client, {SECRET_HEADER: "no"}, data=io.BytesIO(b"x" * (LARGEST_UPDATE + 1))) == 403


async def test_a_body_that_is_too_large_is_refused(client: TestClient, intake: Taking) -> None:
    assert await status(client, data=io.BytesIO(b"x" * (LARGEST_UPDATE + 1))) == 413
    assert intake.taken == []


NO_UPDATES = [b"", b"{", b"[]", b"7", b'"x"', b"{}", b'{"update_id": {}}', b"\xff\xfe", b"[" * 5000, b'{"a":' * 5000]


@pytest.mark.parametrize("body", NO_UPDATES)
async def test_what_is_no_update_is_refused(client: TestClient, body: bytes) -> None:
    assert await status(client, data=body) == 400


async def test_what_could_not_be_committed_is_to_come_again(client: TestClient, intake: Taking) -> None:
    intake.error = OSError("the disk is full")
    assert await status(client) == 503


async def test_what_takes_too_long_is_to_come_again(
    client: TestClient, intake: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "COMMIT_SECONDS", 0.01)
    intake.commits = False
    assert await status(client) == 503


async def test_more_than_can_be_handled_is_to_come_again(
    client: TestClient, intake: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "MOST_UNDER_WAY", 1)
    monkeypatch.setattr(webhook, "COMMIT_SECONDS", 1.0)
    intake.commits = False
    first = asyncio.ensure_future(status(client))
    await intake.began.wait()
    assert await status(client) == 503
    assert await first == 503


async def test_a_process_that_stops_takes_nothing_new(client: TestClient, hook: Webhook, intake: Taking) -> None:
    hook.close()
    assert await status(client) == 503
    assert intake.taken == []
