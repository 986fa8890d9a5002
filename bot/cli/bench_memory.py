"""The memory against its peers, and against the clock."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from bot.trials import memory_bars, memory_bench, memory_report, memory_speed
from bot.trials.memory_bars import Outcomes
from bot.trials.memory_trial import Cell
from bot.trials.people import POPULATIONS

WIDTH = 150
"""Of a table that goes to a file."""


def speed() -> bool:
    """Print how fast answers and ordering are; whether that is fast enough."""
    timings = memory_speed.timings()
    _console().print(memory_report.speed_table(timings))
    return all(timing.held for timing in timings)


def cells(population: str, seed: int, new_share: float, *, fits: bool = False) -> list[Cell]:
    """The cells of the population of that name, or of all. Raises typer.BadParameter for another name."""
    names = list(POPULATIONS) if population == "all" else [population]
    if not set(names) <= set(POPULATIONS):
        known = ", ".join((*POPULATIONS, "all"))
        raise typer.BadParameter(f"there are no learners called {population!r}; there are {known}")
    chosen = [POPULATIONS[name] for name in names]
    return [cell for people in chosen for cell in memory_bench.cells(people, seed, new_share=new_share, fits=fits)]


def trial(wanted: list[Cell], learners: int, processes: int, plot: Path | None) -> bool:
    """Run the cells, print each as it ends, draw the plot where one is wanted; whether every bar is held."""
    results: list[tuple[Cell, Outcomes]] = []
    held = True
    with Progress(console=_console()) as progress:
        task = progress.add_task("learners", total=len(wanted) * learners)
        for cell, outcomes in memory_bench.run(wanted, learners, processes, lambda: progress.advance(task)):
            results.append((cell, outcomes))
            bars = memory_bars.BARS[cell.facts, memory_bench.uses_button(cell)]
            checks = memory_bars.checks(outcomes, bars)
            progress.console.print(memory_report.policies_table(cell, outcomes))
            progress.console.print(memory_report.checks_table(checks))
            held = held and all(check.held for check in checks)
    if plot is not None:
        _draw(results, plot)
    return held


def _console() -> Console:
    return Console() if Console().is_terminal else Console(width=WIDTH)


def _draw(results: list[tuple[Cell, Outcomes]], path: Path) -> None:
    from bot.trials import memory_plot

    try:
        memory_plot.draw(results, path)
    except ImportError:
        raise typer.BadParameter("the plot needs matplotlib: install the extra 'plots'") from None
    except OSError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}") from None
