"""HTTP on loopback: the Bot API, the files, the control interface."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.botapi import control, wire
from tests.botapi.calls import Call
from tests.botapi.faults import BadRequest, DropReply, Forbidden, Hang, Kind, Reset, Status, TooManyRequests
from tests.botapi.methods import ASYNC_HANDLERS, HANDLERS
from tests.botapi.methods_updates import Raw
from tests.botapi.params import MethodSpec, Upload
from tests.botapi.refusals import NOT_FOUND, UNAUTHORIZED, Refusal, bad_request
from tests.botapi.spec import bot_api

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[A-Za-z]+)/?\Z")
_FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)\Z")
_TOKEN = re.compile(r"\d+:[\w-]+\Z")
_LINGER = struct.pack("ii", 1, 0)
_JSON = "application/json"


class _Drop(Exception):
    """The connection is to be reset."""


class Server:
    """Listens on 127.0.0.1; `port` 0 takes any free one. `crashes` are mistakes of its own."""

    def __init__(self, api: BotApi, port: int) -> None:
        self.port = port
        self.in_flight = 0
        self.crashes: list[Exception] = []
        self._api = api
        self._runner: web.ServerRunner | None = None

    async def start(self) -> None:
        server = web.Server(self._handle, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        try:
            if found := _PATH.match(path):
                return await self._bot_request(request, found["token"], found["method"])
            if found := _FILE_PATH.match(path):
                return self._file(found["token"], found["path"])
            if path.startswith("/control/"):
                return await control.handle(self._api, request, path.removeprefix("/control/"))
            raise Refusal(*NOT_FOUND)
        except Refusal as refusal:
            return _refused(refusal)
        except _Drop:
            return _dropped(request)
        except Exception as error:
            self.crashes.append(error)
            return _refused(Refusal(500, f"Internal Server Error: {error!r}"))

    async def _bot_request(self, request: web.BaseRequest, token: str, name: str) -> web.Response:
        self._check_token(token)
        spec = bot_api().method(name)
        if spec is None:
            raise Refusal(*NOT_FOUND)
        raw, files = await wire.parameters(request)
        if spec.name == "getUpdates":
            return await self._call(spec, raw, files)
        self.in_flight += 1
        try:
            return await self._call(spec, raw, files)
        finally:
            self.in_flight -= 1
            self._api.bell.ring()

    def _check_token(self, token: str) -> None:
        if token != self._api.token:
            raise Refusal(*(UNAUTHORIZED if _TOKEN.match(token) else NOT_FOUND))

    async def _call(self, spec: MethodSpec, raw: dict[str, Any], files: dict[str, Upload]) -> web.Response:
        api = self._api
        api.calls.total += 1
        call = Call(api.calls.total, spec.name, raw, api.now())
        if spec.name != "getUpdates":
            api.calls.note(call)
        try:
            call.params = spec.read(raw, files)
            return await self._with_fault(call, api.faults.take(call))
        except Refusal as refusal:
            call.error = refusal
            if spec.name == "getUpdates":
                api.calls.note(call)
            return _refused(refusal)

    async def _with_fault(self, call: Call, fault: Kind | None) -> web.Response:
        if fault is None:
            return await self._apply(call)
        call.fault = repr(fault)
        match fault:
            case TooManyRequests() | Forbidden() | BadRequest():
                raise fault.refusal()
            case Status(code):
                return web.Response(status=code, text=f"<html><h1>{code}</h1></html>", content_type="text/html")
            case Reset():
                raise _Drop
            case DropReply():
                await self._apply(call)
                raise _Drop
            case Hang(seconds, applied):
                return await self._hang(call, seconds, applied)

    async def _hang(self, call: Call, seconds: float, applied: bool) -> web.Response:
        if applied:
            response = await self._apply(call)
            self._api.bell.ring()
            await asyncio.sleep(seconds)
            return response
        await asyncio.sleep(seconds)
        return await self._apply(call)

    async def _apply(self, call: Call) -> web.Response:
        self._api.world.tick()
        if handler := HANDLERS.get(call.method):
            result = handler(self._api, call.params)
        elif slow := ASYNC_HANDLERS.get(call.method):
            result = await slow(self._api, call.params)
        else:
            raise bad_request("method is not simulated")
        if isinstance(result, Raw):
            body = b'{"ok":true,"result":' + result.body + b"}"
        else:
            call.result = result
            body = json.dumps({"ok": True, "result": result}, separators=(",", ":")).encode()
        return web.Response(body=body, content_type=_JSON)

    def _file(self, token: str, path: str) -> web.Response:
        self._check_token(token)
        stored = self._api.files.at(path)
        if stored is None:
            raise Refusal(*NOT_FOUND)
        return web.Response(body=stored.content, content_type=stored.mime_type)


def _refused(refusal: Refusal) -> web.Response:
    body = json.dumps(refusal.payload(), separators=(",", ":")).encode()
    return web.Response(status=refusal.code, body=body, content_type=_JSON)


def _dropped(request: web.BaseRequest) -> web.Response:
    """Reset the connection: the client sees a broken one, whatever was applied."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
        transport.abort()
    return web.Response()
