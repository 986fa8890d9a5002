"""Backups: one SQLite file, whatever the database, made while the bot runs; and back again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.migrate import HEAD, SchemaError, revision_of, upgrade
from storage.moving import CannotMove, copy
from storage.store import open_engine, read_url, sqlite_url


def backup(url: str, file: Path) -> None:
    """Write what the database holds at this instant to a new SQLite file. Raises CannotMove, SchemaError.

    The file appears under its name once it is whole and has been checked.
    """
    part = file.with_name(f"{file.name}.part")
    if file.exists():
        raise CannotMove(f"{file} exists already")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        _write(url, part)
        _check(part)
        part.rename(file)
    except OSError as error:
        raise CannotMove(f"the backup cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def restore(url: str, file: Path, *, replace: bool = False) -> Path | None:
    """Fill a database from a backup, an older version's too; it must be empty unless it is to be replaced.

    A SQLite file that is replaced is copied first; answers where that copy lies. Raises CannotMove, SchemaError.
    """
    _check(file)
    with TemporaryDirectory(prefix="assertiva-") as folder:
        fresh = Path(folder) / "restored.sqlite3"
        _sqlite_copy(file, fresh)
        _migrate(sqlite_url(fresh))
        target = read_url(url)
        kept = _keep(Path(target.database)) if target.get_backend_name() == "sqlite" and target.database else None
        _migrate(url)
        copy(sqlite_url(fresh), url, replace=replace)
    return kept


def _write(url: str, part: Path) -> None:
    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite":
        _require(parsed.database)
        _sqlite_copy(Path(parsed.database or ""), part)
        return
    _migrate(sqlite_url(part))
    copy(url, sqlite_url(part))
    _settle(part)


def _require(file: str | None) -> None:
    if not file or not Path(file).is_file():
        raise CannotMove("there is no database to make a backup of")


def _sqlite_copy(source: Path, target: Path) -> None:
    """SQLite's own online backup: page by page, begun anew where somebody writes meanwhile."""
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        _settle(target)
    except sqlite3.Error as error:
        raise CannotMove(f"the file cannot be copied: {error}") from error


def _settle(file: Path) -> None:
    """One file, with no journal beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _check(file: Path) -> None:
    if not file.is_file():
        raise CannotMove(f"there is no file {file}")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error as error:
        raise CannotMove(f"{file} is no SQLite file that can be read: {error}") from error
    if found != "ok" or orphans or not ours:
        raise CannotMove(f"{file} is damaged or is no backup of this bot")


def _migrate(url: str) -> None:
    engine = open_engine(url)
    try:
        current = revision_of(engine)
        if current is not None and current != HEAD and engine.dialect.name == "postgresql":
            raise SchemaError(
                f"the database stands at {current}, this version needs {HEAD}: run `assertiva db upgrade`"
            )
        upgrade(engine)
    finally:
        engine.dispose()


def _keep(file: Path) -> Path | None:
    """A copy of the file that is about to be replaced."""
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        return None
    kept = file.with_name(f"{file.name}.before-restore")
    kept.unlink(missing_ok=True)
    _sqlite_copy(file, kept)
    return kept
