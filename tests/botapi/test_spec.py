from __future__ import annotations

import io
import json
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person
from tests.botapi.checkers import Mismatch
from tests.botapi.conftest import Asker
from tests.botapi.methods import ASYNC_HANDLERS, HANDLERS
from tests.botapi.refusals import Refusal
from tests.botapi.spec import bot_api


def test_every_method_and_what_it_returns_compiles() -> None:
    spec = bot_api()
    names = spec.method_names()
    assert len(names) == 176
    assert all(spec.method(name) for name in names)
    assert set(HANDLERS) | set(ASYNC_HANDLERS) <= set(names)


def test_names_of_methods_are_case_insensitive() -> None:
    assert bot_api().method("SENDMESSAGE") is bot_api().method("sendMessage")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "oi"}, "chat_id is empty"),
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": 1, "text": "oi", "txt": 1}, 'unknown parameter "txt": sendMessage has none of that name'),
        ({"chat_id": 1.5, "text": "oi"}, 'parameter "chat_id" must be of type Integer or String'),
        ({"chat_id": 1, "text": 5}, 'parameter "text" must be of type String'),
        (
            {"chat_id": 1, "text": "oi", "disable_notification": "maybe"},
            'parameter "disable_notification" must be of type Boolean',
        ),
        (
            {"chat_id": 1, "text": "oi", "message_thread_id": True},
            'parameter "message_thread_id" must be of type Integer',
        ),
        ({"chat_id": 1, "text": "oi", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"chat_id": 1, "text": "oi", "reply_markup": []}, "object expected as reply markup"),
        (
            {"chat_id": 1, "text": "oi", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
            'can\'t parse InlineKeyboardMarkup: field "inline_keyboard" must be an Array',
        ),
        (
            {"chat_id": 1, "text": "oi", "reply_markup": {"inline_keyboard": [[{"text": 1}]]}},
            'can\'t parse inline keyboard button: field "text" must be of type String',
        ),
        (
            {"chat_id": 1, "text": "oi", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
            "can't parse inline keyboard button: can't find field \"text\"",
        ),
        (
            {"chat_id": 1, "text": "oi", "reply_markup": {"inline_keyboard": [[{"text": "a", "colour": "red"}]]}},
            'can\'t parse inline keyboard button: unknown field "colour"',
        ),
        (
            {"chat_id": 1, "text": "oi", "reply_markup": {"inline_keyboard": [[{"text": "a", "style": "red"}]]}},
            'can\'t parse inline keyboard button: field "style" must be one of danger, primary, success',
        ),
        (
            {"chat_id": 1, "text": "oi", "link_preview_options": {"is_disabled": "yes"}},
            'can\'t parse LinkPreviewOptions: field "is_disabled" must be of type Boolean',
        ),
        (
            {"chat_id": 1, "text": "oi", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
            "can't parse MessageEntity: the entity is out of the text's bounds",
        ),
        ({"chat_id": 1, "text": "oi", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ],
)
async def test_requests_are_checked(ask: Asker, params: dict[str, Any], words: str) -> None:
    assert await ask.refused("sendMessage", **params) == f"400 Bad Request: {words}"


def test_limits_are_read_from_the_descriptions() -> None:
    spec = bot_api().method("getUpdates")
    assert spec is not None
    with pytest.raises(Refusal, match="must be between 1 and 100"):
        spec.read({"limit": 101}, {})
    spec = bot_api().method("deleteMessages")
    assert spec is not None
    with pytest.raises(Refusal, match="must have 1 to 100 items"):
        spec.read({"chat_id": 1, "message_ids": []}, {})
    spec = bot_api().method("setMyDescription")
    assert spec is not None
    with pytest.raises(Refusal, match="must have 0 to 512 characters"):
        spec.read({"description": "x" * 513}, {})


def test_one_of_several_types_is_found_by_its_constant() -> None:
    spec = bot_api().method("setMyCommands")
    assert spec is not None
    commands = [{"command": "a", "description": "b"}]
    assert spec.read({"commands": commands, "scope": '{"type": "chat", "chat_id": 5}'}, {})["scope"]["chat_id"] == 5
    with pytest.raises(Refusal, match="unsupported type"):
        spec.read({"commands": commands, "scope": {"type": "everywhere"}}, {})


def test_what_the_server_itself_tells_can_be_checked() -> None:
    bot_api().check("User", {"id": 1, "is_bot": False, "first_name": "Ana"})
    with pytest.raises(Mismatch):
        bot_api().check("User", {"id": 1, "first_name": "Ana"})
    bot_api().check_result("editMessageText", True)
    with pytest.raises(Mismatch):
        bot_api().check_result("editMessageText", "yes")


PARAMS = {"chat_id": 5, "text": "oi", "disable_notification": True, "reply_markup": {"inline_keyboard": []}}


async def test_all_ways_to_send_parameters_mean_the_same(api: BotApi, session: aiohttp.ClientSession) -> None:
    ana = api.person("Ana", user_id=5, wrote=True)
    url = f"{api.url}/bot123:abc/sendMessage"
    as_text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in PARAMS.items()}
    multipart = aiohttp.FormData(as_text, default_to_multipart=True)
    requests: list[dict[str, Any]] = [{"json": PARAMS}, {"json": as_text}, {"data": as_text}, {"data": multipart}]
    for request in requests:
        async with session.post(url, **request) as response:
            assert response.status == 200, await response.text()
    async with session.get(url, params=as_text) as response:
        assert response.status == 200
    assert [call.params for call in api.calls] == [PARAMS] * 5
    assert len(ana.chat.shown) == 5


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bot123:abc/getMee", 404, "Not Found"),
        ("/bot123:wrong/getMe", 401, "Unauthorized"),
        ("/botwrong/getMe", 404, "Not Found"),
        ("/", 404, "Not Found"),
        ("/bot123:abc/getChatMenuButton", 400, "Bad Request: method is not simulated"),
        ("/bot123:abc/getChatMenuButton?chat=5", 400, 'Bad Request: unknown parameter "chat"'),
        ("/file/bot123:abc/photos/none", 404, "Not Found"),
    ],
)
async def test_unknown_methods_and_tokens(
    api: BotApi, session: aiohttp.ClientSession, path: str, status: int, words: str
) -> None:
    async with session.get(api.url + path) as response:
        answer = await response.json()
    assert (response.status, answer["error_code"]) == (status, status)
    assert answer["description"].startswith(words)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff"])
async def test_a_body_that_is_no_object_is_refused(api: BotApi, session: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with session.post(f"{api.url}/bot123:abc/getMe", data=body, headers=headers) as response:
        assert response.status == 400


async def test_a_body_over_a_megabyte_is_refused(api: BotApi, session: aiohttp.ClientSession, ana: Person) -> None:
    body = io.BytesIO(f"chat_id={ana.id}&text=".encode() + b"x" * (1 << 20))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with session.post(f"{api.url}/bot123:abc/sendMessage", data=body, headers=headers) as response:
        assert response.status == 413
        assert (await response.json())["description"] == "Request Entity Too Large"


async def test_a_mistake_of_the_stand_in_is_not_passed_over(session: aiohttp.ClientSession) -> None:
    api = await BotApi("123:abc").__aenter__()
    api.bot_user["username"] = {"not", "json"}
    async with session.get(f"{api.url}/bot123:abc/getMe") as response:
        assert response.status == 500
    with pytest.raises(ExceptionGroup, match="stand-in itself failed"):
        await api.__aexit__(None, None, None)
