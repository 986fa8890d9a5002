"""The benchmark of the memory as one picture. Needs the optional extra `plots`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.trials import memory_bars
from bot.trials.memory_bars import Outcomes
from bot.trials.memory_bench import uses_button
from bot.trials.memory_trial import PLAIN, RULE, Cell

RULE_COLOUR, PEER_COLOUR = "#0b6e4f", "#6b7280"


def draw(results: Sequence[tuple[Cell, Outcomes]], path: Path) -> None:
    """Knowledge on the exam day under every policy, in percent above plain FSRS, a panel for each cell.

    Raises ImportError where matplotlib is not installed.
    """
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "assertiva"
    from matplotlib import pyplot

    columns = (len(results) + 1) // 2
    figure, panels = pyplot.subplots(columns, 2, figsize=(10, 3.2 * columns), sharey=True, squeeze=False)
    for panel, (cell, outcomes) in zip(panels.flat, results, strict=False):
        _panel(panel, cell, outcomes)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _panel(panel: Any, cell: Cell, outcomes: Outcomes) -> None:
    plain = memory_bars.column(outcomes, PLAIN, memory_bars.knowledge)
    names = list(outcomes[0])[::-1]
    for row, name in enumerate(names):
        above = memory_bars.ratio(memory_bars.column(outcomes, name, memory_bars.knowledge), plain)
        colour = RULE_COLOUR if name == RULE else PEER_COLOUR
        x, margin = 100 * (above.value - 1), 100 * above.margin
        panel.errorbar(x, row, xerr=margin, fmt="o", color=colour, capsize=3)
    panel.axvline(0, color="#d1d5db", zorder=0)
    panel.set_yticks(range(len(names)), names)
    panel.set_xlabel("knowledge on the exam day, % above plain FSRS")
    button = "guess button used" if uses_button(cell) else "guess button never used"
    panel.set_title(f"{cell.facts} facts, {cell.size} a day, {button}", fontsize=10)
