"""Explanations teach those who were right and those who were wrong, in plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from content.problem import Problem
from content.shelf import Shelf
from content.similarity import covered, likeness, shares_stem

REPEATS = 0.70
_VERDICT = re.compile(r"(in)?(corret|cert)[oa]\b|errad[oa]\b|verdadeir[oa]\b|fals[oa][,:.!]", re.IGNORECASE)
_SEEN = re.compile(r"\b(conforme|como) visto\b", re.IGNORECASE)
_SOURCE_AT_END = re.compile(r"\([^()]{3,}(?:\([^()]*\)[^()]*)*\)\.?$")
_MARKUP = re.compile(r"[*`<>]|__|~~|\|\||\bhttps?://|\[[^\]]*\]\(")


def short_start(shelf: Shelf) -> Iterator[Problem]:
    """The short explanation starts with the matter, not with the verdict.

    Bad:  Errado! O Jenkins é um servidor de automação.
    Good: Orquestrar contêineres é função do Kubernetes; o Jenkins é um servidor de automação (…).
    """
    for sentence in shelf.sentences:
        if _VERDICT.match(sentence.variant.short):
            yield sentence.problem("'curta' starts with the verdict", "curta")
        if _SEEN.search(sentence.variant.short):
            yield sentence.problem("'curta' points at something seen elsewhere", "curta")


def short_repeats(shelf: Shelf) -> Iterator[Problem]:
    """The short explanation says why; it does not say the sentence again.

    Bad:  the sentence once more, with (docs do Kubernetes) at its end
    Good: O Kubernetes agenda, escala e recupera contêineres em um cluster (docs do Kubernetes).
    """
    for sentence in shelf.sentences:
        variant = sentence.variant
        said = _SOURCE_AT_END.sub("", variant.short)
        for text in {variant.text, variant.true_text}:
            if likeness(said, text) > REPEATS or (covered(said, text) > 0.9 and len(said) > 60):
                yield sentence.problem("'curta' repeats the sentence", "curta")
                break


def short_source(shelf: Shelf) -> Iterator[Problem]:
    """The short explanation ends on its source in parentheses.

    Bad:  O Kubernetes agenda contêineres.
    Good: O Kubernetes agenda contêineres (docs do Kubernetes).
    """
    for sentence in shelf.sentences:
        if not _SOURCE_AT_END.search(sentence.variant.short):
            yield sentence.problem("'curta' does not end on its source in parentheses", "curta")


def short_names_edit(shelf: Shelf) -> Iterator[Problem]:
    """The short explanation of a falsified sentence speaks of the words that were changed.

    A swapped order ("antes", "depois") is explained without these words as often as with them.

    Bad:  trecho: ["Kubernetes", "Jenkins"], curta: A plataforma agenda e recupera contêineres (…).
    Good: Orquestrar contêineres é função do Kubernetes; o Jenkins serve a CI/CD (…).
    """
    for sentence in shelf.falsified:
        assert sentence.variant.span is not None
        if sentence.variant.technique == "ordem":
            continue
        if not shares_stem(sentence.variant.short, sentence.variant.span):
            yield sentence.problem("'curta' names nothing of 'trecho'", "curta")


def plain_text(shelf: Shelf) -> Iterator[Problem]:
    """What learners read has no markup, link or emoji: each face sets its own.

    Bad:  O **Kubernetes** agenda contêineres 🚀
    Good: O Kubernetes agenda contêineres.
    """
    for sentence in shelf.sentences:
        for key, text in (("texto", sentence.variant.text), ("curta", sentence.variant.short)):
            if fault := _not_plain(text):
                yield sentence.problem(f"{fault} in '{key}'", key)
    for entry in shelf.live:
        if fault := _not_plain(entry.fact.long):
            yield entry.problem(f"{fault} in 'longa'", "longa")


def long_source(shelf: Shelf) -> Iterator[Problem]:
    """The long explanation names at least one of the fact's sources.

    Bad:  fontes: Documentação do MLflow; longa without a word on MLflow
    Good: … Fonte: MLflow, Model Registry.
    """
    for entry in shelf.live:
        names = [re.sub(r"(?i)\bdocumentação\b", "", source.work) for source in entry.fact.sources]
        if names and not shares_stem(entry.fact.long, names):
            yield entry.problem("'longa' names none of the fact's sources", "longa")


def _not_plain(text: str) -> str | None:
    if match := _MARKUP.search(text):
        return f"markup {match.group()!r}"
    for character in text:
        if unicodedata.category(character) in ("So", "Cf", "Co", "Cn", "Cc") and character != "\n":
            return f"the character U+{ord(character):04X}"
    return None
