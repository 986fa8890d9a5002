"""Spelling of everything a learner reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from content.portuguese import words
from content.problem import Problem
from content.shelf import Entry, Shelf
from content.spelling import speller

_SOURCE_SENTENCE = re.compile(r"\bFontes?: .*", re.DOTALL)
_LAST_PARENTHESES = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)\.?$")
_NAME = re.compile(r"[@\w]*[a-z]\w*[A-Z]\w*|\w*\d\w*|@\w+")


def spelling(shelf: Shelf) -> Iterator[Problem]:
    """Words are in the dictionary, in content/vocabulario.txt, or in the names of the fact's sources.

    Bad:  O Kubernetenes é utilizado em MLOps para orquestrar contêineres.
    Good: O Kubernetes é utilizado em MLOps para orquestrar contêineres.
    """
    known = speller()
    for page in {entry.page.name: entry.page for entry in shelf.live}.values():
        for word in _unknown(page.value["subtopico"]["titulo"], known):
            yield page.problem(f"unknown word {word!r}", "subtopico", "titulo")
    for entry in shelf.live:
        sources = {word for s in entry.fact.sources for word in words(f"{s.work} {s.section}")}
        for text, keys in _texts(entry):
            for word in _unknown(text, known):
                if word not in sources:
                    yield entry.problem(f"unknown word {word!r}", *keys)


def _texts(entry: Entry) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """What is read, without the references at its end: they are names."""
    for index, variant in enumerate(entry.fact.variants):
        place = ("enunciados", index)
        yield variant.text, (*place, "texto")
        yield _LAST_PARENTHESES.sub("", variant.short), (*place, "curta")
        yield variant.reason or "", (*place, "motivo")
    yield _SOURCE_SENTENCE.sub("", entry.fact.long), ("longa",)


def _unknown(text: str, known: Callable[[str], bool]) -> list[str]:
    """The misspelt words; a compound the dictionary lacks is judged by its parts (código-fonte, treiná-lo)."""
    found = dict.fromkeys(words(_NAME.sub(" ", text)))
    return [word for word in found if not (known(word) or all(known(part) for part in word.split("-")))]
