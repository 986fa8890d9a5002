"""Words that betray the key: absolutes, negation, praise, and words that lean on another sentence."""

from __future__ import annotations

from collections.abc import Iterator

from content.portuguese import absolutes, fold, negations, points_back, praises, words
from content.problem import Problem
from content.shelf import Sentence, Shelf

ABSOLUTE_DIFFERENCE = 2
NEGATION_SHARE = 0.10


def absolute_words(shelf: Shelf) -> Iterator[Problem]:
    """Absolute words stay out of both classes, unless the fact lists them in `absolutas_da_fonte`.

    Bad:  O Airflow é usado apenas em aprendizado de máquina, sempre com fluxos em lote.
    Good: O Airflow pode ser usado para agendar fluxos de trabalho em lote.
    """
    for sentence in shelf.sentences:
        allowed = {fold(word) for word in sentence.entry.record.source_absolutes}
        for word in absolutes(sentence.variant.text):
            if fold(word) not in allowed:
                yield sentence.problem(f"absolute word {word!r}", "texto")


def absolute_balance(shelf: Shelf) -> Iterator[Problem]:
    """Over the bank, absolute words in Errado and in Certo differ by at most two sentences.

    Bad:  five falsified sentences with "todos", no true one
    Good: "todos" from the source, in one true and one falsified sentence
    """
    false = [s for s in shelf.falsified if absolutes(s.variant.text)]
    true = [s for s in shelf.true if absolutes(s.variant.text)]
    if abs(len(false) - len(true)) > ABSOLUTE_DIFFERENCE:
        more = max(false, true, key=len)
        counts = f"absolute words in {len(false)} falsified and {len(true)} true sentences"
        yield more[0].problem(f"{counts}; at most {ABSOLUTE_DIFFERENCE} apart", "texto")


def negation_edits(shelf: Shelf) -> Iterator[Problem]:
    """At most 10 % of the falsified sentences are falsified by a negation (não, sem, dispensa, …).

    Bad:  trecho: ["é adequado", "não é adequado"] in every second sentence
    Good: trecho: ["o Tracking", "o Model Registry"]
    """
    edits = [s for s in shelf.falsified if _negates(s)]
    allowed = max(1, int(NEGATION_SHARE * len(shelf.falsified)))
    for sentence in edits[allowed:]:
        counts = f"{len(edits)} of {len(shelf.falsified)} falsified sentences are made by negation"
        yield sentence.problem(f"{counts}; {allowed} are allowed", "trecho")


def negation_share(shelf: Shelf) -> Iterator[Problem]:
    """Negation stands in at most 10 % of the falsified sentences, and of the true ones alike.

    Bad:  "não" in 30 % of the falsified sentences
    Good: "não" in 4 % of the falsified sentences and in 5 % of the true ones
    """
    for name, side in (("falsified", shelf.falsified), ("true", shelf.true)):
        found = [s for s in side if negations(s.variant.text)]
        if len(found) > max(1, NEGATION_SHARE * len(side)):
            counts = f"negation in {len(found)} of {len(side)} {name} sentences"
            yield found[0].problem(f"{counts}; {NEGATION_SHARE:.0%} are allowed", "texto")


def praise_words(shelf: Shelf) -> Iterator[Problem]:
    """No praise: it marks what the author believes.

    Bad:  O monitoramento é uma etapa crucial do MLOps.
    Good: O monitoramento é a etapa do MLOps que permite analisar o desempenho após a implantação.
    """
    for sentence in shelf.sentences:
        for word in praises(sentence.variant.text):
            yield sentence.problem(f"word of praise {word!r}", "texto")


def self_contained(shelf: Shelf) -> Iterator[Problem]:
    """A sentence makes sense alone.

    Bad:  O DevOps, por sua vez, foca na colaboração entre equipes.
    Good: O DevOps foca na colaboração entre as equipes de desenvolvimento e de operações.
    """
    for sentence in shelf.sentences:
        found = points_back(sentence.variant.text)
        if found:
            yield sentence.problem(f"{found!r} leans on another sentence", "texto")


def _negates(sentence: Sentence) -> bool:
    """Whether the edit puts a negation in or takes one out."""
    assert sentence.variant.span is not None
    original, false = sentence.variant.span
    return sorted(negations(original)) != sorted(negations(false)) and words(original) != words(false)
