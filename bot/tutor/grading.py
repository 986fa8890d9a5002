"""What an answer is worth: the exam's own scoring (right +1, wrong −1, blank 0)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What the learner pressed; the value is what the log keeps."""

    CERTO = "c"
    ERRADO = "e"
    BLANK = "b"


class Mark(StrEnum):
    """How the answer compares with the key."""

    RIGHT = "right"
    WRONG = "wrong"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The mark and what it adds to the net score."""

    mark: Mark
    points: int


_VERDICTS = {
    Mark.RIGHT: Verdict(Mark.RIGHT, 1),
    Mark.WRONG: Verdict(Mark.WRONG, -1),
    Mark.BLANK: Verdict(Mark.BLANK, 0),
}


def grade(answer: Answer, key: bool) -> Verdict:
    """Compare an answer with the key (True: the sentence is right). Source: CEBRASPE exam notices."""
    if answer is Answer.BLANK:
        return _VERDICTS[Mark.BLANK]
    return _VERDICTS[Mark.RIGHT if (answer is Answer.CERTO) is key else Mark.WRONG]
