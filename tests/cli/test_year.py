from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog
from typer.testing import CliRunner

from bot.__main__ import app
from bot.trials import year_audit
from bot.trials.year_evidence import Evidence


@pytest.fixture(autouse=True)
def loggers_as_they_were() -> Iterator[None]:
    """The command sets the logs up for the whole process, on an output that is closed after it."""
    yield
    structlog.reset_defaults()


def test_a_year_prints_its_table_and_ends_well() -> None:
    done = CliRunner().invoke(app, ["simulate-year", "--learners", "2", "--days", "7", "--crashes", "2", "--seed", "5"])
    assert done.exit_code == 0, done.output
    assert "2 learners, 7 days, seed 5" in done.output
    for promise in year_audit.PROMISES:
        assert promise in done.output


def test_a_broken_promise_ends_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Evidence, "first_arrivals", lambda _: iter(()))
    done = CliRunner().invoke(app, ["simulate-year", "--learners", "1", "--days", "7", "--crashes", "0"])
    assert done.exit_code == 1
    assert "BROKEN" in done.output


@pytest.mark.parametrize("wrong", [["--learners", "0"], ["--days", "1"], ["--seed", "-1"], ["--crashes", "x"]])
def test_a_plan_that_cannot_be_is_refused(wrong: list[str]) -> None:
    assert CliRunner().invoke(app, ["simulate-year", *wrong]).exit_code == 2
