from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config

from storage.migrate import _alembic, _unbound, upgrade
from storage.store import Store, sqlite_url

LEARNER = (
    "INSERT INTO learners (id, created_at, last_active_at, language, zone, delivery_minute, weekdays, daily_count, "
    "new_count, nudges, nudge_after, quiet_from, quiet_to, pauses, last_sequence, nudging, streak, habits) "
    "VALUES (7, '2026-01-01', '2026-01-01', 'pt_BR', 'UTC', 1, 1, 1, 1, 1, 1, 1, 1, '', 1, '{}', '{}', x'00')"
)
ASKED = (
    "INSERT INTO asked (id, learner_id, position, fact_id, variant_id, revision, truth, handed_at, attempts, outdated) "
    "VALUES (41, 7, 1, 'f-0001', 'e1', 1, 0, '2026-01-01', 0, 0)"
)
ANSWER = (
    "INSERT INTO answers (learner_id, sequence, kind, at, day, fact_id, variant_id, revision, key, truth_shown, "
    "answer, "
    "guess_offered, guess, source, rule_version) "
    "VALUES (7, 1, 'answer', '2026-01-01', '2026-01-01', 'f-0001', 'e1', 1, 0, 0, 'e', 1, 0, 'set', 2)"
)


def migrated(store: Store, to: Callable[[Config], None]) -> None:
    config = _alembic(None)
    with _unbound(store.engine) as connection, connection.begin():
        config.attributes["connection"] = connection
        to(config)


def read(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def test_what_was_there_stays_and_may_be_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    store = Store(sqlite_url(file))
    migrated(store, lambda config: command.upgrade(config, "0003"))
    with store.transaction() as tx:
        for statement in (LEARNER, ASKED, ANSWER, "UPDATE sqlite_sequence SET seq = 99 WHERE name = 'asked'"):
            tx.exec_driver_sql(statement)
    before = {table: read(file, f"SELECT * FROM {table}") for table in ("learners", "asked", "answers")}
    upgrade(store.engine)
    assert read(file, "SELECT id, words_on FROM learners") == [(7, 1)]
    assert read(file, "SELECT id, words_order, words, before, minute_id, recall FROM asked") == [(41, *[None] * 5)]
    assert read(file, "SELECT scored, words FROM answers") == [(1, None)]
    assert read(file, "SELECT seq FROM sqlite_sequence WHERE name = 'asked'") == [(99,)]
    migrated(store, lambda config: command.downgrade(config, "0003"))
    assert {table: read(file, f"SELECT * FROM {table}") for table in before} == before
    store.close()
