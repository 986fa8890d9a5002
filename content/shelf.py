"""The bank as its authors see it: facts and sentences with their files and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from content import load
from content.bank import Fact, Status, Variant
from content.fact_file import read_fact
from content.history import History, read_history
from content.page import Page, bank_files, display_name, read_page
from content.problem import BankError, Problem
from content.record import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact and its place: the `index`-th of its page."""

    page: Page
    index: int
    fact: Fact
    record: Record

    def problem(self, text: str, *keys: str | int) -> Problem:
        """A finding at this fact, or at a key below it."""
        return self.page.problem(text, "fatos", self.index, *keys)

    @property
    def at(self) -> str:
        """`file:line` of this fact."""
        return f"{self.page.name}:{self.page.line('fatos', self.index)}"

    def sentences(self) -> Iterator[Sentence]:
        """The fact's variants with their places."""
        for number, variant in enumerate(self.fact.variants):
            yield Sentence(self, number, variant)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A variant and its place."""

    entry: Entry
    index: int
    variant: Variant

    def problem(self, text: str, *keys: str | int) -> Problem:
        """A finding at this sentence, or at a key below it."""
        return self.entry.problem(text, "enunciados", self.index, *keys)

    @property
    def at(self) -> str:
        """`file:line` of this sentence's text."""
        line = self.entry.page.line("fatos", self.entry.index, "enunciados", self.index, "texto")
        return f"{self.entry.page.name}:{line}"


@dataclass(frozen=True)
class Shelf:
    """Pages and their facts, wherever their structure is sound.

    `live` facts are in review or published: the rules for finished work hold for them alone. `whole` tells
    a folder from a single file.
    """

    folder: Path
    whole: bool
    pages: tuple[Page, ...]
    entries: tuple[Entry, ...] = field(repr=False)

    @cached_property
    def history(self) -> History | None:
        """What git remembers of this folder's ids."""
        return read_history(self.folder)

    @cached_property
    def live(self) -> tuple[Entry, ...]:
        """The facts in review or published."""
        return tuple(e for e in self.entries if e.fact.status in (Status.IN_REVIEW, Status.PUBLISHED))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the live facts."""
        return tuple(sentence for entry in self.live for sentence in entry.sentences())

    @cached_property
    def falsified(self) -> tuple[Sentence, ...]:
        """The falsified sentences of the live facts."""
        return tuple(s for s in self.sentences if not s.variant.truth)

    @cached_property
    def true(self) -> tuple[Sentence, ...]:
        """The true sentences of the live facts."""
        return tuple(s for s in self.sentences if s.variant.truth)


def shelf_of(folder: Path, leaves: list[load.Leaf]) -> Shelf:
    """The shelf of pages that are sound."""
    entries = tuple(
        Entry(leaf.page, index, fact, record)
        for leaf in leaves
        for index, (fact, record) in enumerate(zip(leaf.subtopic.facts, leaf.records, strict=True))
    )
    return Shelf(folder, True, tuple(leaf.page for leaf in leaves), entries)


def read_shelf(path: Path) -> tuple[Shelf, list[Problem]]:
    """The bank at a folder or in one file, and what keeps parts of it from being read.

    A fact with a structural problem is left out, the others are kept. Raises BankError where there is
    nothing to read.
    """
    problems: list[Problem] = []
    pages: list[Page] = []
    entries: list[Entry] = []
    for file in _files(path):
        try:
            page = read_page(file)
            pages.append(page)
            spots = list(load.fact_spots(page))
        except BankError as error:
            problems.append(error.problem)
            continue
        for index, spot in enumerate(spots):
            try:
                fact, record = read_fact(spot, page.value["subtopico"]["id"])
            except BankError as error:
                problems.append(error.problem)
            else:
                entries.append(Entry(page, index, fact, record))
    whole = path.is_dir()
    return Shelf(path if whole else path.parent, whole, tuple(pages), tuple(entries)), problems


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    files = bank_files(path) if path.is_dir() else []
    if not files:
        raise BankError(Problem(display_name(path), 1, "no *.yaml file here"))
    return files
