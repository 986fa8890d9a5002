"""The database: one transaction a lesson, run off the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

Tx = Connection
"""A transaction in progress; commits when the lesson returns, rolls back when it raises."""

R = TypeVar("R")

BUSY_MS = 5_000
POSTGRES_THREADS = 4
TRIES = 3

SOMEBODY_WAS_FIRST = ("23505", "40001", "40P01")
"""Unique violation, serialization failure, deadlock: a second try sees what the other has committed."""


TROUBLE = (OperationalError, InterfaceError, PoolTimeoutError)
"""The database itself cannot be used for now: a full or read-only disk, a server that is gone. It may come back."""


class UnusableUrl(Exception):
    """No database can be behind this URL; the message is one line for the operator and does not quote it."""


class Store:
    """An engine and the threads that use it: one writer for SQLite, a pool for PostgreSQL.

    SQLite runs in WAL with synchronous=FULL and BEGIN IMMEDIATE: what was acknowledged is on the disk. There one
    act runs at a time; on PostgreSQL those of one learner do, for each locks the learner's row before it reads on.
    """

    def __init__(self, url: str | URL) -> None:
        self.engine = open_engine(url)
        threads = 1 if self.engine.dialect.name == "sqlite" else POSTGRES_THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    async def run(self, act: Callable[[Tx], R]) -> R:
        """Run one act in one transaction in a store thread; what it raises is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_now, act)

    def run_now(self, act: Callable[[Tx], R]) -> R:
        """The same, in the calling thread; begun anew where PostgreSQL says that somebody else was first."""
        for _ in range(TRIES - 1):
            try:
                with self.transaction() as tx:
                    return act(tx)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in SOMEBODY_WAS_FIRST:
                    raise
        with self.transaction() as tx:
            return act(tx)

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """One transaction: commits on a clean exit."""
        with self.engine.begin() as tx:
            yield tx

    def close(self) -> None:
        """Let the acts in hand finish, then close every connection."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def reason(error: BaseException) -> str | None:
    """One line on what ails the database, None for any other error."""
    if not isinstance(error, TROUBLE):
        return None
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0][:200]


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path}"


def open_engine(url: str | URL, *, writing: bool = True) -> Engine:
    """An engine set up as `Store` says; PostgreSQL goes through psycopg 3. Raises UnusableUrl.

    One that is not for writing keeps no SQLite writer out: it reads what was committed when it began.
    """
    parsed = read_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _postgres(parsed)
    engine = create_engine(parsed, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_immediate if writing else _begin)
    return engine


def read_url(url: str | URL) -> URL:
    """`sqlite:FILE`, `sqlite:///FILE` or `postgresql://user:password@host/database`. Raises UnusableUrl."""
    if isinstance(url, str) and url.startswith("sqlite:") and not url.startswith("sqlite://"):
        url = f"sqlite:///{url.removeprefix('sqlite:')}"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UnusableUrl("the database's URL cannot be read: sqlite:FILE or postgresql://user@host/name") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UnusableUrl(f"no database of the kind {parsed.get_backend_name()}: SQLite or PostgreSQL it is")
    return parsed


def _postgres(url: URL) -> Engine:
    try:
        from storage import postgres
    except ModuleNotFoundError:
        raise UnusableUrl("PostgreSQL needs psycopg: pip install 'assertiva[postgres]'") from None
    return postgres.engine(url, POSTGRES_THREADS)


def _tune_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transaction handling would begin too late and never IMMEDIATE.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
