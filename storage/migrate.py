"""Bringing a database to the shape of this version, after a copy of what it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0002"


class SchemaError(Exception):
    """The database cannot be used as it is; the message is one line for the operator."""


def revision_of(engine: Engine) -> str | None:
    """The revision a database stands at, None where it is new."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            stored = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return str(stored) if stored is not None else None
    except SQLAlchemyError as error:
        raise SchemaError(f"cannot open the database: {_line(error)}") from error


def upgrade(engine: Engine) -> Path | None:
    """Migrate to HEAD; answers where the copy of the former SQLite file lies, None where none was needed."""
    current = revision_of(engine)
    if current == HEAD:
        return None
    copy = _backup(engine, current) if current is not None else None
    try:
        with _alembic(engine) as config:
            from alembic import command  # only here: half a second of import that most starts can do without

            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise SchemaError(f"cannot migrate the database: {_line(error)}") from error
    return copy


@contextmanager
def _alembic(engine: Engine) -> Iterator[Config]:
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = revision_of(engine)
    if current is not None and current not in known:
        raise SchemaError(f"the database is of a newer version (its revision is {current}, known here is {HEAD})")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            yield config
    except CommandError as error:
        raise SchemaError(f"cannot migrate the database: {error}") from error


def _backup(engine: Engine, revision: str) -> Path | None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    file = Path(engine.url.database)
    copy = file.with_name(f"{file.name}.{revision}.bak")
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    return copy


def _line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
