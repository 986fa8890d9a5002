"""`assertiva bench memory`: the memory against its peers, and against the clock."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.trials import memory_bars, memory_bench, memory_report, memory_speed
from bot.trials.memory_bars import Outcomes
from bot.trials.memory_trial import Cell
from bot.trials.people import POPULATIONS

Learners = Annotated[int, typer.Option(min=2, max=5000, help="Simulated learners in every cell.")]
Seed = Annotated[int, typer.Option(min=0, help="Which learners; the same seed draws the same.")]
Who = Annotated[str, typer.Option(help=f"Who learns: {', '.join(POPULATIONS)}, or all.")]
Share = Annotated[float, typer.Option(min=0.1, max=1.0, help="How much of a set may be new.")]
Processes = Annotated[int, typer.Option(min=1, max=64, help="Processes to spread the learners over.")]
CORES = os.cpu_count() or 1
Plot = Annotated[Path | None, typer.Option(help="Draw the result as an SVG here (needs the extra 'plots').")]
Speed = Annotated[bool, typer.Option("--speed", help="Only measure how fast answers and ordering are.")]


def bench_memory(
    learners: Learners = 200,
    seed: Seed = 1,
    population: Who = "specified",
    new_share: Share = 0.5,
    processes: Processes = CORES,
    plot: Plot = None,
    speed: Speed = False,
) -> None:
    """Simulated learners study for an exam under the bot's rule and under its peers.

    Exits with 1 where a bar is missed. With fewer than 200 learners a bar counts as missed only where the
    whole 95 % interval lies beyond it.
    """
    console = Console(width=None if Console().is_terminal else 150)
    if speed:
        held = _speed(console)
    else:
        held = _trial(console, _cells(population, seed, new_share), learners, processes, plot)
    raise typer.Exit(0 if held else 1)


def _cells(population: str, seed: int, new_share: float) -> list[Cell]:
    names = list(POPULATIONS) if population == "all" else [population]
    if not set(names) <= set(POPULATIONS):
        known = ", ".join((*POPULATIONS, "all"))
        raise typer.BadParameter(f"there are no learners called {population!r}; there are {known}")
    chosen = [POPULATIONS[name] for name in names]
    return [cell for people in chosen for cell in memory_bench.cells(people, seed, new_share=new_share)]


def _speed(console: Console) -> bool:
    timings = memory_speed.timings()
    console.print(memory_report.speed_table(timings))
    return all(timing.held for timing in timings)


def _trial(console: Console, cells: list[Cell], learners: int, processes: int, plot: Path | None) -> bool:
    results: list[tuple[Cell, Outcomes]] = []
    held = True
    with Progress(console=console) as progress:
        task = progress.add_task("learners", total=len(cells) * learners)
        for cell, outcomes in memory_bench.run(cells, learners, processes, lambda: progress.advance(task)):
            results.append((cell, outcomes))
            bars = memory_bars.BARS[cell.facts, memory_bench.uses_button(cell)]
            checks = memory_bars.checks(outcomes, bars)
            console.print(memory_report.policies_table(cell, outcomes))
            console.print(memory_report.checks_table(checks))
            held = held and all(check.held for check in checks)
    if plot is not None:
        _draw(results, plot)
    return held


def _draw(results: list[tuple[Cell, Outcomes]], path: Path) -> None:
    from bot.trials import memory_plot

    try:
        memory_plot.draw(results, path)
    except ImportError:
        raise typer.BadParameter("the plot needs matplotlib: install the extra 'plots'") from None
    except OSError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}") from None


if __name__ == "__main__":
    typer.run(bench_memory)
