"""Bringing a database to the shape of this version, after a copy of what it was."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0009"
MIGRATING = 0x617373
"""PostgreSQL's advisory lock for whoever migrates: of two at once the second finds nothing left to do."""
KEEP_COPIES = timedelta(days=30)
"""How long the copy made before a migration is kept."""


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


def prepare(engine: Engine) -> Path | None:
    """Make ready to run: SQLite is migrated as by `upgrade`, PostgreSQL must stand at HEAD already, for others may
    be at work on it. Raises SchemaError.
    """
    if engine.dialect.name == "sqlite":
        return upgrade(engine)
    require_head(engine)
    return None


def require_head(engine: Engine) -> None:
    """Raise SchemaError unless the database stands at HEAD."""
    current = revision_of(engine)
    if current is None:
        raise SchemaError("the database has no tables yet: run `assertiva db upgrade`")
    if current != HEAD:
        _alembic(current)  # says so where it is the newer one
        raise SchemaError(f"the database stands at {current}, this version needs {HEAD}: run `assertiva db upgrade`")


def upgrade(engine: Engine) -> Path | None:
    """Migrate to HEAD; answers where the copy of the former SQLite file lies, None where none was needed."""
    _drop_old_copies(engine)
    current = revision_of(engine)
    if current == HEAD:
        return None
    config = _alembic(current)
    copy = _backup(engine, current) if current is not None else None
    _migrate(engine, config)
    return copy


def _alembic(current: str | None) -> Config:
    from alembic.config import Config  # only here: half a second of import that most starts can do without
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaError(f"the database is of a newer version (its revision is {current}, known here is {HEAD})")
    return config


def _migrate(engine: Engine, config: Config) -> None:
    from alembic import command
    from alembic.util import CommandError

    try:
        with _unbound(engine) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:ours)"), {"ours": MIGRATING})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _check_references(connection)
    except (SQLAlchemyError, CommandError) as error:
        raise SchemaError(f"cannot migrate the database: {_line(error)}") from error


@contextmanager
def _unbound(engine: Engine) -> Iterator[Connection]:
    """A connection on which SQLite follows no references.

    Batch mode copies a table and drops the old one, and dropping deletes its rows: with references followed, every
    row that names a learner would go with them (sqlite.org/lang_altertable, «Making Other Kinds Of Changes»).
    """
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if engine.dialect.name != "sqlite" or driver is None:
            yield connection
            return
        driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise SchemaError("cannot migrate the database: some of its rows name others that are not there")


def _backup(engine: Engine, revision: str) -> Path | None:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    file = Path(engine.url.database)
    copy = file.with_name(f"{file.name}.{revision}.bak")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise SchemaError(f"cannot make a copy of the database before migrating it: {_line(error)}") from error
    return copy


def _drop_old_copies(engine: Engine) -> None:
    """So that nobody who had themselves erased stays in a copy for good."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    file = Path(engine.url.database)
    for copy in file.parent.glob(f"{file.name}.*.bak"):
        if copy.is_file() and time.time() - copy.stat().st_mtime > KEEP_COPIES.total_seconds():
            copy.unlink(missing_ok=True)


def _line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
