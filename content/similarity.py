"""How alike two sentences are, by the letters and by the words they share."""

from __future__ import annotations

from collections.abc import Iterable

from content.portuguese import content_words, fold


def trigrams(text: str) -> frozenset[str]:
    """The letter triples of a text, accents, case and punctuation aside."""
    padded = f"  {fold(text)} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def stems(text: str) -> frozenset[str]:
    """The first six letters of each word that carries meaning: plurals and genders meet."""
    return frozenset(fold(word)[:6] for word in content_words(text))


def dice(left: frozenset[str], right: frozenset[str]) -> float:
    """Twice what is shared over what there is: 0 (nothing) to 1 (the same set)."""
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 1.0


def likeness(left: str, right: str) -> float:
    """The mean of the two measures for two texts."""
    return (dice(trigrams(left), trigrams(right)) + dice(stems(left), stems(right))) / 2


def covered(part: str, whole: str) -> float:
    """The share of `part`'s meaning words that also stand in `whole`."""
    own = stems(part)
    return len(own & stems(whole)) / len(own) if own else 0.0


def shares_stem(text: str, others: Iterable[str]) -> bool:
    """Whether a text holds a meaning word of any of the others."""
    own = stems(text)
    return any(own & stems(other) for other in others)
