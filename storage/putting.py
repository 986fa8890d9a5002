"""Putting rows that may be there already: who comes second changes nothing, on either database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.store import Tx


def put(tx: Tx, table: Table, **values: Any) -> bool:
    """Insert a row unless a unique constraint says that it is there; whether it was inserted.

    On PostgreSQL it waits for a transaction that is about to insert the same.
    """
    return tx.execute(_statement(table, tx.dialect.name), values).first() is not None


def for_each(tx: Tx, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    """Execute a statement for every row of values; one alone without the pipeline that psycopg opens for many."""
    tx.execute(statement, rows if len(rows) > 1 else rows[0])


@cache
def _statement(table: Table, dialect: str) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
