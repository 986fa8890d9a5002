"""Who may talk to the page, and what the page may do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp import ClientResponse, WSServerHandshakeError
from aiohttp.test_utils import TestClient

from bot.local import browser

PAGE = Path(browser.__file__).parent / "page"


async def get(client: TestClient, path: str = "/", **headers: str) -> ClientResponse:
    """A request with these headers in place of the usual ones."""
    return await client.get(path, headers=headers)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost", "localhost:80"])
async def test_this_machines_names_are_served(client: TestClient, host: str) -> None:
    assert (await get(client, Host=host)).status == 200


@pytest.mark.parametrize(
    "host",
    ["example.com", "127.0.0.1.example.com", "localhost.example.com:80", "127.0.0.1:80:80", "0.0.0.0", "[::1]", ""],
)
async def test_any_other_host_is_refused(client: TestClient, host: str) -> None:
    assert (await get(client, Host=host)).status == 403


@pytest.mark.parametrize("origin", ["http://example.com", "https://127.0.0.1:8765", "http://localhost:8765", "null"])
async def test_another_sites_request_is_refused(client: TestClient, origin: str) -> None:
    assert (await get(client, Host="127.0.0.1:8765", Origin=origin)).status == 403


@pytest.mark.parametrize("origin", [None, "http://example.com", "http://localhost:1"])
async def test_a_socket_from_elsewhere_is_refused(client: TestClient, origin: str | None) -> None:
    with pytest.raises(WSServerHandshakeError) as refusal:
        await client.ws_connect("/live", origin=origin)
    assert refusal.value.status == 403


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client: TestClient) -> None:
    answer = await get(client)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = await answer.text()
    assert not re.search(r"<script(?![^>]*\bsrc=\"/)|\son\w+=|\sstyle=|javascript:|<style", html)
    for file in PAGE.iterdir():
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|innerHTML|eval\(", file.read_text("utf-8"))


async def test_every_file_the_page_names_is_served(client: TestClient) -> None:
    html = await (await get(client)).text()
    named = set(re.findall(r"(?:src|href)=\"(/[^\"]+)\"", html))
    for script in PAGE.glob("*.js"):
        named |= {f"/{name}" for name in re.findall(r"from \"\./([^\"]+)\"", script.read_text("utf-8"))}
    for path in named:
        answer = await get(client, path)
        assert answer.status == 200, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"/chat.js", "/style.css", "/icon.svg", "/menu.js"} <= named


@pytest.mark.parametrize("path", ["/nothing", "/../browser.py", "/%2e%2e/browser.py", "/page/index.html"])
async def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    assert (await get(client, path)).status == 404
