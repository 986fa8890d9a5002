"""Putting rows that may be there already: who comes second changes nothing, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.store import Tx


def put(tx: Tx, table: Table, **values: Any) -> bool:
    """Insert a row unless a unique constraint says that it is there; whether it was inserted.

    On PostgreSQL it waits for a transaction that is about to insert the same.
    """
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return tx.execute(statement).first() is not None
