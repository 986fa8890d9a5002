"""`assertiva db …`: the database's shape, its backups, and moving from one to another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The database: upgrade, copy, backup, restore.", no_args_is_help=True)

From = Annotated[str, typer.Argument(metavar="FROM", help="sqlite:FILE or postgresql://user:password@host/name")]
To = Annotated[
    str | None, typer.Argument(metavar="[TO]", help="Likewise, migrated and empty; DATABASE_URL if left out")
]
File = Annotated[Path, typer.Argument(help="A SQLite file, whatever the database is.")]
Replace = Annotated[bool, typer.Option("--replace", help="Throw away the rows that the database holds now.")]


@app.command()
def upgrade() -> None:
    """Bring the database to the shape of this version; on PostgreSQL the queue's tables too."""
    from storage import migrate
    from storage.store import open_engine

    with _one_line():
        engine = open_engine(_configured())
        before = migrate.revision_of(engine)
        copy_of_it = migrate.upgrade(engine)
        if engine.dialect.name == "postgresql":
            _upgrade_queue(_configured())
        engine.dispose()
        _say(f"{before or 'new'} → {migrate.HEAD}" if before != migrate.HEAD else f"{migrate.HEAD} already")
        if copy_of_it:
            _say(f"the database as it was: {copy_of_it}")


@app.command()
def copy(source: From, target: To = None) -> None:
    """Copy every row from one database to another, and compare them. Stop the bot first."""
    from storage import moving

    with _one_line():
        moved = moving.copy(source, target or _configured(), progress=_progress)
        _say(f"{moved.total} rows arrived as they were")


@app.command()
def backup(file: File) -> None:
    """Write all that the database holds to a file, while the bot runs."""
    from storage import backup as backups

    with _one_line():
        backups.backup(_configured(), file)
        _say(f"{file}: {file.stat().st_size:,} bytes, checked")


@app.command()
def restore(file: File, replace: Replace = False) -> None:
    """Fill the database from a backup. Stop the bot first."""
    from storage import backup as backups

    with _one_line():
        kept = backups.restore(_configured(), file, replace=replace)
        _say(f"restored from {file}")
        if kept:
            _say(f"the database as it was: {kept}")


def _configured() -> str:
    from bot.config import read

    return read().database("assertiva.sqlite3")


def _upgrade_queue(url: str) -> None:
    from storage.queue import Missing, install

    try:
        _say(f"the queue's tables: {install(url)}")
    except Missing:
        _say("procrastinate is not installed: no tables for `assertiva worker`")


def _progress(table: str, rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{table}: {rows}    ", end="", file=sys.stderr)  # noqa: T201 - what an operator watches


@contextmanager
def _one_line() -> Iterator[None]:
    from bot.config import ConfigError
    from storage.migrate import SchemaError
    from storage.moving import CannotMove
    from storage.store import UnusableUrl

    try:
        yield
    except (ConfigError, SchemaError, CannotMove, UnusableUrl) as error:
        print(f"assertiva: {error}", file=sys.stderr)  # noqa: T201 - what an operator reads
        raise typer.Exit(1) from None


def _say(line: str) -> None:
    print(line)  # noqa: T201
