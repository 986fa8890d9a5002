from __future__ import annotations

import asyncio
import re
import webbrowser
from contextlib import suppress

import pytest
from aiohttp import ClientConnectorError, request
from aiohttp.test_utils import TestClient

from bot.local import browser
from bot.local.asks import LARGEST_FRAME
from bot.local.browser import PortInUse, serve_browser
from bot.local.connection import LENGTH
from bot.local.parts import Local, LocalParts
from storage import local as rows
from storage.store import Store
from tests.conftest import MORNING
from tests.local.page import Page, labels, words

# What a page may send


async def test_a_bad_frame_brings_one_error_and_the_page_goes_on(page: Page) -> None:
    for bad in ("{", '{"type":"say","person":1,"text":"' + "a" * 4097 + '"}', '{"type":"jump","by":"year"}'):
        await page.socket.send_str(bad)
        error = await page.until_type("error")
        assert error["problem"] == "unreadable"
        assert "Traceback" not in error["why"]
    await page.socket.send_bytes(b"\x00")
    assert (await page.until_type("error"))["problem"] == "unreadable"
    await page.say("/ajuda")
    assert len(page.messages()) == 2


async def test_a_frame_too_large_ends_the_connection_alone(client: TestClient, page: Page) -> None:
    await page.socket.send_str("a" * (LARGEST_FRAME + 1))
    message = await page.socket.receive()
    assert message.data == 1009
    again = await Page.open(client)
    await again.close()


async def test_the_longest_text_is_taken(page: Page) -> None:
    await page.say("😀" * 4096)
    assert words(page.messages()[0]) == "😀" * 4096


async def test_forged_data_is_answered_kindly_and_changes_nothing(page: Page) -> None:
    await page.say("/start")
    before = page.texts()
    question = page.messages()[-1]
    for data in ("a:999:c", "zzz", "é" * 32):
        await page.send(type="press", person=1, message=question["id"], data=data, tap=1)
        assert (await page.until_type("ack"))["toast"]
    assert page.texts() == before


