"""A bench's report on the screen: a table, or JSON."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table

from bot.trials.bars import Figure, Report

WIDTH = 120
"""Of a table that goes to a file."""


def console(*, stderr: bool = False) -> Console:
    """Where tables and progress go."""
    found = Console(stderr=stderr)
    return found if found.is_terminal else Console(stderr=stderr, width=WIDTH)


def show(report: Report, *, as_json: bool) -> None:
    """Print it and end the command: with 1 where a bar was missed."""
    if as_json:
        typer.echo(json.dumps(report.plain(), ensure_ascii=False, indent=2))
    else:
        console().print(table(report))
    raise typer.Exit(0 if report.held else 1)


def table(report: Report) -> Table:
    """The figures, each beside its bar."""
    conditions = ", ".join(f"{name} {value}" for name, value in report.conditions.items())
    drawn = Table(title=f"bench {report.bench}: {conditions}", title_justify="left")
    drawn.add_column("measured")
    drawn.add_column("value", justify="right", no_wrap=True)
    drawn.add_column("bar", no_wrap=True)
    drawn.add_column("", no_wrap=True)
    for figure in report.figures:
        drawn.add_row(figure.name, _value(figure), figure.bar, _verdict(figure))
    return drawn


def _value(figure: Figure) -> str:
    digits = 0 if abs(figure.value) >= 1000 else 1 if abs(figure.value) >= 100 else 2 if abs(figure.value) >= 1 else 4
    return f"{figure.value:,.{digits}f} {figure.unit}".strip()


def _verdict(figure: Figure) -> str:
    return "" if not figure.bar else "held" if figure.held else "MISSED"
