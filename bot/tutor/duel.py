"""A duel's result: by the exam's own scoring, and where that is equal by who was quicker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

SIZE: Final = 10
OPEN_FOR: Final = timedelta(hours=24)


class Ending(StrEnum):
    """How it went for one of the two."""

    WON = "won"
    LOST = "lost"
    TIED = "tied"
    ALONE = "alone"  # nobody took it up, or the other is gone


@dataclass(frozen=True, slots=True)
class Score:
    """One side: the net score, how many were answered, the median time of an answer in tenths of a second."""

    net: int
    answered: int
    pace: int | None


def ending(mine: Score, theirs: Score | None) -> Ending:
    """How it went for whoever has `mine`. Who answered nothing is no opponent."""
    if theirs is None or theirs.answered == 0:
        return Ending.ALONE
    if mine.net != theirs.net:
        return Ending.WON if mine.net > theirs.net else Ending.LOST
    if mine.answered != theirs.answered or mine.pace is None or theirs.pace is None or mine.pace == theirs.pace:
        return Ending.TIED
    return Ending.WON if mine.pace < theirs.pace else Ending.LOST
