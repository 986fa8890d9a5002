from __future__ import annotations

import ast
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

import storage.migrate
from storage.migrate import HEAD, SchemaError, revision_of, upgrade
from storage.store import Store, sqlite_url
from storage.tables import metadata
from tests.support.databases import on_sqlite

MIGRATIONS = Path(storage.migrate.__file__).parent / "migrations"


@contextmanager
def opened(file: Path) -> Iterator[Store]:
    store = Store(sqlite_url(file))
    try:
        yield store
    finally:
        store.close()


def set_revision(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_a_migrated_database_is_what_the_tables_say(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_every_constraint_and_index_is_named(store: Store) -> None:
    seen = inspect(store.engine)
    for table in metadata.tables:
        unnamed = [key for key in seen.get_foreign_keys(table) + seen.get_unique_constraints(table) if not key["name"]]
        assert unnamed == []


def test_the_head_is_the_last_script() -> None:
    assert scripts().get_heads() == [HEAD]


def test_every_script_can_be_undone(tmp_path: Path) -> None:
    for script in MIGRATIONS.glob("versions/*.py"):
        names = {node.name for node in ast.parse(script.read_text()).body if isinstance(node, ast.FunctionDef)}
        assert {"upgrade", "downgrade"} <= names


def test_a_new_database_is_made_without_a_copy(tmp_path: Path) -> None:
    with opened(tmp_path / "new.sqlite3") as store:
        assert upgrade(store.engine) is None
        assert revision_of(store.engine) == HEAD
    assert [path.name for path in tmp_path.glob("*.bak")] == []


@on_sqlite
def test_a_database_of_this_version_is_left_alone(store: Store, tmp_path: Path) -> None:
    assert upgrade(store.engine) is None
    assert list(tmp_path.glob("*.bak")) == []


def test_a_copy_is_dropped_after_thirty_days_so_that_nobody_erased_stays_in_it(tmp_path: Path) -> None:
    old, fresh = (tmp_path / f"assertiva.sqlite3.{number}.bak" for number in ("0001", "0002"))
    for copy, days in ((old, 31), (fresh, 29)):
        copy.write_bytes(b"rows")
        then = time.time() - days * 86400
        os.utime(copy, (then, then))
    with opened(tmp_path / "assertiva.sqlite3") as store:
        upgrade(store.engine)
    assert list(tmp_path.glob("*.bak")) == [fresh]


@on_sqlite
def test_a_database_of_a_newer_version_is_refused_in_one_line_and_not_touched(store: Store, tmp_path: Path) -> None:
    set_revision(tmp_path / "assertiva.sqlite3", "9999")
    with pytest.raises(SchemaError, match=r"^[^\n]*newer version[^\n]*9999[^\n]*$"):
        upgrade(store.engine)
    assert list(tmp_path.glob("*.bak")) == []


@pytest.mark.parametrize("content", [b"a letter to my aunt, and a long one " * 40, b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.sqlite3"
    file.write_bytes(content)
    with opened(file) as store, pytest.raises(SchemaError, match=r"^[^\n]+$"):
        upgrade(store.engine)
    assert file.read_bytes() == content


def test_a_folder_in_the_place_of_the_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with opened(tmp_path) as store, pytest.raises(SchemaError, match=r"^cannot open the database: [^\n]+$"):
        upgrade(store.engine)


def test_a_database_whose_tables_are_not_ours_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE learners (id INTEGER PRIMARY KEY)")
    with opened(file) as store, pytest.raises(SchemaError, match=r"^cannot migrate the database: [^\n]+$"):
        upgrade(store.engine)


@pytest.fixture
def with_an_older_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same migrations with one more at the end, so that today's head is an older version."""
    place = tmp_path / "code" / "storage"
    shutil.copytree(MIGRATIONS, place / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "migrations" / "versions" / "9000_one_more.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9000'\ndown_revision = '{HEAD}'\nbranch_labels = None\ndepends_on = None\n"
        "def upgrade():\n    op.add_column('local_state', sa.Column('more', sa.Text()))\n"
        "def downgrade():\n    op.drop_column('local_state', 'more')\n"
    )
    monkeypatch.setattr(storage.migrate, "__file__", str(place / "migrate.py"))
    monkeypatch.setattr(storage.migrate, "HEAD", "9000")


@pytest.mark.usefixtures("with_an_older_version")
@on_sqlite
def test_an_older_database_is_copied_before_it_is_migrated(store: Store, tmp_path: Path) -> None:
    with store.transaction() as tx:
        tx.exec_driver_sql("INSERT INTO local_state VALUES ('kept', 'yes')")
    copy = upgrade(store.engine)
    assert copy is not None
    assert copy.parent == tmp_path
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT * FROM local_state").fetchall() == [("kept", "yes")]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    assert revision_of(store.engine) == "9000"
    with store.transaction() as tx:
        assert tx.exec_driver_sql("SELECT * FROM local_state").fetchall() == [("kept", "yes", None)]


@pytest.mark.usefixtures("with_an_older_version")
@on_sqlite
def test_a_copy_that_cannot_be_made_stops_the_migration_in_one_line(store: Store, tmp_path: Path) -> None:
    (tmp_path / f"assertiva.sqlite3.{HEAD}.bak").mkdir()
    with pytest.raises(SchemaError, match=r"^[^\n]*copy[^\n]*$"):
        upgrade(store.engine)
    assert revision_of(store.engine) == HEAD


@on_sqlite
def test_ids_that_buttons_carry_are_never_used_again_after_any_migration(store: Store) -> None:
    for table in metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"]:
            with store.transaction() as tx:
                query = text("SELECT sql FROM sqlite_master WHERE name = :name")
                assert "AUTOINCREMENT" in tx.execute(query, {"name": table.name}).scalar_one()


FIRST = "0001"
VALUES = {"DATE": "2026-03-02", "DATETIME": "2026-03-02 11:30:00.000000"}


def a_value(column: dict[str, Any]) -> object:
    """Something that a column of that type holds."""
    if column["name"] == "state":
        return json.dumps([2.3, 5.0, "2026-03-02"]).encode()  # as the first version wrote it
    kind = str(column["type"])
    return VALUES.get(kind, 1 if kind in ("INTEGER", "BIGINT", "SMALLINT", "BOOLEAN") else "{}")


def fill(engine: Engine) -> dict[str, int]:
    """One row in every table, all of one learner; how many rows each has."""
    seen = inspect(engine)
    names = [name for name, _ in seen.get_sorted_table_and_fkc_names() if name not in (None, "alembic_version")]
    rows = {str(name): {column["name"]: a_value(column) for column in seen.get_columns(str(name))} for name in names}
    with engine.begin() as tx:
        for name, row in rows.items():
            columns, places = ", ".join(f'"{key}"' for key in row), ", ".join(f":{key}" for key in row)
            tx.execute(text(f"INSERT INTO {name} ({columns}) VALUES ({places})"), row)
    return dict.fromkeys(rows, 1)


def test_no_migration_loses_a_row(tmp_path: Path) -> None:
    with opened(tmp_path / "old.sqlite3") as store:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with store.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, FIRST)
        before = fill(store.engine)
        upgrade(store.engine)
        with store.transaction() as tx:
            after = {name: tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in before}
            assert tx.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    assert len(before) >= 8
    assert after == before


def test_references_are_followed_again_after_a_migration(tmp_path: Path) -> None:
    with opened(tmp_path / "new.sqlite3") as store:
        upgrade(store.engine)
        fill(store.engine)
        with store.transaction() as tx:
            tx.execute(text("DELETE FROM learners"))
            owned = [table.name for table in metadata.sorted_tables if "learner_id" in table.c]
            assert all(not tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in owned)
