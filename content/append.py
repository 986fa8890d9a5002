"""Adds facts to the end of a bank file without touching what it already holds."""

from __future__ import annotations

import re
from pathlib import Path

from content import load
from content.page import Page, display_name, parse_page, read_page
from content.problem import BankError, Problem

_DASH = re.compile(r"( *)- ")


def margin_of(page: Page) -> str:
    """The indentation of the facts in this file. Raises BankError where they are not plain block items."""
    lines = page.text.splitlines()
    match = _DASH.match(lines[page.line("fatos", 0) - 1]) if ("fatos", 0) in page.lines else None
    if match is None:
        raise BankError(page.problem("'fatos' must be a block list with one '- id:' a fact", "fatos"))
    return match.group(1)


def extended(path: Path, rendered: str) -> bytes:
    """What a file holds, byte for byte, with facts rendered at its own margin after it.

    The result is parsed: raises BankError where the facts would not land at the end of `fatos`.
    """
    page = read_page(path)
    before = path.read_bytes()
    gap = b"" if before.endswith(b"\n") else b"\n"
    after = before + gap + rendered.encode()
    old, new = _facts(page), _facts(parse_page(after.decode(), page.name))
    if new[: len(old)] != old or len(new) <= len(old):
        raise BankError(page.problem("'fatos' must be the last key of the file to be added to", "fatos"))
    return after


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole, and its folder where there is none: readers see the old or the new, never a half."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise BankError(Problem(display_name(path), 1, f"cannot be written: {error.strerror}")) from None


def _facts(page: Page) -> list[object]:
    return [spot.value for spot in load.fact_spots(page)]
