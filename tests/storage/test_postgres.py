from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from storage.store import Store
from tests.support.databases import on_postgres


def described(store: Store, cursor_factory: Any, query: str) -> object:
    with closing(store.engine.raw_connection()) as raw:
        cursor = cursor_factory(raw.driver_connection)
        cursor.execute(query)
        return cursor.description and [tuple(column)[:2] for column in cursor.description]


@on_postgres
@pytest.mark.parametrize(
    "query", ["SELECT 1 AS um, 'é' AS \"ação\", now()", "SELECT", "CREATE TEMPORARY TABLE t (a int)"]
)
def test_a_result_is_described_as_the_driver_describes_it(store: Store, query: str) -> None:
    drivers = pytest.importorskip("psycopg").Cursor
    with closing(store.engine.raw_connection()) as raw:
        driver: Any = raw.driver_connection
        ours = driver.cursor_factory
    assert ours is not drivers
    assert described(store, ours, query) == described(store, drivers, query)
