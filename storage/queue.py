"""The tables of the cluster's queue (Procrastinate's), installed and migrated with ours."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from storage.migrate import MIGRATING, SchemaError
from storage.store import open_engine

MARK = "procrastinate_jobs"


class Missing(Exception):
    """Procrastinate is not installed here."""


def install(url: str) -> str:
    """Bring the queue's tables to the installed Procrastinate's version, which is answered. Raises Missing.

    The version stands in a comment on its main table. Its migrations are files named by the version that brings
    them (Procrastinate, How-to: Migrate the database); all newer than the comment are run, in order.
    """
    wanted = _installed()
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:ours)"), {"ours": MIGRATING})
            _bring(connection, wanted)
    finally:
        engine.dispose()
    return wanted


def require(url: str) -> None:
    """Raise SchemaError unless the queue's tables are of the installed Procrastinate's version."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if _stands_at(connection) != _installed():
                raise SchemaError("the queue's tables are missing or of another version: run `assertiva db upgrade`")
    finally:
        engine.dispose()


def _bring(connection: Connection, wanted: str) -> None:
    current = _stands_at(connection)
    if current == wanted:
        return
    folder = files("procrastinate.sql")
    if current is None:
        _run(connection, (folder / "schema.sql").read_text("utf-8"))
    else:
        for file in sorted((folder / "migrations").iterdir(), key=lambda file: file.name):
            if file.name.endswith(".sql") and _numbers(current) < _numbers(file.name):
                _run(connection, file.read_text("utf-8"))
    _run(connection, f"COMMENT ON TABLE {MARK} IS '{wanted}'")


def _run(connection: Connection, script: str) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(script)  # without parameters psycopg takes several statements and reads no % in them


def _stands_at(connection: Connection) -> str | None:
    if not inspect(connection).has_table(MARK):
        return None
    comment = connection.execute(text(f"SELECT obj_description('{MARK}'::regclass)")).scalar()
    return str(comment or "0.0.0")


def _installed() -> str:
    try:
        return version("procrastinate")
    except PackageNotFoundError:
        raise Missing from None


def _numbers(name: str) -> tuple[int, ...]:
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", name)
    return tuple(int(part) for part in found.groups()) if found else (0, 0, 0)
