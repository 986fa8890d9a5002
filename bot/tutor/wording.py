"""*Which words are wrong?*: three phrases of a falsified sentence, one of which was put in."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bot.tutor import memory
from bot.tutor.memory import Habits, Memory, WordsOutcome
from content.bank import Variant

PHRASES = 3
_HABITS_BYTES = len(memory.pack_habits(Habits()))


@dataclass(frozen=True, slots=True)
class Before:
    """What was believed before the answer: its outcome and the follow-up's enter one update from here."""

    memory: Memory | None
    habits: Habits


def phrases(variant: Variant) -> tuple[str, ...]:
    """The falsified words and the two decoys, in that order; empty where the sentence has no such three."""
    if variant.span is None:
        return ()
    found = (variant.span[1], *variant.decoys)
    sound = len(found) == PHRASES == len(set(found)) and all(phrase in variant.text for phrase in found)
    return found if sound else ()


def shuffled(coin: Random) -> str:
    """An order for the phrases, as it is stored: one digit each."""
    return "".join(coin.sample("012", PHRASES))


def in_order(variant: Variant, order: str) -> tuple[str, ...]:
    """The phrases as they are numbered; empty where the sentence no longer has three."""
    found = phrases(variant)
    return tuple(found[int(place)] for place in order) if found else ()


def outcome(order: str, choice: int | None) -> WordsOutcome:
    """What choosing the phrase of that number (from 1) came to; None is skipping."""
    if choice is None:
        return WordsOutcome.SKIPPED
    return WordsOutcome.RIGHT if order[choice - 1] == "0" else WordsOutcome.WRONG


def pack_before(before: Before) -> bytes:
    """As it is stored, at most 110 bytes."""
    return memory.pack_habits(before.habits) + (memory.pack(before.memory) if before.memory else b"")


def unpack_before(stored: bytes) -> Before:
    """The inverse of `pack_before`. Raises ValueError where the bytes are something else."""
    habits, rest = stored[:_HABITS_BYTES], stored[_HABITS_BYTES:]
    return Before(memory.unpack(rest) if rest else None, memory.unpack_habits(habits))
