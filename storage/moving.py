"""Moving house: every row of one database into another, compared one by one before it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, String, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from storage.migrate import require_head
from storage.store import open_engine, read_url
from storage.tables import metadata

BATCH = 1_000
Progress = Callable[[str, int], None]


class CannotMove(Exception):
    """Why nothing was moved; the message is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrived: rows by table."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.rows.values())


def copy(source: str, target: str, *, replace: bool = False, progress: Progress = lambda _name, _rows: None) -> Moved:
    """Copy every table between two databases that stand at HEAD, in one transaction of the target.

    The source is read as it was at one instant, whoever writes to it meanwhile. The target must hold no rows, unless
    it is to be replaced. It commits once every row has been read back and compared. Raises CannotMove, SchemaError.
    """
    _require_file(source)
    here, there = open_engine(source, writing=False), open_engine(target)
    try:
        for engine in (here, there):
            require_head(engine)
        with _snapshot(here) as old, there.begin() as new:
            return _carry(old, new, replace, progress)
    except SQLAlchemyError as error:
        raise CannotMove(f"nothing was moved: {str(getattr(error, 'orig', None) or error).splitlines()[0]}") from error
    finally:
        here.dispose()
        there.dispose()


def _require_file(url: str) -> None:
    """SQLite makes a file that is not there; a source that is not there is a mistake."""
    named = read_url(url)
    if named.get_backend_name() == "sqlite" and not (named.database and Path(named.database).is_file()):
        raise CannotMove(f"there is no file {named.database}")


def _carry(old: Connection, new: Connection, replace: bool, progress: Progress) -> Moved:
    _claim(new, replace)
    moved = Moved({table.name: _copy_table(old, new, table, progress) for table in metadata.sorted_tables})
    _set_counters(old, new)
    for table in metadata.sorted_tables:
        _compare(old, new, table)
    return moved


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One instant of a database, without keeping its writers out."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            yield connection
        return
    with engine.connect() as connection:
        yield connection


def _claim(new: Connection, replace: bool) -> None:
    if new.dialect.name == "postgresql":
        new.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN ACCESS EXCLUSIVE MODE"))
    filled = [table for table in metadata.sorted_tables if new.execute(select(table).limit(1)).first()]
    if filled and not replace:
        raise CannotMove(f"the database to be filled holds rows already (in {filled[0].name}): nothing was changed")
    for table in reversed(filled):
        new.execute(table.delete())


def _copy_table(old: Connection, new: Connection, table: Table, progress: Progress) -> int:
    count = 0
    for rows in _read(old, table).partitions(BATCH):
        new.execute(insert(table), [dict(row._mapping) for row in rows])
        count += len(rows)
        progress(table.name, count)
    return count


def _read(connection: Connection, table: Table) -> Any:
    return connection.execute(_in_order(connection, table), execution_options={"yield_per": BATCH})


def _in_order(connection: Connection, table: Table) -> Select[Any]:
    return select(table).order_by(*(_plain(connection, column) for column in table.primary_key))


def _plain(connection: Connection, column: Column[Any]) -> Any:
    """Texts by their code points, which is SQLite's order and not that of a PostgreSQL locale."""
    bytewise = connection.dialect.name == "postgresql" and isinstance(column.type, String)
    return column.collate("C") if bytewise else column


def _compare(old: Connection, new: Connection, table: Table) -> None:
    with _read(old, table) as left, _read(new, table) as arrived:
        for number, (before, after) in enumerate(zip_longest(left, arrived), 1):
            if before is None or after is None or tuple(before) != tuple(after):
                raise CannotMove(f"row {number} of {table.name} did not arrive as it was: nothing was changed")


def _counted() -> Iterator[Table]:
    """Tables whose ids the database counts, and never gives twice."""
    for table in metadata.sorted_tables:
        if table.dialect_kwargs.get("sqlite_autoincrement"):
            yield table


def _set_counters(old: Connection, new: Connection) -> None:
    """Go on counting where the old one stood, past ids whose rows are gone: their buttons are still in chats."""
    for table in _counted():
        last = max(_last_given(old, table), new.execute(select(func.max(table.c.id))).scalar() or 0)
        if new.dialect.name == "postgresql":
            name = func.pg_get_serial_sequence(table.name, "id")
            new.execute(select(func.setval(name, max(last, 1), last > 0)))
        else:
            new.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            row = {"name": table.name, "last": last}
            new.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), row)


def _last_given(old: Connection, table: Table) -> int:
    if old.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return int(old.execute(query, {"name": table.name}).scalar() or 0)
    name = old.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar_one()
    last, called = old.execute(text(f"SELECT last_value, is_called FROM {name}")).one()  # noqa: S608 - from the catalogue
    return int(last) if called else 0
