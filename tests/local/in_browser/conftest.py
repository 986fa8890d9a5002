"""A real browser before the real process: `assertiva chat` on a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from storage import local
from storage.migrate import upgrade
from storage.store import Store, sqlite_url

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
OVERFLOWING = """[...document.querySelectorAll("body *")]
    .filter((one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
    .filter((one) => getComputedStyle(one).overflowX !== "hidden")
    .map((one) => one.outerHTML.slice(0, 80))"""


def set_to_noon(folder: Path) -> None:
    """Let the page's clock stand at noon in São Paulo, whatever the hour: a day on from there a set has come."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(sqlite_url(folder / "local.sqlite3"))
    upgrade(store.engine)
    now = datetime.now(ZoneInfo("America/Sao_Paulo"))
    ahead = (now.replace(hour=12, minute=0, second=0, microsecond=0) - now) % timedelta(days=1)
    store.run_now(lambda tx: local.keep(tx, "clock_offset", str(ahead.total_seconds())))
    store.close()


class Process:
    """`assertiva chat`, which can be ended and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = 0
        self.url = ""
        self.start()

    def start(self) -> None:
        """Start, and wait for the line with the address."""
        ours = {"BOT_TOKEN": "", "DATABASE_URL": "", "LOG_LEVEL": "warning", "DATA_DIR": str(self._folder / "data")}
        self._running = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat", "--no-browser", "--port", str(self._port)],
            cwd=self._folder, env=os.environ | ours, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._running.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self._running.stdout.readline())
        assert found, "the process printed no address"
        self.url, self._port = found[0], int(found[1])

    def end(self) -> int:
        """Ask it to stop; answers its exit code."""
        self._running.terminate()
        code = self._running.wait(15)
        assert self._running.stdout is not None
        self._running.stdout.close()
        return code


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("there is no system Chromium at /usr/bin/chromium")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def process(browser: Any, tmp_path: Path) -> Iterator[Process]:
    """A process of its own for each test."""
    set_to_noon(tmp_path / "data")
    running = Process(tmp_path)
    yield running
    assert running.end() == 0


@pytest.fixture
def page(browser: Any, process: Process) -> Iterator[Any]:
    """The page on a phone; whatever the browser complains of fails the test."""
    context = browser.new_context(viewport=PHONE, locale="pt-BR", color_scheme="light")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(process.url)
    opened.locator("#start").wait_for()
    yield opened
    context.close()
    assert [line for line in complaints if "ERR_CONNECTION_REFUSED" not in line] == []
