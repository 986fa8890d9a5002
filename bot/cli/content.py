"""`assertiva content …`: the curator's tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="content", help="Check, import and look through the bank.", no_args_is_help=True)


@app.callback()
def _tools() -> None:
    """Check, import and look through the bank."""


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="A folder or one file; default: the bank itself.")] = None,
) -> None:
    """Say everything wrong with a bank, as `file:line: problem (check)`."""
    from content.check import check as find
    from content.load import DATA
    from content.problem import BankError

    try:
        problems = find(path or DATA)
    except BankError as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from None
    for problem in problems:
        typer.echo(problem)
    raise typer.Exit(1 if problems else 0)
