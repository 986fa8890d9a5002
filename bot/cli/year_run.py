"""The run behind `assertiva simulate-year`: a progress bar while it lasts, a table at the end."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from bot import logs
from bot.trials.year import Plan, Trial
from bot.trials.year_report import account_of, account_table, is_kept


def run(plan: Plan) -> bool:
    """Simulate, check, print; whether every promise was kept."""
    logs.configure("error", [])  # what goes wrong is meant to, and is in the table
    console = Console()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="assertiva-year-") as folder:
        trial = Trial(plan, Path(folder))
        try:
            _live(trial, console)
            account = account_of(trial)
        finally:
            trial.machine.close()
    console.print(account_table(trial, account, time.monotonic() - began))
    for line in account.found:
        console.print(line, markup=False)
    return is_kept(account)


def _live(trial: Trial, console: Console) -> None:
    counted = (MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(TextColumn("{task.description}"), BarColumn(), *counted, console=console) as progress:
        days = progress.add_task("days", total=trial.plan.days)
        asyncio.run(trial.run(lambda day: progress.update(days, completed=day)))
        progress.update(days, completed=trial.plan.days)
