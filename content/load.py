"""The bank's files as a Bank: structure only, fast, and one clear line where a file is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.bank import Bank, Fact, Subtopic
from content.fact_file import read_fact
from content.page import Page, bank_files, display_name, read_page
from content.problem import BankError, Problem
from content.record import Record
from content.shapes import FILE_KEYS, SCHEMA_VERSION, SUBTOPIC_ID, SUBTOPIC_KEYS
from content.spot import Spot

DATA = Path(__file__).with_name("data")
MAX_FILES = 500


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, its subtopic, and the editorial record of each fact in the same order."""

    page: Page
    subtopic: Subtopic
    records: tuple[Record, ...]


def load(folder: Path | None = None) -> Bank:
    """Read every `*.yaml` of a folder (default: the bank that ships with the package).

    Facts in draft or review are loaded and are not askable. Raises BankError("file:line: problem") for
    the first thing that is not as content/schema/assertiva-bank-1.json describes it.
    """
    return bank_of(read_folder(folder or DATA))


def read_folder(folder: Path) -> list[Leaf]:
    """Every page of a folder with its facts; raises as `load` does."""
    if not folder.is_dir():
        raise BankError(Problem(display_name(folder), 1, "no such folder"))
    files = bank_files(folder)
    if not files:
        raise BankError(Problem(display_name(folder), 1, "no *.yaml file in this folder"))
    if len(files) > MAX_FILES:
        raise BankError(Problem(display_name(folder), 1, f"more than {MAX_FILES} files"))
    return [read_leaf(read_page(path)) for path in files]


def bank_of(leaves: list[Leaf]) -> Bank:
    """The bank of these pages; raises BankError where an id stands twice."""
    subtopics = tuple(leaf.subtopic for leaf in leaves)
    _refuse_twins([leaf.page for leaf in leaves], subtopics)
    return Bank(subtopics)


def read_leaf(page: Page) -> Leaf:
    """One page, every fact of which must be sound."""
    spots = fact_spots(page)
    facts = tuple(read_fact(spot, page.value["subtopico"]["id"]) for spot in spots)
    return Leaf(page, read_heading(page, tuple(fact for fact, _ in facts)), tuple(record for _, record in facts))


def read_heading(page: Page, facts: tuple[Fact, ...]) -> Subtopic:
    """The file's `subtopico` with these facts."""
    head = Spot.top(page).below("subtopico")
    return Subtopic(
        id=head.match("id", SUBTOPIC_ID, "mlops-03-ferramentas"),
        title=head.text("titulo"),
        question=head.text("pergunta_original"),
        facts=facts,
    )


def fact_spots(page: Page) -> Iterator[Spot]:
    """The places of a file's facts, once its outer structure is sound."""
    top = Spot.top(page).only(FILE_KEYS, "the file")
    top.number("esquema", SCHEMA_VERSION, SCHEMA_VERSION)
    top.below("subtopico").only(SUBTOPIC_KEYS, "'subtopico'")
    read_heading(page, ())
    top.below("fatos")
    return top.each("fatos")


def _refuse_twins(pages: list[Page], subtopics: tuple[Subtopic, ...]) -> None:
    """Ids name one thing in the whole bank: a learner's memory hangs on them."""
    subtopic_ids: set[str] = set()
    facts: dict[str, str] = {}
    for page, subtopic in zip(pages, subtopics, strict=True):
        if subtopic.id in subtopic_ids:
            raise BankError(page.problem(f"the subtopic {subtopic.id} is in two files", "subtopico", "id"))
        subtopic_ids.add(subtopic.id)
        for index, fact in enumerate(subtopic.facts):
            keys = ("fatos", index, "id")
            if fact.id in facts:
                raise BankError(page.problem(f"the id {fact.id} is also at {facts[fact.id]}", *keys))
            facts[fact.id] = f"{page.name}:{page.line(*keys)}"
