"""Spelling of everything a learner reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    for entry in shelf.live:
        sources = {word for s in entry.fact.sources for word in words(f"{s.work} {s.section}")}
        for text, keys in _texts(entry):
            for word in dict.fromkeys(words(_NAME.sub(" ", text))):
                if word not in sources and not all(known(part) for part in _parts(word, known(word))):
                    yield entry.problem(f"unknown word {word!r}", *keys)


def _texts(entry: Entry) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """What is read, without the references at its end: they are names."""
    for index, variant in enumerate(entry.fact.variants):
        place = ("enunciados", index)
        yield variant.text, (*place, "texto")
        yield _LAST_PARENTHESES.sub("", variant.short), (*place, "curta")
        yield variant.reason or "", (*place, "motivo")
    yield _SOURCE_SENTENCE.sub("", entry.fact.long), ("longa",)


def _parts(word: str, whole: bool) -> list[str]:
    """A compound the dictionary lacks is judged by its parts (código-fonte, treiná-lo)."""
    return [word] if whole else [part for part in word.split("-") if part] or [word]