async def test_a_failure_inside_is_one_error_frame(page: Page, local: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(local.conversation, "say", fail)
    await page.send(type="say", person=1, text="oi")
    assert await page.until_type("error") == {"type": "error", "problem": "failed", "why": ""}
    monkeypatch.undo()
    await page.say("/ajuda")


# What a page shows


async def test_start_brings_an_assertion_and_a_tap_brings_toast_verdict_and_the_next(page: Page) -> None:
    await page.say("/start")
    command, question = page.messages()
    assert (command["out"], question["out"]) == (False, True)
    toast = await page.tap("Certo")
    assert toast
    kinds = [frame["type"] for frame in page.frames if frame["type"] in ("ack", "message")]
    assert kinds[-3:] == ["ack", "message", "message"]
    assert "Por quê?" in labels(page.messages()[1])
    assert "2/10" in words(page.messages()[2])


async def test_a_second_tap_changes_nothing(page: Page) -> None:
    await page.say("/start")
    question = page.messages()[-1]
    await page.tap("Certo", message=question)
    before = page.messages()[:]
    assert await page.tap("Errado", message=question)
    assert page.messages() == before


async def test_the_five_answers_have_shortcuts_and_nothing_else_has(page: Page) -> None:
    await page.say("/start")
    keys = [button["keys"] for row in page.messages()[-1]["rows"] for button in row]
    assert keys == [["1", "C"], ["2", "E"], ["3"], ["4"], ["5"]]
    await page.say("/config")
    assert not any(button["keys"] for row in page.messages()[-1]["rows"] for button in row)


async def test_two_people_have_chats_of_their_own(page: Page) -> None:
    await page.say("/start", person=1)
    assert page.messages(2) == []
    await page.say("/start", person=2)
    await page.tap("Certo", person=2)
    assert (len(page.messages(1)), len(page.messages(2))) == (2, 3)


async def test_another_persons_button_does_nothing(page: Page) -> None:
    await page.say("/start", person=1)
    await page.say("/start", person=2)
    theirs = labels(page.messages(1)[-1])["Certo"]
    before = page.texts(1)
    await page.send(type="press", person=2, message=page.messages(2)[-1]["id"], data=theirs, tap=5)
    assert "outra pessoa" in (await page.until_type("ack"))["toast"]
    assert page.texts(1) == before


async def test_every_open_page_is_told(client: TestClient, page: Page) -> None:
    other = await Page.open(client)
    await page.say("/start")
    await other.rest()
    assert other.messages() == page.messages()
    await other.close()


async def test_a_page_opened_again_has_the_history_and_what_is_unread(client: TestClient, page: Page) -> None:
    await page.say("/start")
    await page.tap("Certo")
    await page.close()
    again = await Page.open(client)
    assert again.messages() == page.messages()
    assert (again.chats[1]["unread"], again.chats[2]["unread"]) == (2, 0)
    await again.send(type="seen", person=1, message=again.messages()[-1]["id"])
    await again.say("/ajuda", person=2)
    await again.close()
    third = await Page.open(client)
    assert (third.chats[1]["unread"], third.chats[2]["unread"]) == (0, 1)
    await third.close()


async def test_a_long_history_comes_in_pieces(client: TestClient, store: Store) -> None:
    body = '{"blocks":[],"rows":[]}'
    for _ in range(LENGTH + 3):
        store.run_now(lambda tx: rows.add(tx, 1, body, MORNING, outgoing=True))
    page = await Page.open(client)
    assert (len(page.messages()), page.chats[1]["earlier"]) == (LENGTH, True)
    await page.send(type="earlier", person=1, before=page.messages()[0]["id"])
    earlier = await page.until_type("earlier")
    assert (len(earlier["messages"]), earlier["earlier"]) == (3, False)
    await page.close()


async def test_a_day_on_brings_the_set_and_the_clock_says_so(page: Page) -> None:
    await page.say("/start")
    await page.send(type="jump", by="day")
    moved = await page.until(lambda frame: frame["type"] == "clock" and not frame["moving"])
    assert moved["now"] == (MORNING.timestamp() + 24 * 3600) * 1000
    assert "1/10" in page.texts()[-1]


async def test_english_labels_follow_the_learner(page: Page) -> None:
    await page.say("/start")
    assert page.chats[1]["profile"]["language"] == "pt-BR"
    await page.say("/config")
    await page.send(type="press", person=1, message=page.messages()[-1]["id"], data="s:lang:en", tap=1)
    profile = (await page.until_type("profile"))["profile"]
    assert (profile["language"], profile["labels"]["send"]) == ("en", "Send")
    assert {"name": "hoje", "summary": "Today’s set"} in profile["commands"]


async def test_who_is_erased_leaves_an_empty_chat_with_one_last_word(page: Page) -> None:
    await page.say("/start")
    await page.say("/apagar")
    question = page.messages()[-1]
    await page.tap("Apagar tudo", message=question)
    await page.settled(lambda: len(page.messages()) == 1)
    assert "/start" in page.texts()[0]
    assert labels(page.messages()[0]) == {}


async def test_a_press_in_a_chat_that_is_gone_shows_the_chat_as_it_is(page: Page, store: Store) -> None:
    await page.say("/start")
    store.run_now(lambda tx: rows.forget(tx, 1))
    assert "/hoje" in (await page.tap("Certo") or "")
    await page.settled(lambda: page.messages() == [])


# The process


async def test_a_port_in_use_is_one_clear_line(parts: LocalParts, client: TestClient) -> None:
    with pytest.raises(PortInUse, match=f"^port {client.port} on 127.0.0.1 cannot be listened on: .+$"):
        await serve_browser(parts, "127.0.0.1", client.port, open_browser=False)


async def test_the_page_is_served_until_cancelled(parts: LocalParts, capsys: pytest.CaptureFixture[str]) -> None:
    serving = asyncio.ensure_future(serve_browser(parts, "127.0.0.1", 0, open_browser=False))
    url, printed = None, ""
    async with asyncio.timeout(10):
        while url is None:
            await asyncio.sleep(0.01)
            printed += capsys.readouterr().out
            url = re.search(r"http://127\.0\.0\.1:\d+/", printed)
    assert "@BotFather" in printed
    async with request("GET", url.group(0)) as answer:
        assert answer.status == 200
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    with pytest.raises(ClientConnectorError):
        async with request("GET", url.group(0)):
            pass


class Window:
    """A browser that can be opened, and keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def open(self, url: str) -> None:
        self.shown.append(url)


def test_a_window_is_opened_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window()
    monkeypatch.setattr(webbrowser, "get", lambda: window)
    browser._open_window("http://127.0.0.1:1/")
    assert window.shown == ["http://127.0.0.1:1/"]

    terminal = webbrowser.GenericBrowser("a-text-browser")
    monkeypatch.setattr(webbrowser, "get", lambda: terminal)
    monkeypatch.setattr(webbrowser.GenericBrowser, "open", lambda *_: pytest.fail("it took the terminal over"))
    browser._open_window("http://127.0.0.1:1/")

    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", none)
    browser._open_window("http://127.0.0.1:1/")
