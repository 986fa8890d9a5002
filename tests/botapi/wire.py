"""Reading a request off the wire: query, JSON, form and multipart, all bounded."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.botapi.params import Upload
from tests.botapi.refusals import Refusal, bad_request

LARGEST_BODY = 1 << 20
_LARGEST_FILE = 50 << 20
_MOST_PARTS = 64

Raw = dict[str, Any]


def too_large() -> Refusal:
    return Refusal(413, "Request Entity Too Large")


async def parameters(request: web.BaseRequest) -> tuple[Raw, dict[str, Upload]]:
    """The parameters as they came, and the files. Refusal for what cannot be read."""
    raw: Raw = dict(request.query)
    files: dict[str, Upload] = {}
    if not request.body_exists:
        return raw, files
    kind = request.content_type
    if kind == "multipart/form-data":
        await _multipart(request, raw, files)
    elif kind == "application/json":
        raw.update(_object(await _body(request)))
    elif kind == "application/x-www-form-urlencoded":
        raw.update(_form(await _body(request)))
    elif await _body(request):
        raise bad_request(f"unsupported content type {kind}")
    return raw, files


async def _body(request: web.BaseRequest) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None


def _object(body: bytes) -> Raw:
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse the request body as JSON") from None
    if not isinstance(found, dict):
        raise bad_request("the request body must be a JSON object")
    return found


def _form(body: bytes) -> Raw:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=200))
    except ValueError:
        raise bad_request("can't parse the request body as a form") from None


async def _multipart(request: web.BaseRequest, raw: Raw, files: dict[str, Upload]) -> None:
    reader = await request.multipart()
    try:
        for _ in range(_MOST_PARTS):
            part = await reader.next()
            if part is None:
                return
            if not isinstance(part, BodyPartReader) or not part.name:
                raise bad_request("can't parse the multipart body")
            content = await _part(part, LARGEST_BODY if part.filename is None else _LARGEST_FILE)
            if part.filename is None:
                raw[part.name] = content.decode()
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                files[part.name] = Upload(part.filename, mime, content)
    except ValueError:
        raise bad_request("can't parse the multipart body") from None
    raise bad_request("too many parts in the multipart body")


async def _part(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        content += chunk
        if len(content) > most:
            raise too_large()
    return bytes(part.decode(content))
