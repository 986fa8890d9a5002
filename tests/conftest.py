"""Fixtures that every layer shares: a real SQLite file, a small bank, a fixed morning in São Paulo."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

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


@pytest.fixture
def store(blank_database: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh database of its own."""
    path = tmp_path / "assertiva.sqlite3"
    path.write_bytes(blank_database.read_bytes())
    opened = Store(sqlite_url(path))
    yield opened
    opened.close()


@pytest.fixture
def school(store: Store) -> School:
    """Lessons on the small bank, with a coin that falls the same way every time."""
    return School(store, bank(), Random(7))


@pytest.fixture
def chat(blank_database: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation on a database of its own, with a bank of twelve facts, on Monday at 08:30 in São Paulo."""
    file = tmp_path / "chat.sqlite3"
    file.write_bytes(blank_database.read_bytes())
    opened = Installation(file, bank(), MORNING)
    yield opened
    opened.close()
