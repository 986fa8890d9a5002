from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from bot.trials import memory_bars, memory_bench, memory_report
from bot.trials.memory_trial import FITTED, POLICIES, WITH_FITTING, one_learner
from bot.trials.people import POPULATIONS, SPECIFIED


def test_there_are_four_cells_half_of_them_without_the_button() -> None:
    cells = memory_bench.cells(SPECIFIED, 7)
    assert [(c.facts, c.size, c.new, memory_bench.uses_button(c), c.seed) for c in cells] == [
        (80, 10, 5, True, 7),
        (80, 10, 5, False, 7),
        (800, 30, 15, True, 7),
        (800, 30, 15, False, 7),
    ]


def test_processes_find_what_one_alone_finds() -> None:
    cell = replace(memory_bench.cells(POPULATIONS["steep"], 3)[0], facts=10, size=3, new=2)
    seen: list[None] = []
    [(_, outcomes)] = memory_bench.run([cell], 3, 2, lambda: seen.append(None))
    assert outcomes == [one_learner(cell, number) for number in range(3)]
    assert len(seen) == 3


@pytest.mark.parametrize(("fits", "policies"), [(False, POLICIES), (True, WITH_FITTING)])
def test_the_tables_name_every_policy_and_every_bar(fits: bool, policies: dict[str, object]) -> None:
    cell = replace(memory_bench.cells(SPECIFIED, 3, fits=fits)[0], facts=10, size=3, new=2)
    outcomes = [one_learner(cell, number) for number in range(3)]
    checks = memory_bars.checks(outcomes, memory_bars.BARS[80, True])
    console = Console(width=200)
    with console.capture() as captured:
        console.print(memory_report.policies_table(cell, outcomes), memory_report.checks_table(checks))
    text = captured.get()
    assert all(name in text for name in policies)
    assert (FITTED in text) is fits
    assert all(check.name in text for check in checks)
