"""Sentences that are too much alike: across facts, and within one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from content.portuguese import fold
from content.problem import Problem
from content.shelf import Sentence, Shelf
from content.similarity import dice, likeness, stems, trigrams

ACROSS = 0.62
WITHIN_GROUP = 0.75
PARAPHRASE = 0.65


def same_sentence(shelf: Shelf) -> Iterator[Problem]:
    """No sentence stands twice in the bank, least of all once as Certo and once as Errado.

    Bad:  the e1 of one fact is the c2 of another
    Good: every sentence says something of its own
    """
    seen: dict[str, Sentence] = {}
    for sentence in shelf.sentences:
        other = seen.setdefault(fold(sentence.variant.text), sentence)
        if other is sentence:
            continue
        clash = " with the other key" if other.variant.truth is not sentence.variant.truth else ""
        yield sentence.problem(f"the same sentence stands at {other.at}{clash}", "texto")


def near_duplicate(shelf: Shelf) -> Iterator[Problem]:
    """True sentences of different facts differ in substance; those of one `grupo` may come closer.

    Bad:  O MLOps permite reduzir o tempo de implantação. / O MLOps possibilita reduzir o tempo de implantação.
    Good: two facts on one theme, each with its own point
    """
    marked = [(s, trigrams(s.variant.text), stems(s.variant.text)) for s in shelf.true]
    for (left, left_letters, left_words), (right, right_letters, right_words) in combinations(marked, 2):
        if left.entry is right.entry:
            continue
        value = (dice(left_letters, right_letters) + dice(left_words, right_words)) / 2
        group = left.entry.fact.group
        limit = WITHIN_GROUP if group is not None and group == right.entry.fact.group else ACROSS
        if value > limit:
            text = f"near duplicate ({value:.2f} > {limit:.2f}) of {left.entry.fact.id} {left.variant.id}"
            yield right.problem(f"{text} at {left.at}", "texto")


def trivial_paraphrase(shelf: Shelf) -> Iterator[Problem]:
    """The true sentences of one fact are built differently.

    Bad:  c1: O Docker é usado para empacotar modelos. c2: O Docker é utilizado para empacotar modelos.
    Good: c2: Uma imagem Docker reúne o modelo e as bibliotecas de que ele depende.
    """
    for entry in shelf.live:
        true = [s for s in entry.sentences() if s.variant.truth]
        for left, right in combinations(true, 2):
            value = likeness(left.variant.text, right.variant.text)
            if value > PARAPHRASE:
                text = f"trivial rewording of {left.variant.id} ({value:.2f} > {PARAPHRASE:.2f})"
                yield right.problem(text, "texto")
