"""The bank's files as a Bank: structure only, fast, and one clear line where a file is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from content.bank import Bank, Fact, Subtopic
from content.fact_file import read_fact
from content.page import Page, bank_files, display_name, read_page
from content.problem import BankError, Problem
from content.shapes import FILE_KEYS, SCHEMA_VERSION, SUBTOPIC_ID, SUBTOPIC_KEYS
from content.spot import Spot

DATA = Path(__file__).with_name("data")
MAX_FILES = 500


def load(folder: Path | None = None) -> Bank:
    """Read every `*.yaml` of a folder (default: the bank that ships with the package).

    Facts in draft or review are loaded and are not askable. Raises BankError("file:line: problem") for
    the first thing that is not as content/schema/assertiva-bank-1.json describes it.
    """
    folder = folder or DATA
    if not folder.is_dir():
        raise BankError(Problem(display_name(folder), 1, "no such folder"))
    files = bank_files(folder)
    if not files:
        raise BankError(Problem(display_name(folder), 1, "no *.yaml file in this folder"))
    if len(files) > MAX_FILES:
        raise BankError(Problem(display_name(folder), 1, f"more than {MAX_FILES} files"))
    pages = [read_page(path) for path in files]
    subtopics = tuple(read_subtopic(page) for page in pages)
    _refuse_twins(pages, subtopics)
    return Bank(subtopics)


def read_subtopic(page: Page) -> Subtopic:
    """One file as a subtopic with all its facts."""
    facts = tuple(read_fact(spot, page.value["subtopico"]["id"])[0] for spot in fact_spots(page))
    return read_heading(page, facts)


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
