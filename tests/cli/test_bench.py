from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from bot.cli.bench import Who, app
from bot.trials import memory_bars, memory_bench, memory_speed
from bot.trials.memory_speed import Timing
from bot.trials.people import POPULATIONS


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["memory", *arguments], env={"COLUMNS": "200"})
    return result.exit_code, result.output


@pytest.fixture
def one_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the smallest cell, so that a run takes a second."""
    only = {(80, True): memory_bars.BARS[80, True]}
    monkeypatch.setattr(memory_bench, "BARS", only)


@pytest.mark.usefixtures("one_cell")
def test_a_few_learners_hold_the_bars() -> None:
    code, output = run("--learners", "3", "--processes", "1")
    assert code == 0, output
    assert output.count("held") == 5


@pytest.mark.usefixtures("one_cell")
def test_a_missed_bar_is_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    out_of_reach = {(80, True): memory_bars.Bars(2.0, 0.5, 1.0, 3)}
    monkeypatch.setattr(memory_bars, "BARS", out_of_reach)
    code, output = run("--learners", "3", "--processes", "1")
    assert code == 1
    assert output.count("MISSED") == 1


@pytest.mark.slow
def test_a_few_learners_hold_every_bar_in_every_cell() -> None:
    code, output = run("--learners", "4", "--processes", "2")
    assert code == 0, output
    assert output.count("held") == 20


@pytest.mark.parametrize(("took", "code"), [(0.5, 0), (1.5, 1)])
def test_the_exit_code_says_whether_it_was_fast_enough(took: float, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_speed, "timings", lambda: [Timing("an answer", took, 1)])
    assert run("--speed")[0] == code


def test_the_help_names_every_kind_of_learner() -> None:
    [option] = get_args(Who)[1:]
    assert all(name in option.help for name in POPULATIONS)


def test_unknown_learners_are_refused_in_one_line() -> None:
    code, output = run("--population", "nobody")
    assert code == 2
    assert "there are no learners called 'nobody'" in output


@pytest.mark.usefixtures("one_cell")
def test_a_plot_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the plot needs the extra 'plots'")
    code, output = run("--learners", "2", "--processes", "1", "--plot", str(tmp_path / "no" / "where.svg"))
    assert code == 2
    assert "cannot write" in output
