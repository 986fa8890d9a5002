"""One fact, one edit: the falsified sentence is a true one with exactly one stretch changed."""

from __future__ import annotations

from collections.abc import Iterator

from content.problem import Problem
from content.shelf import Sentence, Shelf

DECOYS = 2


def exact_edit(shelf: Shelf) -> Iterator[Problem]:
    """Putting `trecho`'s original words back gives exactly one of the fact's true sentences.

    Bad:  trecho: ["Kubernetes", "Jenkins"] where the sentence also lost a comma
    Good: trecho: ["Kubernetes", "Jenkins"], and nothing else differs
    """
    for sentence in shelf.falsified:
        text = _edit_fault(sentence)
        if text:
            yield sentence.problem(text, "trecho")


def decoys(shelf: Shelf) -> Iterator[Problem]:
    """Two `iscas`: right phrases of the sentence, each standing there once, apart from the edit.

    Bad:  iscas: ["de", "em grande escala"]
    Good: iscas: ["orquestrar contêineres", "em grande escala"]
    """
    for sentence in shelf.falsified:
        variant = sentence.variant
        if len(variant.decoys) != DECOYS:
            yield sentence.problem(f"{len(variant.decoys)} iscas; there must be {DECOYS}", "iscas")
        for text in _decoy_faults(sentence):
            yield sentence.problem(text, "iscas")


def _edit_fault(sentence: Sentence) -> str | None:
    variant = sentence.variant
    assert variant.span is not None
    original, false = variant.span
    if original == false:
        return "the two parts of 'trecho' are the same"
    if _count(variant.text, false) != 1:
        return f"{false!r} stands {_count(variant.text, false)} times in the sentence; once is needed"
    fact = sentence.entry.fact
    if not any(true.text == variant.true_text for true in fact.sides(True)):
        return f"with {original!r} back the sentence is none of the true ones: {variant.true_text!r}"
    if _count(variant.true_text, original) != 1:
        return f"{original!r} stands {_count(variant.true_text, original)} times in the true sentence"
    return None


def _decoy_faults(sentence: Sentence) -> Iterator[str]:
    variant = sentence.variant
    assert variant.span is not None
    false = variant.span[1]
    taken = [(variant.text.find(false), variant.text.find(false) + len(false), "'trecho'")]
    for decoy in variant.decoys:
        if (count := _count(variant.text, decoy)) != 1:
            yield f"the isca {decoy!r} stands {count} times in the sentence; once is needed"
            continue
        start = variant.text.find(decoy)
        for other_start, other_end, name in taken:
            if start < other_end and other_start < start + len(decoy):
                yield f"the isca {decoy!r} overlaps {name}"
        taken.append((start, start + len(decoy), repr(decoy)))


def _count(text: str, part: str) -> int:
    """Occurrences, overlapping ones too."""
    if not part:
        return 0
    return sum(text.startswith(part, start) for start in range(len(text)))
