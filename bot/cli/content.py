"""`assertiva content …`: the curator's tools. Heavy imports wait inside the commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from content.formats import Format

app = typer.Typer(name="content", help="Check, import and look through the bank.", no_args_is_help=True)

_BankPath = Annotated[Path | None, typer.Argument(help="A folder or one file; default: the bank itself.")]


@contextmanager
def _one_line_each() -> Iterator[None]:
    """A bank that cannot be read is one line on stderr and exit code 2."""
    from content.problem import BankError

    try:
        yield
    except BankError as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from None


@app.callback()
def _tools() -> None:
    """Check, import and look through the bank."""


@app.command()
def check(
    path: _BankPath = None,
    form: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,
) -> None:
    """Say everything wrong with a bank, as `file:line: problem (check)`; exit code 1 where there is any."""
    from content.check import check as find
    from content.formats import printed
    from content.load import DATA

    with _one_line_each():
        findings = find(path or DATA)
    for line in printed(findings.problems, form):
        typer.echo(line)
    for line in findings.unchecked:
        typer.echo(line, err=True)
    raise typer.Exit(1 if findings.problems else 0)
