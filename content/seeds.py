"""The texts that facts were made from, kept beside the bank in `sementes/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content.decode import decode
from content.holdings import SEEDS
from content.load import DATA
from content.outline import outline


@dataclass(frozen=True, slots=True)
class SeedLine:
    """An assertion of a seed text: the numbers of its subtopic and of itself, and its words."""

    subtopic: int
    assertion: int
    text: str


def seed_lines(folder: Path, name: str) -> dict[int, SeedLine] | None:
    """The assertions of a seed text by line; None where neither the folder nor the package has it."""
    for home in (folder, DATA):
        path = home / SEEDS / name
        if path.is_file():
            return _read(path)
    return None


def _read(path: Path) -> dict[int, SeedLine]:
    found: dict[int, SeedLine] = {}
    counts: dict[int, int] = {}
    for part in outline(decode(path.read_bytes()).lines).parts:
        number = counts[part.question.line] = counts.get(part.question.line, 0) + 1
        for position, item in enumerate(part.items, start=1):
            found[item.line] = SeedLine(number, position, item.text)
    return found
