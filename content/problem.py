"""What is wrong with the bank's files, and where: one file, one line, one sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A finding of a check; `line` is 1-based. Prints as `file:line: text (check)`."""

    path: str
    line: int
    text: str
    check: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: {self.text}"
        return f"{where} ({self.check})" if self.check else where


class BankError(Exception):
    """The bank cannot be used; the message is one line, `file:line: problem`."""

    def __init__(self, problem: Problem | str) -> None:
        super().__init__(str(problem))
        self.problem = problem if isinstance(problem, Problem) else Problem("", 0, problem)
