from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.trials import memory_bench
from bot.trials.memory_trial import one_learner
from bot.trials.people import SPECIFIED

pytest.importorskip("matplotlib", reason="the plot needs the extra 'plots'")


def test_the_picture_is_an_svg_with_a_panel_for_each_cell(tmp_path: Path) -> None:
    from bot.trials import memory_plot

    cells = [replace(cell, facts=10, size=3, new=2) for cell in memory_bench.cells(SPECIFIED, 3)[:2]]
    results = [(cell, [one_learner(cell, number) for number in range(2)]) for cell in cells]
    memory_plot.draw(results, tmp_path / "memory.svg")
    svg = (tmp_path / "memory.svg").read_text()
    assert svg.count("<!-- 10 facts, 3 a day") == 2
