from __future__ import annotations

import psycopg
from sqlalchemy import Engine

from storage.store import Store
from tests.support.databases import on_postgres


def names_and_types(engine: Engine, cursor_factory: type[psycopg.Cursor[object]], query: str) -> object:
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert driver is not None
        cursor = cursor_factory(driver)
        cursor.execute(query)
        return cursor.description and [tuple(column)[:2] for column in cursor.description]
    finally:
        raw.close()


@on_postgres
def test_a_result_is_described_as_the_driver_describes_it(store: Store) -> None:
    raw = store.engine.raw_connection()
    factory = raw.driver_connection.cursor_factory  # type: ignore[union-attr]
    raw.close()
    assert factory is not psycopg.Cursor
    for query in ("SELECT 1 AS um, 'é' AS \"ação\", now()", "SELECT", "CREATE TEMPORARY TABLE t (a int)"):
        ours = names_and_types(store.engine, factory, query)
        assert ours == names_and_types(store.engine, psycopg.Cursor, query)
