"""Runs the checks over a folder or a file of the bank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from content.checks import CHECKS, Check, name_of
from content.optional import MissingExtra
from content.problem import Problem
from content.schema_check import schema_problems
from content.shelf import Shelf, read_shelf


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems in the order of files and lines, how many facts were read, and what could not be checked."""

    facts: int
    problems: tuple[Problem, ...]
    unchecked: tuple[str, ...] = ()


def check(path: Path, checks: Iterable[Check] = CHECKS) -> Findings:
    """Everything wrong with the bank at this path.

    A single file is judged as if it were the whole bank. Facts whose structure is not sound are reported
    and left out of the other checks. Raises BankError where there is nothing to read.
    """
    shelf, broken = read_shelf(path)
    found = set(_structure(shelf, broken))
    unchecked: list[str] = []
    for rule in checks:
        try:
            found.update(replace(problem, check=name_of(rule)) for problem in rule(shelf))
        except MissingExtra as absent:
            unchecked.append(str(absent))
    return Findings(len(shelf.entries), tuple(sorted(found)), tuple(unchecked))


def _structure(shelf: Shelf, broken: list[Problem]) -> Iterable[Problem]:
    """The schema's findings; the loader's own where the schema has none in that file."""
    found = [problem for page in shelf.pages for problem in schema_problems(page)]
    files = {problem.path for problem in found}
    found += [problem for problem in broken if problem.path not in files]
    return (replace(problem, check="schema") for problem in found)
