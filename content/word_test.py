"""Single words that lean to one class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.exact import FisherTest
from content.portuguese import absolutes, negations, words
from content.shelf import Sentence

WORD_LEVEL = 0.005


@dataclass(frozen=True, slots=True)
class WordAlarm:
    """A word (or word class) that leans to one class: sentences with it in each, exact p, first places."""

    word: str
    in_false: int
    in_true: int
    p: float
    places: tuple[str, ...]


class WordTest:
    """Which sentences hold each word, and the exact test over them."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        false = sum(not s.variant.truth for s in sentences)
        self._fisher = FisherTest(false, len(sentences) - false)
        holders: dict[str, list[int]] = {}
        for index, sentence in enumerate(sentences):
            for word in _marks(sentence.variant.text):
                holders.setdefault(word, []).append(index)
        self.holders = {word: held for word, held in holders.items() if self._could_alarm(len(held))}

    def smallest(self, labels: list[bool]) -> float:
        """The smallest p of any word."""
        return min((self._p(held, labels) for held in self.holders.values()), default=1.0)

    def alarms(self, labels: list[bool]) -> Iterator[WordAlarm]:
        """Words below WORD_LEVEL, the clearest first."""
        found = sorted((self._p(held, labels), word) for word, held in self.holders.items())
        for p, word in found:
            if p < WORD_LEVEL:
                held = self.holders[word]
                in_false = sum(labels[index] for index in held)
                more = in_false * 2 > len(held)
                places = [self._sentences[index].at for index in held if labels[index] is more]
                yield WordAlarm(word, in_false, len(held) - in_false, p, tuple(places[:3]))

    def _p(self, held: list[int], labels: list[bool]) -> float:
        in_false = sum(labels[index] for index in held)
        return self._fisher.p(in_false, len(held) - in_false)

    def _could_alarm(self, count: int) -> bool:
        """A word too rare (or too common) to pass the level in any arrangement is not tested (Tarone 1990)."""
        false, true = self._fisher.false_total, self._fisher.true_total
        most = min(count, false)
        least = max(0, count - true)
        return min(self._fisher.p(most, count - most), self._fisher.p(least, count - least)) < WORD_LEVEL


def _marks(text: str) -> set[str]:
    """The words of a sentence, and the classes they belong to."""
    marks = set(words(text))
    if absolutes(text):
        marks.add("(any absolute word)")
    if negations(text):
        marks.add("(any negation)")
    return marks
