"""Lengths: what fits a poll, a phone and a reader."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from content.problem import Problem
from content.shelf import Shelf

TEXT = (80, 220)
SHORT = 200
SHORT_LINE_FEEDS = 2
LONG = (300, 700)
PAIR = 0.15
MEAN_PAIR = 20.0


def text_length(shelf: Shelf) -> Iterator[Problem]:
    """A sentence has 80 to 220 characters (a poll takes 300).

    Bad:  O Git versiona código.
    Good: O Git é um sistema distribuído de controle de versão, e o GitLab hospeda repositórios Git.
    """
    low, high = TEXT
    for sentence in shelf.sentences:
        size = len(sentence.variant.text)
        if not low <= size <= high:
            yield sentence.problem(f"the sentence has {size} characters; {low} to {high} are allowed", "texto")


def short_length(shelf: Shelf) -> Iterator[Problem]:
    """A short explanation has at most 200 characters and two line feeds (Bot API: quiz explanation).

    Bad:  an explanation of 240 characters
    Good: O Kubernetes agenda contêineres; versões de modelos ficam no Model Registry (docs do MLflow).
    """
    for sentence in shelf.sentences:
        short = sentence.variant.short
        if len(short) > SHORT:
            yield sentence.problem(f"'curta' has {len(short)} characters; {SHORT} are allowed", "curta")
        if short.count("\n") > SHORT_LINE_FEEDS:
            yield sentence.problem(f"'curta' has more than {SHORT_LINE_FEEDS} line feeds", "curta")


def long_length(shelf: Shelf) -> Iterator[Problem]:
    """A long explanation has 300 to 700 characters.

    Bad:  Porque sim.
    Good: three or four sentences: the rule, why the false version attracts, the neighbour, the source
    """
    low, high = LONG
    for entry in shelf.live:
        size = len(entry.fact.long)
        if not low <= size <= high:
            yield entry.problem(f"'longa' has {size} characters; {low} to {high} are allowed", "longa")


def pair_length(shelf: Shelf) -> Iterator[Problem]:
    """A falsified sentence is within 15 % of the length of its true one.

    Bad:  trecho: ["Git", "serviço de hospedagem de repositórios da equipe"]
    Good: trecho: ["Kubernetes", "Jenkins"]
    """
    for sentence in shelf.falsified:
        true, false = len(sentence.variant.true_text), len(sentence.variant.text)
        if true and abs(false - true) > PAIR * true:
            text = f"{false} characters against {true} of the true sentence: more than {PAIR:.0%} apart"
            yield sentence.problem(text, "trecho")


def mean_length(shelf: Shelf) -> Iterator[Problem]:
    """Over the bank, falsified and true sentences differ by at most 20 characters on average.

    Bad:  every false one is 25 characters longer
    Good: some are longer, some shorter, most alike
    """
    sizes = [abs(len(s.variant.text) - len(s.variant.true_text)) for s in shelf.falsified]
    if sizes and (mean := fmean(sizes)) > MEAN_PAIR:
        text = f"falsified sentences differ from their true ones by {mean:.1f} characters on average"
        yield shelf.falsified[0].problem(f"{text}; {MEAN_PAIR:.0f} are allowed", "trecho")
