"""Can Certo or Errado be guessed from the wording alone? The cue-leak check.

A reader without knowledge of the field is played by a logistic regression that sees words, pieces of
words, length, absolute words and negation, and is tried on facts it has not seen. Where it does better
than chance, the bank teaches its wording instead of its subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from content.guesser import Guesser
from content.shelf import Sentence, Shelf
from content.word_test import WORD_LEVEL, WordAlarm, WordTest

LEAST_FACTS = 40
AUC_LIMIT = 0.60
AUC_LEVEL = 0.05
PERMUTATIONS = 199
_SEED = 20_251_120


class TooFewFacts(Exception):
    """Below LEAST_FACTS facts no verdict is given; the message is one line."""


@dataclass(frozen=True, slots=True)
class CueReport:
    """The out-of-fold AUC with its permutation p, the word alarms, and how often chance alone alarms.

    `false_alarm` is the share of permutations in which any word passed WORD_LEVEL: the family-wise error
    of the word test in this very bank.
    """

    facts: int
    sentences: int
    auc: float
    p: float
    permutations: int
    tested_words: int
    alarms: tuple[WordAlarm, ...]
    false_alarm: float

    @property
    def guessable(self) -> bool:
        """Whether the model beats chance by more than is tolerated."""
        return self.auc > AUC_LIMIT and self.p < AUC_LEVEL

    @property
    def passed(self) -> bool:
        """Neither the model nor any single word tells the classes apart."""
        return not (self.guessable or self.alarms)


def cue_report(shelf: Shelf, permutations: int = PERMUTATIONS) -> CueReport:
    """Try to tell falsified sentences from true ones; see CueReport.

    Folds keep a `grupo` (or a fact without one) together. The null distribution permutes the labels
    within each fact, which keeps what is the fact's own. The same permutations give the family-wise error
    of the word test. Deterministic. Raises TooFewFacts, or MissingExtra without scikit-learn.
    """
    sentences = [s for s in shelf.sentences if len({v.truth for v in s.entry.fact.variants}) == 2]
    facts = len({s.entry.fact.id for s in sentences})
    if facts < LEAST_FACTS:
        raise TooFewFacts(f"{facts} facts with both keys; below {LEAST_FACTS} the cue check gives no verdict")
    labels = [not s.variant.truth for s in sentences]
    model = Guesser(sentences)
    test = WordTest(sentences)
    auc = model.auc(labels)
    as_good = any_alarm = 0
    for permuted in _permuted(sentences, labels, permutations):
        as_good += model.auc(permuted) >= auc
        any_alarm += test.smallest(permuted) < WORD_LEVEL
    return CueReport(
        facts=facts,
        sentences=len(sentences),
        auc=auc,
        p=(1 + as_good) / (1 + permutations),
        permutations=permutations,
        tested_words=len(test.holders),
        alarms=tuple(test.alarms(labels)),
        false_alarm=any_alarm / permutations,
    )


def _permuted(sentences: Sequence[Sentence], labels: list[bool], times: int) -> Iterator[list[bool]]:
    """Labels shuffled within each fact."""
    coin = Random(_SEED)
    facts: dict[str, list[int]] = {}
    for index, sentence in enumerate(sentences):
        facts.setdefault(sentence.entry.fact.id, []).append(index)
    for _ in range(times):
        shuffled = list(labels)
        for places in facts.values():
            values = [labels[place] for place in places]
            coin.shuffle(values)
            for place, value in zip(places, values, strict=True):
                shuffled[place] = value
        yield shuffled
