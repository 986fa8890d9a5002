from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import InputFile
from telegram._utils.types import JSONDict
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.tg.http import AiohttpRequest, NotSent

SECRET = "123:abcdef"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[str]:
    """A server on loopback; its address with a token in the path."""
    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot{SECRET}/sendMessage"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def opened(seconds: float = 5.0) -> AsyncIterator[AiohttpRequest]:
    request = AiohttpRequest(seconds)
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


def a_closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def test_the_parameters_arrive_and_the_answer_comes_back() -> None:
    got: JSONDict = {}

    async def handler(request: web.Request) -> web.Response:
        got.update(await request.json())
        return web.json_response({"ok": True, "result": {"message_id": 7}})

    async with served(handler) as url, opened() as request:
        assert await request.post(url, data(chat_id=5, text="<b>é</b>")) == {"message_id": 7}
    assert got == {"chat_id": 5, "text": "<b>é</b>"}


async def test_files_arrive_beside_the_parameters() -> None:
    got: JSONDict = {}

    async def handler(request: web.Request) -> web.Response:
        for name, value in (await request.post()).items():
            got[name] = value.file.read() if isinstance(value, web.FileField) else value
        return web.json_response({"ok": True, "result": True})

    async with served(handler) as url, opened() as request:
        await request.post(url, data(chat_id=5, document=InputFile(b"a,b\n", filename="x.csv")))
    assert got["chat_id"] == "5"
    assert b"a,b\n" in got.values()


async def test_a_refusal_of_the_server_has_its_own_error() -> None:
    answers = iter(
        [
            web.json_response(
                {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}, status=400
            ),
            web.json_response(
                {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 5}},
                status=429,
            ),
        ]
    )

    async def handler(request: web.Request) -> web.Response:
        return next(answers)

    async with served(handler) as url, opened() as request:
        with pytest.raises(BadRequest):
            await request.post(url, data(chat_id=5))
        with pytest.raises(RetryAfter):
            await request.post(url, data(chat_id=5))


async def test_where_no_connection_came_about_the_request_was_certainly_not_sent() -> None:
    async with opened() as request:
        with pytest.raises(NotSent) as caught:
            await request.post(f"http://127.0.0.1:{a_closed_port()}/bot{SECRET}/sendMessage", data(chat_id=5))
    assert SECRET not in str(caught.value)


async def test_a_name_that_does_not_exist_was_certainly_not_reached() -> None:
    async with opened() as request:
        with pytest.raises(NotSent) as caught:
            await request.post(f"http://does-not-exist.invalid/bot{SECRET}/sendMessage", data(chat_id=5))
    assert SECRET not in str(caught.value)


async def test_a_server_that_does_not_answer_in_time_is_timed_out() -> None:
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(60)
        raise AssertionError

    async with served(handler) as url, opened(seconds=0.05) as request:
        with pytest.raises(TimedOut) as caught:
            await request.post(url, data(chat_id=5))
    assert SECRET not in str(caught.value)


async def test_a_longer_wait_is_granted_where_it_is_asked_for() -> None:
    async def handler(request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.json_response({"ok": True, "result": []})

    async with served(handler) as url, opened(seconds=0.05) as request:
        assert await request.post(url, data(timeout=1), read_timeout=5) == []


async def test_a_connection_lost_in_the_middle_may_have_had_its_effect() -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with served(handler) as url, opened() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(url, data(chat_id=5))
    assert type(caught.value) is NetworkError
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"", b"\xff\xfe"])
async def test_an_answer_that_is_no_answer_is_trouble_with_the_network(body: bytes) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=body, status=502)

    async with served(handler) as url, opened() as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(url, data(chat_id=5))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_answer_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch, chunked: bool) -> None:
    monkeypatch.setattr("bot.tg.http.LARGEST_ANSWER", 1000)

    async def handler(request: web.Request) -> web.StreamResponse:
        if not chunked:
            return web.Response(body=b" " * 2000)
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        for _ in range(20):
            await response.write(b" " * 100)
        return response

    async with served(handler) as url, opened() as request:
        with pytest.raises(NetworkError, match="too large"):
            await request.post(url, data(chat_id=5))


async def test_a_redirection_is_not_followed_elsewhere_with_the_token() -> None:
    led_away = []

    async def elsewhere(request: web.Request) -> web.Response:
        led_away.append(request.path)
        return web.json_response({"ok": True, "result": True})

    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": other})

    async with served(elsewhere) as other, served(handler) as url, opened() as request:
        with pytest.raises(NetworkError):
            await request.post(url, data(chat_id=5))
    assert led_away == []


async def test_nothing_is_asked_before_it_is_opened_or_after_it_is_closed() -> None:
    request = AiohttpRequest()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="not open"):
            await request.do_request("http://127.0.0.1:1/", "POST")
        await request.initialize()
        await request.initialize()
        await request.shutdown()
        await request.shutdown()


async def test_the_wait_for_updates_is_added_to_what_is_granted_anyway() -> None:
    assert AiohttpRequest(7.5).read_timeout == 7.5
