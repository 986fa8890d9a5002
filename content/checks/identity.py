"""Ids: learners' memories hang on them, so each names one fact for ever."""

from __future__ import annotations

from collections.abc import Iterator

from content.ids import TOMBSTONES, tombstones, written_ids
from content.problem import Problem
from content.shelf import Entry, Shelf


def unique_id(shelf: Shelf) -> Iterator[Problem]:
    """A fact's id stands once in the bank, and a subtopic has one file.

    Bad:  f-7kq2 in two files
    Good: `assertiva content new` for a fresh one
    """
    facts: dict[str, Entry] = {}
    for entry in shelf.entries:
        other = facts.setdefault(entry.fact.id, entry)
        if other is not entry:
            yield entry.problem(f"{entry.fact.id} is also at {other.at}", "id")
    subtopics: dict[str, str] = {}
    for entry in shelf.entries:
        other_name = subtopics.setdefault(entry.fact.subtopic_id, entry.page.name)
        if other_name != entry.page.name and entry.index == 0:
            text = f"the subtopic {entry.fact.subtopic_id} is also in {other_name}"
            yield entry.page.problem(text, "subtopico", "id")


def reused_id(shelf: Shelf) -> Iterator[Problem]:
    """No id comes back after it was removed, whether git remembers it or `aposentados.txt`.

    Bad:  an id that an earlier commit removed, on a new fact
    Good: `situacao: aposentado` while the text is kept; a line in aposentados.txt once it is gone
    """
    buried = tombstones(shelf.folder)
    history = shelf.history
    for entry in shelf.entries:
        fact_id = entry.fact.id
        if fact_id in buried:
            yield entry.problem(f"{fact_id} is retired in {TOMBSTONES}:{buried[fact_id]}", "id")
        elif history and (fact_id in history.reused or (fact_id in history.gone - history.present)):
            yield entry.problem(f"{fact_id} was removed by an earlier commit; ids are not used again", "id")


def buried_id(shelf: Shelf) -> Iterator[Problem]:
    """An id that left the bank is in `aposentados.txt`.

    Bad:  the fact f-7kq2 deleted from its file, nothing else
    Good: the same, and a line "f-7kq2" in aposentados.txt
    """
    history = shelf.history
    if history is None or not shelf.whole:
        return
    lost = (history.present | history.gone) - set(written_ids(shelf.pages)) - set(tombstones(shelf.folder))
    for fact_id in sorted(lost):
        yield Problem(shelf.pages[0].name, 1, f"{fact_id} left the bank; add it to {TOMBSTONES}")
