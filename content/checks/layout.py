"""The files themselves: plain UTF-8 that every editor shows alike."""

from __future__ import annotations

from collections.abc import Iterator

from content.draft import SCHEMA_LINE
from content.problem import Problem
from content.shelf import Shelf


def layout(shelf: Shelf) -> Iterator[Problem]:
    """UTF-8 without a mark, LF, no tabs, no spaces at line ends, the schema named in the first line.

    Bad:  a file saved with CRLF by an editor
    Good: # yaml-language-server: $schema=../schema/assertiva-bank-1.json
    """
    for page in shelf.pages:
        if page.text.startswith("\ufeff"):
            yield Problem(page.name, 1, "byte order mark; save as UTF-8 without it")
        if page.text.removeprefix("\ufeff").split("\n", 1)[0].rstrip("\r") != SCHEMA_LINE:
            yield Problem(page.name, 1, f"the first line must be: {SCHEMA_LINE}")
        for number, line in enumerate(page.text.split("\n"), start=1):
            fault = _fault(line)
            if fault:
                yield Problem(page.name, number, fault)


def _fault(line: str) -> str | None:
    if line.endswith("\r"):
        return "CR at the end of the line; save with LF"
    if "\t" in line:
        return "tab"
    if line != line.rstrip():
        return "space at the end of the line"
    return None
