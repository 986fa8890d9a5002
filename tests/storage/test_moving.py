"""Moving house both ways, backups and back: every row, and no id given twice."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.lessons.joining import DEFAULTS
from storage import backup, learners, moving
from storage.migrate import SchemaError, upgrade
from storage.moving import CannotMove
from storage.store import Store, UnusableUrl, read_url, sqlite_url
from storage.tables import learners as learners_table
from tests.conftest import MORNING
from tests.support.chats import Installation
from tests.support.looking import everything

Empty = Callable[[], str]


@pytest.fixture(params=[pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Empty:
    """The URL of another database, migrated, with nothing in it."""

    def made() -> str:
        if request.param == "postgres":
            url: str = request.getfixturevalue("postgres_server").migrated()
            return url
        file = tmp_path / "elsewhere.sqlite3"
        file.write_bytes(request.getfixturevalue("blank_database").read_bytes())
        return sqlite_url(file)

    return made


async def lived_in(chat: Installation) -> None:
    for number in (1, 2, 3):
        person = chat.person(2**40 + number)
        await person.say("/start")
        await person.answer()
        await person.answer(right=False)
        await person.say("/pausar 7d")
    await chat.person(2**40 + 3).say("/apagar")
    await chat.person(2**40 + 3).tap("Apagar tudo")


async def test_every_row_arrives_as_it_was(chat: Installation, database: str, empty: Empty) -> None:
    await lived_in(chat)
    target = empty()
    moved = moving.copy(database, target)
    elsewhere = Installation(target, chat.bank, chat.now, chat.sheet)
    assert everything(elsewhere) == everything(chat)
    assert moved.rows["learners"] == 2
    assert moved.total == sum(map(len, everything(chat).values()))
    elsewhere.close()


async def test_the_lessons_go_on_in_the_new_house(chat: Installation, database: str, empty: Empty) -> None:
    await lived_in(chat)
    target = empty()
    moving.copy(database, target)
    elsewhere = Installation(target, chat.bank, chat.now, chat.sheet)
    person = elsewhere.person(2**40 + 1)
    await person.answer()
    assert len([row for row in person.rows() if row.answered_at]) == 3
    elsewhere.close()


async def test_ids_are_counted_on_past_those_whose_rows_are_gone(
    chat: Installation, database: str, empty: Empty
) -> None:
    await lived_in(chat)
    target = empty()
    moving.copy(database, target)
    there = Store(target)
    values = {**DEFAULTS, "created_at": MORNING, "last_active_at": MORNING, "language": "pt_BR"}
    assert there.run_now(lambda tx: learners.create(tx, values)).id == 4
    there.close()


async def test_a_database_that_holds_rows_is_not_touched(chat: Installation, database: str, empty: Empty) -> None:
    await lived_in(chat)
    target = empty()
    moving.copy(database, target)
    with pytest.raises(CannotMove, match="holds rows already"):
        moving.copy(database, target)


async def test_a_row_that_arrives_changed_moves_nothing(
    chat: Installation, database: str, empty: Empty, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived_in(chat)
    target = empty()
    spoil = text("UPDATE learners SET daily_count = daily_count + 1")
    monkeypatch.setattr(moving, "_set_counters", lambda _old, new: new.execute(spoil))
    with pytest.raises(CannotMove, match="row 1 of learners did not arrive as it was"):
        moving.copy(database, target)
    there = Store(target)
    assert there.run_now(lambda tx: tx.execute(select(func.count()).select_from(learners_table)).scalar_one()) == 0
    there.close()


async def test_a_backup_restores_what_was_there_on_either_database(
    chat: Installation, database: str, empty: Empty, tmp_path: Path
) -> None:
    await lived_in(chat)
    file = tmp_path / "backups" / "monday.sqlite3"
    backup.backup(database, file)
    before = everything(chat)
    await chat.person(9).say("/start")
    target = empty()
    backup.restore(target, file)
    elsewhere = Installation(target, chat.bank, chat.now, chat.sheet)
    assert everything(elsewhere) == before
    elsewhere.close()
    assert [path.name for path in file.parent.iterdir()] == ["monday.sqlite3"]


async def test_restoring_over_rows_needs_to_be_said(chat: Installation, database: str, tmp_path: Path) -> None:
    await lived_in(chat)
    file = tmp_path / "monday.sqlite3"
    backup.backup(database, file)
    before = everything(chat)
    await chat.person(9).say("/start")
    after = everything(chat)
    with pytest.raises(CannotMove, match="holds rows already"):
        backup.restore(database, file)
    assert everything(chat) == after
    kept = backup.restore(database, file, replace=True)
    assert everything(chat) == before
    if kept is not None:
        with closing(sqlite3.connect(kept)) as copy:
            assert copy.execute("SELECT count(*) FROM learners").fetchone() == (3,)


def test_a_backup_made_while_others_write_is_of_one_instant(
    store: Store, database: str, another: Callable[[], Store], tmp_path: Path
) -> None:
    values = {**DEFAULTS, "created_at": MORNING, "last_active_at": MORNING, "language": "pt_BR"}
    writer, stop = another(), threading.Event()

    def pair() -> None:
        while not stop.is_set():
            writer.run_now(lambda tx: [learners.create(tx, values), learners.create(tx, values)])

    thread = threading.Thread(target=pair)
    thread.start()
    try:
        for number in range(3):
            file = tmp_path / f"{number}.sqlite3"
            backup.backup(database, file)
            with closing(sqlite3.connect(file)) as copy:
                assert copy.execute("SELECT count(*) FROM learners").fetchone()[0] % 2 == 0
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("content", [b"", b"a letter to my aunt, and a long one " * 90])
def test_a_file_that_is_no_backup_is_refused_in_one_line(tmp_path: Path, content: bytes, store: Store) -> None:
    file = tmp_path / "letter"
    file.write_bytes(content)
    with pytest.raises(CannotMove, match=r"^[^\n]+$"):
        backup.restore(sqlite_url(tmp_path / "new.sqlite3"), file)
    assert not (tmp_path / "new.sqlite3").exists()


def test_a_backup_never_overwrites_a_file(database: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(CannotMove, match="exists already"):
        backup.backup(database, tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "mine"


def test_a_database_without_tables_is_no_place_to_move_to(database: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="assertiva db upgrade"):
        moving.copy(database, sqlite_url(tmp_path / "blank.sqlite3"))


@pytest.mark.parametrize("url", ["mysql://somebody:secret@host/x", "nonsense:secret", "secret"])
def test_a_url_of_no_database_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(UnusableUrl) as refused:
        read_url(url)
    assert "secret" not in str(refused.value)


def test_a_sqlite_url_may_be_short() -> None:
    assert read_url("sqlite:data/assertiva.sqlite3").database == "data/assertiva.sqlite3"
    assert read_url("sqlite:////srv/a.sqlite3").database == "/srv/a.sqlite3"


@pytest.mark.postgres
def test_postgres_is_migrated_when_told_to_and_not_by_a_start(request: pytest.FixtureRequest) -> None:
    from storage.migrate import prepare, revision_of

    url = request.getfixturevalue("postgres_server").new()
    store = Store(url)
    with pytest.raises(SchemaError, match="run `assertiva db upgrade`"):
        prepare(store.engine)
    assert revision_of(store.engine) is None
    upgrade(store.engine)
    assert prepare(store.engine) is None
    store.close()


@pytest.mark.postgres
def test_the_queues_tables_are_installed_once_and_required_before_a_worker_starts(
    request: pytest.FixtureRequest,
) -> None:
    from storage import queue

    url = request.getfixturevalue("postgres_server").migrated()
    with pytest.raises(SchemaError, match="run `assertiva db upgrade`"):
        queue.require(url)
    assert queue.install(url) == queue.install(url)
    queue.require(url)
