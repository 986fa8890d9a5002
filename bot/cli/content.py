"""`assertiva content …`: the curator's tools. Heavy imports wait inside the commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from random import SystemRandom
from typing import Annotated

import typer

from content.formats import Format

app = typer.Typer(name="content", help="Check, import and look through the bank.", no_args_is_help=True)

_BankPath = Annotated[Path | None, typer.Argument(help="A folder or one file; default: the bank itself.")]
_BankFolder = Annotated[Path | None, typer.Option("--bank", help="The bank's folder; default: the bank itself.")]
_REFUSED = 2


@contextmanager
def _one_line_each() -> Iterator[None]:
    """What cannot be done is one line on stderr and exit code 2."""
    from content.cues import TooFewFacts
    from content.optional import MissingExtra
    from content.problem import BankError

    try:
        yield
    except (BankError, MissingExtra, TooFewFacts) as error:
        typer.echo(error, err=True)
        raise typer.Exit(_REFUSED) from None


@app.command()
def check(
    path: _BankPath = None,
    form: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,
    cues: Annotated[bool, typer.Option("--cues", help="Can the key be guessed from the wording alone?")] = False,
    permutations: Annotated[int, typer.Option(min=19, max=9_999, help="Permutations of the --cues test.")] = 199,
) -> None:
    """Say everything wrong with a bank, as `file:line: problem (check)`.

    Exit code 0: nothing found; 1: problems; 2: nothing to read, or (--cues) no verdict possible.
    """
    from content.load import DATA

    with _one_line_each():
        if cues:
            passed = _check_cues(path or DATA, form, permutations)
        else:
            passed = _check_rules(path or DATA, form)
    raise typer.Exit(0 if passed else 1)


def _check_rules(path: Path, form: Format) -> bool:
    from content.check import check as find
    from content.formats import printed

    findings = find(path)
    for line in printed(findings.problems, form):
        typer.echo(line)
    for line in findings.unchecked:
        typer.echo(f"not checked: {line}", err=True)
    if form is Format.TEXT and not findings.problems:
        typer.echo(f"{findings.facts} facts, no problem found")
    return not findings.problems


def _check_cues(path: Path, form: Format, permutations: int) -> bool:
    from content.cues import cue_report
    from content.problem import BankError
    from content.shelf import read_shelf
    from content.verdict import verdict

    shelf, problems = read_shelf(path)
    if problems:
        raise BankError(problems[0])
    report = cue_report(shelf, permutations)
    if form is Format.JSON:
        typer.echo(json.dumps({**asdict(report), "passed": report.passed}, ensure_ascii=False, indent=2))
    else:
        for line in verdict(report):
            typer.echo(line)
    return report.passed


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A plain text: Pergunta Original, Subtópico, Assertivas.")],
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", help="The bank to add to; default: the bank itself.")
    ] = None,
) -> None:
    """Add the new assertions of a text to a bank as drafts, which are never asked.

    Every non-blank line is read or reported. What the bank already holds is not touched.
    """
    from content.import_words import import_lines
    from content.importer import import_file
    from content.load import DATA

    with _one_line_each():
        report = import_file(file, folder or DATA, SystemRandom())
    for line in import_lines(report, file.as_posix()):
        typer.echo(line)


@app.command()
def show(
    what: Annotated[str, typer.Argument(metavar="ID|SUBTOPIC", help="f-7kq2, or mlops-03-ferramentas.")],
    folder: _BankFolder = None,
) -> None:
    """Show a fact whole, or the facts of a subtopic."""
    from rich.console import Console

    from content.load import load
    from content.tables import fact_panel, subtopic_table

    with _one_line_each():
        bank = load(folder)
    fact, subtopic = bank.facts.get(what), bank.subtopic(what)
    if fact:
        Console().print(fact_panel(bank, fact))
    elif subtopic:
        Console().print(subtopic_table(subtopic))
    else:
        there = ", ".join(part.id for part in bank.subtopics)
        typer.echo(f"no fact or subtopic {what[:60]!r}; the subtopics are: {there}", err=True)
        raise typer.Exit(_REFUSED)


@app.command()
def new(
    subtopic: Annotated[str, typer.Argument(help="The subtopic's id: mlops-03-ferramentas.")],
    folder: _BankFolder = None,
) -> None:
    """Append an empty fact with a fresh id to a subtopic's file, and say where it stands."""
    from content.load import DATA
    from content.newfact import new_fact

    with _one_line_each():
        typer.echo(new_fact(folder or DATA, subtopic, SystemRandom()))


@app.command()
def stats(folder: _BankFolder = None) -> None:
    """Count the bank: facts, balance, techniques, readability."""
    from rich.console import Console

    from content.load import load
    from content.stats import figures
    from content.tables import stats_tables

    with _one_line_each():
        bank = load(folder)
    console = Console()
    for table in stats_tables(figures(bank)):
        console.print(table)
