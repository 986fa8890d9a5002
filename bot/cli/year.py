"""`assertiva simulate-year`: the learner's day, shown over a year. The work is imported when the command runs."""

from __future__ import annotations

from typing import Annotated

import typer

Learners = Annotated[int, typer.Option(min=1, max=5000, help="Simulated learners of ten tempers.")]
Seed = Annotated[int, typer.Option(min=0, help="Which year; the same seed gives the same.")]
Days = Annotated[int, typer.Option(min=7, max=3650, help="How long it is.")]
Crashes = Annotated[int, typer.Option(min=0, max=5000, help="How often the process dies at a random step.")]


def simulate_year(learners: Learners = 100, seed: Seed = 7, days: Days = 365, crashes: Crashes = 50) -> None:
    """A year of simulated learners on a simulated clock, with crashes; exits with 1 where a promise was broken.

    The database lies in the system's folder for temporary files while it lasts; in a folder in memory (TMPDIR)
    the disk is spared the year's commits.
    """
    from bot.cli.year_run import run
    from bot.trials.year import Plan

    raise typer.Exit(0 if run(Plan(learners, days, seed, crashes)) else 1)
