"""The whole benchmark of the memory: every cell, over processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bot.trials.memory_bars import BARS, Outcomes
from bot.trials.memory_trial import Cell, Outcome, one_learner
from bot.trials.people import Population

SIZES = {80: 10, 800: 30}
"""Facts in the bank, and assertions a day."""


def cells(population: Population, seed: int, *, new_share: float = 0.5, fits: bool = False) -> list[Cell]:
    """The four cells of one population; `new_share` is how much of a set may be new, `fits` as in `Cell`."""
    return [
        Cell(facts, SIZES[facts], round(SIZES[facts] * new_share), _people(population, button), seed, fits)
        for facts, button in BARS
    ]


def uses_button(cell: Cell) -> bool:
    """Whether its learners ever mark a guess."""
    return cell.population.marks_guess > 0


def run(
    wanted: list[Cell], learners: int, processes: int, progress: Callable[[], None]
) -> Iterator[tuple[Cell, Outcomes]]:
    """The outcomes of every cell, `progress` being called once a learner."""
    with ProcessPoolExecutor(processes) as pool:
        for cell in wanted:
            outcomes: list[dict[str, Outcome]] = []
            for outcome in pool.map(partial(one_learner, cell), range(learners), chunksize=2):
                outcomes.append(outcome)
                progress()
            yield cell, outcomes


def _people(population: Population, button: bool) -> Population:
    return population if button else population.without_button()
