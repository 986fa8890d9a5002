"""`assertiva replay`: what it says, and its exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from bot.__main__ import app
from bot.lessons.school import School
from content.load import load
from storage import answers, notices
from storage.answers import Event
from storage.store import Store, sqlite_url
from storage.tables import answers as answers_table
from storage.tables import memories
from tests.support.histories import Act, live

DAYS: list[Act] = [*(("answer", n) for n in range(12)), ("words", 1), ("day", 1)] * 3


@pytest.fixture
def data(blank_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one learner who has lived some days on the real bank."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "assertiva.sqlite3"
    shutil.copy(blank_database, file)
    store = Store(sqlite_url(file))
    live(School(store, load(), Random(3)), DAYS)
    store.close()
    return file


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["replay", *arguments])
    return result.exit_code, result.output


def execute(file: Path, statement: object) -> None:
    store = Store(sqlite_url(file))
    with store.transaction() as tx:
        tx.execute(statement)  # type: ignore[call-overload]
    store.close()


def test_what_is_stored_is_what_the_log_makes(data: Path) -> None:
    code, output = run()
    assert code == 0, output
    assert output.startswith("1 learner, ")
    assert output.rstrip().endswith("identical")


def test_a_difference_is_said_and_nothing_changed_until_it_is_applied(data: Path) -> None:
    execute(data, update(memories).values(misses=memories.c.misses + 1))
    for _ in range(2):
        code, output = run("--learner", "1")
        assert code == 1
        assert "memories differ" in output
    code, output = run("--apply")
    assert code == 0
    assert "put right for 1" in output
    assert run()[0] == 0


def test_a_corrected_key_is_named_put_right_and_to_be_told(data: Path) -> None:
    logged = answers_table.c.sequence == 1
    execute(data, update(answers_table).where(logged).values(key=answers_table.c.key.is_(False)))
    code, output = run()
    assert code == 1
    assert "the key of f-" in output
    assert run("--apply")[0] == 0
    assert run("--apply")[1].rstrip().endswith("identical")
    store = Store(sqlite_url(data))
    with store.transaction() as tx:
        kinds = [entry.kind for entry in answers.of_learner(tx, 1)]
        told = notices.of_learner(tx, 1)
    store.close()
    assert kinds.count(Event.CORRECTION) == 1
    assert kinds[-1] is Event.CORRECTION
    assert len(told) == 1


def test_somebody_who_is_not_there_is_one_line(data: Path) -> None:
    code, output = run("--learner", "99")
    assert (code, output) == (2, "assertiva: there is no learner 99\n")


def test_a_database_that_is_not_there_is_one_line_and_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "nowhere"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    for arguments in ((), ("--local",)):
        code, output = run(*arguments)
        assert code == 2
        assert output.count("\n") == 1
        assert "there is no database" in output
    assert not (tmp_path / "nowhere").exists()
