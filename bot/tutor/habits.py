"""How a learner uses the guess button (*chute*)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SELDOM = 0.04
_VERSION = 1
_PACKED = struct.Struct("<B4d")


@dataclass(frozen=True, slots=True)
class Habits:
    """Expected counts of answers given without and with recall, and of those marked as a guess.

    The start stands for four answers of each kind: a quarter of guesses marked, a sixteenth of recalls.
    """

    guesses: float = 4.0
    guesses_marked: float = 1.0
    recalls: float = 4.0
    recalls_marked: float = 0.25

    @property
    def marks_guess(self) -> float:
        """The chance that an answer without recall is marked as a guess."""
        return self.guesses_marked / self.guesses

    @property
    def marks_recall(self) -> float:
        """The chance that a recalled answer is marked as a guess; never above that of a guess."""
        return min(self.recalls_marked / self.recalls, self.marks_guess)

    @property
    def telling(self) -> bool:
        """Whether the button is used at all: for who never marks a guess, an unmarked answer says nothing."""
        return self.marks_guess >= SELDOM

    def after(self, recalled: float, marked: bool) -> Habits:
        """The habits after an answer that was recalled with that chance, the button left out of account."""
        return Habits(
            self.guesses + 1 - recalled,
            self.guesses_marked + (1 - recalled if marked else 0),
            self.recalls + recalled,
            self.recalls_marked + (recalled if marked else 0),
        )


def pack_habits(habits: Habits) -> bytes:
    """The habits as they are stored, 33 bytes."""
    counts = (habits.guesses, habits.guesses_marked, habits.recalls, habits.recalls_marked)
    return _PACKED.pack(_VERSION, *counts)


def unpack_habits(stored: bytes) -> Habits:
    """The inverse of `pack_habits`. Raises ValueError where the bytes are something else."""
    if len(stored) != _PACKED.size or stored[0] != _VERSION:
        raise ValueError("not habits that this version can read")
    return Habits(*_PACKED.unpack(stored)[1:])
