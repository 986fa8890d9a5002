"""Shares over the whole bank: no habit of the authors may show through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from content.problem import Problem
from content.shelf import Shelf

TECHNIQUE_SHARE = 0.35
TECHNIQUE_FROM = 20
KEY_DIFFERENCE = 0.02
EACH_SIDE = 2


def technique_share(shelf: Shelf) -> Iterator[Problem]:
    """No technique makes more than 35 % of the falsified sentences (judged from 20 of them on).

    Bad:  30 of 40 sentences by `troca_de_ferramenta`
    Good: nine techniques, the most frequent at 22 %
    """
    total = len(shelf.falsified)
    if total < TECHNIQUE_FROM:
        return
    counts = Counter(s.variant.technique for s in shelf.falsified)
    for technique, count in counts.items():
        if count > TECHNIQUE_SHARE * total:
            first = next(s for s in shelf.falsified if s.variant.technique == technique)
            text = f"{technique} makes {count} of {total} falsified sentences ({count / total:.0%})"
            yield first.problem(f"{text}; {TECHNIQUE_SHARE:.0%} are allowed", "tecnica")


def key_balance(shelf: Shelf) -> Iterator[Problem]:
    """Certo and Errado are within 2 % of each other.

    Bad:  180 true and 140 falsified sentences
    Good: 160 and 160
    """
    true, false = len(shelf.true), len(shelf.falsified)
    if abs(true - false) > max(1, KEY_DIFFERENCE * (true + false)):
        more = max(shelf.true, shelf.falsified, key=len)
        yield more[0].problem(f"{true} true and {false} falsified sentences; {KEY_DIFFERENCE:.0%} apart at most")


def both_sides(shelf: Shelf) -> Iterator[Problem]:
    """A fact in review or published has at least two true and two falsified sentences.

    Bad:  c1, e1
    Good: c1, c2, e1, e2
    """
    for entry in shelf.live:
        for truth, name in ((True, "true"), (False, "falsified")):
            count = len(entry.fact.sides(truth))
            if count < EACH_SIDE:
                yield entry.problem(f"{count} {name} sentences; at least {EACH_SIDE} are needed", "enunciados")
