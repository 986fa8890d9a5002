"""A local chat over the small bank, with a real clock that stands still unless a test moves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.chat.desk import Desk
from bot.jobs.tick import Ticker
from bot.lessons.school import School
from bot.local.browser import build
from bot.local.parts import Local, LocalParts, put_together
from storage.store import sqlite_url
from tests.conftest import MORNING
from tests.local.page import Page


class Watch:
    """The real clock of a test."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **later: float) -> None:
        """Time goes by."""
        self.now += timedelta(**later)


@pytest.fixture
def database(blank_database: Path, tmp_path: Path) -> str:
    """The local chat keeps a SQLite file, whatever DATABASE_URL says."""
    path = tmp_path / "assertiva.sqlite3"
    path.write_bytes(blank_database.read_bytes())
    return sqlite_url(path)


@pytest.fixture
def watch() -> Watch:
    """The real clock, at 08:30 on a Monday in São Paulo."""
    return Watch()


@pytest.fixture
def parts(school: School, watch: Watch) -> LocalParts:
    """What the composition root would hand over."""
    return LocalParts(school, Desk(school), lambda posters: Ticker(school, posters), watch)


@pytest.fixture
async def local(parts: LocalParts) -> Local:
    """The local chat put together."""
    return await put_together(parts)


@pytest.fixture
async def client(local: Local) -> AsyncIterator[TestClient]:
    """A browser's side of the page's server."""
    async with TestClient(TestServer(build(local))) as opened:
        yield opened


@pytest.fixture
async def page(client: TestClient) -> AsyncIterator[Page]:
    """An open page that has been told of both chats."""
    opened = await Page.open(client)
    yield opened
    await opened.close()
