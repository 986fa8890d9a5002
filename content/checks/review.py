"""The second-reader gate: what is published was answered blind by a pass that did not write it."""

from __future__ import annotations

from collections.abc import Iterator

from content.bank import Status
from content.problem import Problem
from content.shelf import Shelf

BLIND = "às cegas"


def blind_pass(shelf: Shelf) -> Iterator[Problem]:
    """A published fact has a blind pass among its `revisores`, on or after the day it was written.

    Bad:  situacao: publicado, revisores: []
    Good: situacao: publicado, revisores: ["revisão às cegas 1"], revisado_em: "2026-11-25"
    """
    for entry in shelf.live:
        if entry.fact.status is not Status.PUBLISHED:
            continue
        record = entry.record
        if not any(BLIND in reviewer for reviewer in record.reviewers):
            yield entry.problem('published without a blind pass ("revisão às cegas 1")', "revisores")
        if record.author in record.reviewers:
            yield entry.problem("the author cannot be the reviewer", "revisores")
        if record.written_on and record.reviewed_on and record.reviewed_on < record.written_on:
            yield entry.problem("reviewed before it was written", "revisado_em")


def dated_passes(shelf: Shelf) -> Iterator[Problem]:
    """The writing pass has its date, and so has the review where there was one.

    Bad:  autor: "redação 1" without redigido_em
    Good: autor: "redação 1", redigido_em: "2026-11-24"
    """
    for entry in shelf.live:
        if entry.record.written_on is None:
            yield entry.problem("'redigido_em' is missing: the day of the writing pass", "autor")
        if entry.record.reviewers and entry.record.reviewed_on is None:
            yield entry.problem("'revisado_em' is missing: the day of the last review", "revisores")
        if entry.record.reviewed_on and not entry.record.reviewers:
            yield entry.problem("'revisado_em' without any pass in 'revisores'", "revisado_em")
