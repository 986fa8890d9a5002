"""`assertiva db`: what it says, and its exit codes."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage.migrate import HEAD
from storage.store import sqlite_url


@pytest.fixture
def data(blank_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a migrated database."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(blank_database, tmp_path / "assertiva.sqlite3"))


def db(*words: object) -> Result:
    return CliRunner().invoke(app, ["db", *map(str, words)])


def test_a_copy_says_how_many_rows_arrived(data: Path, blank_database: Path, tmp_path: Path) -> None:
    target = Path(shutil.copy(blank_database, tmp_path / "other.sqlite3"))
    done = db("copy", f"sqlite:{data}", f"sqlite:{target}")
    assert (done.exit_code, done.output) == (0, "0 rows arrived as they were\n")


def test_a_backup_and_its_restoring(data: Path, tmp_path: Path) -> None:
    assert "checked" in db("backup", tmp_path / "monday").output
    done = db("restore", tmp_path / "monday")
    assert done.exit_code == 0
    assert "assertiva.sqlite3.before-restore" in done.output


def test_upgrading_says_from_where_to_where(data: Path) -> None:
    assert db("upgrade").output == f"{HEAD} already\n"
    data.unlink()
    assert db("upgrade").output == f"new → {HEAD}\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("backup", "assertiva.sqlite3"), "exists already"),
        (("restore", "nowhere"), "there is no file nowhere"),
        (("copy", "mysql://x:secret@y/z"), "SQLite or PostgreSQL it is"),
        (("copy", "sqlite:missing.sqlite3"), "there is no file missing.sqlite3"),
        pytest.param(
            ("copy", "postgresql://x:secret@127.0.0.1:1/z"),
            "cannot open the database" if find_spec("psycopg") else "PostgreSQL needs psycopg",
            id="a server that is not there",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(data: Path, words: tuple[str, ...], says: str) -> None:
    done = db(*words)
    assert done.exit_code == 1
    assert done.stderr.startswith("assertiva: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


@pytest.mark.postgres
def test_moving_to_postgres_and_back(
    data: Path, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("postgres_server").new())
    upgraded = db("upgrade")
    assert f"new → {HEAD}" in upgraded.output
    assert "the queue's tables: " in upgraded.output
    assert db("copy", sqlite_url(data)).exit_code == 0
    assert db("backup", tmp_path / "all").exit_code == 0
    assert db("restore", tmp_path / "all").exit_code == 0
