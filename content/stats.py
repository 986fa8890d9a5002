"""The bank in figures: how much there is, how it is balanced, how it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from content.bank import Bank, Fact, Status, Subtopic
from content.readability import flesch

LEAST_ASKABLE = 10


@dataclass(frozen=True, slots=True)
class SubtopicFigures:
    """Counts of one subtopic; the sentences are those of facts in review or published."""

    id: str
    facts: Counter[Status]
    askable: int
    true: int
    falsified: int

    @property
    def thin(self) -> bool:
        """Whether there is too little here for a learner who studies this subtopic alone."""
        return self.askable < LEAST_ASKABLE


@dataclass(frozen=True, slots=True)
class Reading:
    """Mean length in characters and mean Flesch index of one kind of text."""

    kind: str
    count: int
    length: float
    flesch: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole bank."""

    subtopics: tuple[SubtopicFigures, ...]
    techniques: Counter[str]
    readings: tuple[Reading, ...]

    @property
    def true(self) -> int:
        """True sentences in all."""
        return sum(subtopic.true for subtopic in self.subtopics)

    @property
    def falsified(self) -> int:
        """Falsified sentences in all."""
        return sum(subtopic.falsified for subtopic in self.subtopics)


def figures(bank: Bank) -> Figures:
    """Count and measure a bank."""
    live = [fact for fact in bank.facts.values() if _live(fact)]
    variants = [variant for fact in live for variant in fact.variants]
    return Figures(
        subtopics=tuple(_subtopic(subtopic) for subtopic in bank.subtopics),
        techniques=Counter(v.technique for v in variants if v.technique is not None),
        readings=(
            _reading("Certo", [v.text for v in variants if v.truth]),
            _reading("Errado", [v.text for v in variants if not v.truth]),
            _reading("curta", [v.short for v in variants]),
            _reading("longa", [fact.long for fact in live]),
        ),
    )


def _live(fact: Fact) -> bool:
    return fact.status in (Status.IN_REVIEW, Status.PUBLISHED)


def _subtopic(subtopic: Subtopic) -> SubtopicFigures:
    live = [fact for fact in subtopic.facts if _live(fact)]
    return SubtopicFigures(
        id=subtopic.id,
        facts=Counter(fact.status for fact in subtopic.facts),
        askable=sum(fact.askable for fact in subtopic.facts),
        true=sum(len(fact.sides(True)) for fact in live),
        falsified=sum(len(fact.sides(False)) for fact in live),
    )


def _reading(kind: str, texts: Sequence[str]) -> Reading:
    if not texts:
        return Reading(kind, 0, 0.0, 0.0)
    return Reading(kind, len(texts), fmean(map(len, texts)), fmean(map(flesch, texts)))
