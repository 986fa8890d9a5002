"""What a bank's folder already holds, as far as adding to it is concerned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

from content.ids import fresh_id, tombstones
from content.page import bank_files
from content.portuguese import fold
from content.problem import BankError, Problem
from content.shapes import FILE_NAME
from content.shelf import Entry, read_shelf

SEEDS = "sementes"


@dataclass(slots=True)
class Holdings:
    """Known texts (folded) with the place and subtopic of each, titles, files by subtopic, used ids."""

    folder: Path
    known: dict[str, tuple[str, str]]
    titles: dict[str, str]
    files: dict[str, Path]
    taken: set[str]

    def new_id(self, coin: Random) -> str:
        """A fact id no fact here has or had."""
        drawn = fresh_id(self.taken, coin)
        self.taken.add(drawn)
        return drawn

    def new_subtopic(self, wish: str) -> str:
        """The wished subtopic id, numbered where another file has it."""
        number, wished = 2, wish
        while wish in self.files or (self.folder / f"{wish}.yaml").exists():
            wish, number = f"{wished}-{number}", number + 1
        self.files[wish] = self.folder / f"{wish}.yaml"
        return wish


def read_holdings(folder: Path) -> Holdings:
    """Look through a folder, which may be empty or missing.

    Raises BankError where a file there is not sound: what it holds could not be told.
    """
    holdings = Holdings(folder, {}, {}, {}, set(tombstones(folder)))
    if not (folder.is_dir() and bank_files(folder)):
        return holdings
    shelf, problems = read_shelf(folder)
    if problems:
        raise BankError(problems[0])
    for path, page in zip(bank_files(folder), shelf.pages, strict=True):
        head = page.value["subtopico"]
        holdings.files[head["id"]] = path
        holdings.titles[fold(head["titulo"])] = head["id"]
    for entry in shelf.entries:
        holdings.taken.add(entry.fact.id)
        for text in _texts(entry):
            holdings.known.setdefault(text, (entry.at, entry.fact.subtopic_id))
    return holdings


def seed_place(folder: Path, name: str, data: bytes) -> Path:
    """Where a text is kept beside the bank, byte for byte, for provenance to point into.

    A text that is there already keeps its place; another one of the same name gets a number.
    """
    plain = Path(re.sub(r"[^A-Za-z0-9_.-]", "_", name))
    if not FILE_NAME.fullmatch(plain.name):
        plain = Path("semente.txt")
    for number in range(1, 1_000):
        place = folder / SEEDS / (plain.name if number == 1 else f"{plain.stem}-{number}{plain.suffix}")
        if not place.exists() or place.read_bytes() == data:
            return place
    raise BankError(Problem((folder / SEEDS).as_posix(), 1, f"a thousand texts are called {plain.name}"))


def _texts(entry: Entry) -> set[str]:
    texts = {fold(variant.text) for variant in entry.fact.sides(True)}
    if entry.record.origin:
        texts.add(fold(entry.record.origin.original))
    return texts - {""}
