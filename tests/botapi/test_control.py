from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Limits
from tests.botapi.conftest import Asker

CHOICES = {"inline_keyboard": [[{"text": "Certo", "callback_data": "a:1:c"}]]}


class Control:
    """The control interface from outside."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.session = session

    async def __call__(self, name: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/control/{name}", json=body) as response:
            answer = await response.json()
            if not answer["ok"]:
                raise ValueError(answer["error"])
            return answer["result"]


@pytest.fixture
def control(api: BotApi, session: aiohttp.ClientSession) -> Control:
    return Control(api.url, session)


async def test_a_whole_talk_from_outside(ask: Asker, control: Control) -> None:
    ana = (await control("person", first_name="Ana"))["user_id"]
    said = await control("says", user_id=ana, text="/start")
    assert said["update_id"] is not None
    await ask("sendMessage", chat_id=ana, text="oi", reply_markup=CHOICES)
    shown = (await control("messages", chat_id=ana, after=said["message_id"]))[0]
    assert (shown["text"], shown["buttons"][0][0]["label"]) == ("oi", "Certo")
    tap = (await control("taps", user_id=ana, message_id=shown["message_id"], button="Certo"))["tap"]
    assert await control("tap", tap=tap) is None
    await ask("answerCallbackQuery", callback_query_id=tap, text="isso")
    assert await control("tap", tap=tap) == {"text": "isso", "alert": False}
    calls = await control("calls", method="sendMessage")
    assert calls[0]["params"]["text"] == "oi"


async def test_groups_and_votes_from_outside(ask: Asker, control: Control) -> None:
    ana = (await control("person", first_name="Ana"))["user_id"]
    group = (await control("group", title="Estudos", members=[ana]))["chat_id"]
    await control("says", user_id=ana, chat_id=group, text="/quiz")
    options = [{"text": "Certo"}, {"text": "Errado"}]
    poll = await ask("sendPoll", chat_id=group, question="?", options=options, is_anonymous=False)
    vote = {"user_id": ana, "chat_id": group, "message_id": poll["message_id"], "options": ["Certo"]}
    assert await control("votes", **vote) is not None
    shown = (await control("messages", chat_id=group))[-1]
    assert shown["poll"]["total_voter_count"] == 1


async def test_faults_limits_and_mischief_from_outside(ask: Asker, api: BotApi, control: Control) -> None:
    ana = (await control("person", first_name="Ana", wrote=True))["user_id"]
    await control("fault", method="sendMessage", kind="TooManyRequests", args={"retry_after": 3})
    assert await ask.refused("sendMessage", chat_id=ana, text="oi") == "429 Too Many Requests: retry after 3"
    await control("fault", method="*", kind="Status", args={"code": 502}, times=None)
    await control("clear_faults")
    await ask("sendMessage", chat_id=ana, text="oi")
    await control("limits", burst=1)
    assert api.pace.limits == Limits(burst=1)
    await control("limits")
    assert api.pace.limits != Limits(burst=1)
    await control("mischief", repeat=0.2, shuffle=True, seed=4)
    assert api.updates.mischief.shuffle
    await control("blocks", user_id=ana)
    assert await ask.refused("sendMessage", chat_id=ana, text="oi") == "403 Forbidden: bot was blocked by the user"
    await control("unblocks", user_id=ana)


async def test_updates_are_held_released_and_repeated_from_outside(ask: Asker, control: Control) -> None:
    ana = (await control("person", first_name="Ana"))["user_id"]
    await control("hold")
    said = await control("says", user_id=ana, text="oi")
    assert await ask("getUpdates") == []
    await control("release")
    assert len(await ask("getUpdates")) == 1
    await ask("getUpdates", offset=said["update_id"] + 1)
    assert (await control("state"))["idle"]
    await control("redeliver", update_id=said["update_id"])
    assert len(await ask("getUpdates", offset=said["update_id"] + 1)) == 1


async def test_waiting_ends_when_something_happens(control: Control, api: BotApi) -> None:
    ana = (await control("person", first_name="Ana"))["user_id"]
    seen = (await control("state"))["revision"]
    waiting = asyncio.get_running_loop().create_task(control("wait", revision=seen, timeout=30))
    await control("says", user_id=ana, text="oi")
    assert (await waiting)["updates"] == 1
    assert (await control("wait", revision=seen))["revision"] > seen


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("says", {"user_id": 1, "text": "oi"}, "KeyError"),
        ("says", {}, "KeyError"),
        ("fault", {"method": "*", "kind": "Flood"}, "KeyError"),
        ("person", {"first_name": "Ana", "shoe_size": 40}, "TypeError"),
        ("dances", {}, "POST one of"),
    ],
)
async def test_mistakes_are_told(control: Control, name: str, body: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        await control(name, **body)


@contextlib.asynccontextmanager
async def process() -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    arguments = [sys.executable, "-m", "tests.botapi", "--token", "9:x", "--limits"]
    started = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    assert started.stdout is not None
    try:
        yield started, (await started.stdout.readline()).decode().strip()
    finally:
        if started.returncode is None:
            started.terminate()
        await started.communicate()


async def test_it_runs_as_a_process_of_its_own(session: aiohttp.ClientSession) -> None:
    async with process() as (started, url):
        async with session.get(f"{url}/bot9:x/getMe") as response:
            assert (await response.json())["result"]["id"] == 9
        ana = await Control(url, session)("person", first_name="Ana")
        assert ana["user_id"] > 0
        started.terminate()
        assert await started.wait() == 0
