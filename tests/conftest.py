"""Fixtures that every layer shares: a real database of either kind, a small bank, a fixed morning in São Paulo."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("PTB_TIMEDELTA", "true")
if Path("/dev/shm").is_dir():
    # Real SQLite files, with synchronous=FULL as in production, on a file system for which a sync costs nothing.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

from bot.lessons.school import School
from storage.migrate import upgrade
from storage.store import Store, sqlite_url
from tests.support.banks import bank
from tests.support.chats import Installation

if TYPE_CHECKING:
    from tests.support.postgres import Server

MORNING = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
"""Monday, 08:30 in São Paulo."""


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("blank") / "blank.sqlite3"
    store = Store(sqlite_url(path))
    upgrade(store.engine)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server of our own; whoever needs it is skipped where there is none."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install -e '.[postgres]'")
    from tests.support.postgres import Absent, server

    with ExitStack() as stack:
        try:
            running = stack.enter_context(server())
        except Absent as absent:
            pytest.skip(str(absent))
        yield running


@pytest.fixture(scope="session")
def blank_postgres(postgres_server: Server) -> str:
    """The URL of a migrated PostgreSQL database, to be emptied before each test."""
    return postgres_server.migrated()


@pytest.fixture(params=[pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh migrated database: SQLite in `assertiva.sqlite3`, or PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "assertiva.sqlite3"
        path.write_bytes(request.getfixturevalue("blank_database").read_bytes())
        yield sqlite_url(path)
        return
    url: str = request.getfixturevalue("blank_postgres")
    request.getfixturevalue("postgres_server").empty(url)
    yield url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A fresh database of its own."""
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def another(database: str) -> Iterator[Callable[[], Store]]:
    """Opens the same database once more, as another process would."""
    opened: list[Store] = []

    def once_more() -> Store:
        opened.append(Store(database))
        return opened[-1]

    yield once_more
    for store in opened:
        store.close()


@pytest.fixture
def school(store: Store) -> School:
    """Lessons on the small bank, with a coin that falls the same way every time."""
    return School(store, bank(), Random(7))


@pytest.fixture
def chat(database: str) -> Iterator[Installation]:
    """An installation on a database of its own, with a bank of twelve facts, on Monday at 08:30 in São Paulo."""
    opened = Installation(database, bank(), MORNING)
    yield opened
    opened.close()


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: much of a test's time is waiting, for a socket or for another process."""
    return 2 * (os.cpu_count() or 1)
