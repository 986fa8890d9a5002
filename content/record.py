"""The editorial side of a fact: who passed over it and when, and where in the seed it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The line of a seed file a fact was made from (`proveniencia`); numbers are 1-based."""

    file: str
    line: int
    subtopic: int
    assertion: int
    original: str
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The passes a fact has really been through, with their ISO dates, and what its source allows.

    `source_absolutes` are absolute words ("todos", "apenas") that the source itself uses.
    """

    author: str
    written_on: str | None = None
    reviewers: tuple[str, ...] = ()
    reviewed_on: str | None = None
    source_absolutes: tuple[str, ...] = ()
    origin: Origin | None = None
