"""The benchmark of the memory, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from bot.trials import memory_bars
from bot.trials.memory_bars import Check, Estimate, Outcomes
from bot.trials.memory_bench import uses_button
from bot.trials.memory_speed import Timing
from bot.trials.memory_trial import RULE, Cell


def title(cell: Cell, learners: int) -> str:
    """A cell in words."""
    button = "" if uses_button(cell) else ", button never used"
    return (
        f"{cell.facts} facts, {cell.size} a day ({cell.new} new at most){button}; "
        f"learners: {cell.population.name}, {learners} of seed {cell.seed}"
    )


def policies_table(cell: Cell, outcomes: Outcomes) -> Table:
    """Every policy of one cell, with 95 % intervals, the rule's ratio to each, and ties named."""
    table = Table(title=title(cell, len(outcomes)), title_justify="left")
    table.add_column("policy")
    for name in (
        "K, %",
        "rule ÷ it",
        "unknown, %",
        "R < ½, %",
        "K day 90, %",
        "bias, points",
        "off by, points",
        "asked",
    ):
        table.add_column(name, justify="right", no_wrap=True)
    for policy in outcomes[0]:
        table.add_row(policy, *_measures(outcomes, policy))
    return table


def checks_table(rows: Sequence[Check]) -> Table:
    """The bars of one cell."""
    table = Table()
    for name in ("bar", "measured", "wanted", ""):
        table.add_column(name)
    for check in rows:
        table.add_row(check.name, f"{check.measured:.3f}", check.wanted, "held" if check.held else "MISSED")
    return table


def speed_table(timings: Sequence[Timing]) -> Table:
    """The times of the operations a set is made of."""
    table = Table(title="Speed (best of several)", title_justify="left")
    for name in ("operation", "milliseconds", "at most", ""):
        table.add_column(name)
    for timing in timings:
        verdict = "held" if timing.held else "MISSED"
        table.add_row(timing.name, f"{timing.milliseconds:.3f}", f"{timing.most:g}", verdict)
    return table


def _measures(outcomes: Outcomes, policy: str) -> list[str]:
    def mean(measure: memory_bars.Measure, scale: float = 100) -> Estimate:
        return memory_bars.mean([scale * value for value in memory_bars.column(outcomes, policy, measure)])

    stated = outcomes[0][policy].readiness is not None
    return [
        f"{mean(memory_bars.knowledge):.2f}",
        "" if policy == RULE else _compared(memory_bars.against(outcomes, policy, memory_bars.knowledge)),
        f"{mean(memory_bars.unknown).value:.2f}",
        f"{mean(lambda outcome: outcome.rotten).value:.2f}",
        f"{mean(memory_bars.later):.2f}",
        f"{mean(memory_bars.bias, 1).value:+.2f}" if stated else "–",
        f"{mean(memory_bars.error, 1):.2f}" if stated else "–",
        f"{mean(lambda outcome: outcome.asked, 1).value:.0f}",
    ]


def _compared(estimate: Estimate) -> str:
    tie = abs(estimate.value - 1) <= estimate.margin
    return f"{estimate:.4f}" + (" tie" if tie else "")
