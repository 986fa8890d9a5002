"""What the bot makes sure of before it asks anything: cheap, and about askable facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from content.bank import Bank
from content.checks import edits
from content.load import DATA, bank_of, read_folder
from content.problem import BankError, Problem
from content.shelf import Shelf, shelf_of

POLL_QUESTION = 300
POLL_EXPLANATION = 200


def validate(folder: Path | None = None) -> Bank:
    """Load the bank and refuse one that could embarrass a learner.

    Beyond its structure: ids are unique, each falsified sentence is exactly one edit of a true one, its
    decoys are there, and texts fit a quiz poll (Bot API, sendPoll). Raises BankError("file:line: …").
    """
    leaves = read_folder(folder or DATA)
    bank = bank_of(leaves)
    shelf = shelf_of(folder or DATA, leaves)
    asked = replace(shelf, entries=tuple(entry for entry in shelf.entries if entry.fact.askable))
    rules = (edits.exact_edit(asked), edits.decoys(asked), _poll_limits(asked))
    for problem in chain.from_iterable(rules):
        raise BankError(problem)
    return bank


def _poll_limits(shelf: Shelf) -> Iterator[Problem]:
    for sentence in shelf.sentences:
        if len(sentence.variant.text) > POLL_QUESTION:
            yield sentence.problem(f"more than {POLL_QUESTION} characters", "texto")
        if len(sentence.variant.short) > POLL_EXPLANATION or sentence.variant.short.count("\n") > 2:
            yield sentence.problem(f"more than {POLL_EXPLANATION} characters or two line feeds", "curta")
