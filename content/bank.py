"""The bank in memory: questions, subtopics, facts and the sentences that state or falsify them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Status(StrEnum):
    """Where a fact stands on its way to the learner (`situacao` in the files)."""

    DRAFT = "rascunho"
    IN_REVIEW = "em_revisao"
    PUBLISHED = "publicado"
    RETIRED = "aposentado"


@dataclass(frozen=True, slots=True)
class Variant:
    """One sentence that states its fact (`truth`) or falsifies it by a single edit.

    `span` is (original words, false words): replacing the second by the first in `text` gives the true
    sentence. Only falsified variants have `span`, `technique`, `reason` and `decoys`.
    """

    id: str
    truth: bool
    text: str
    short: str
    technique: str | None = None
    span: tuple[str, str] | None = None
    reason: str | None = None
    decoys: tuple[str, ...] = ()

    @property
    def true_text(self) -> str:
        """The sentence as it would be true."""
        if self.span is None:
            return self.text
        original, false = self.span
        return self.text.replace(false, original, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """A published work, the section that bears the fact out, and the day it was consulted (ISO date)."""

    work: str
    section: str
    url: str | None = None
    consulted: str | None = None

    def __str__(self) -> str:
        return f"{self.work}, {self.section}" if self.section else self.work


@dataclass(frozen=True)
class Fact:
    """One thing to know: what is scheduled. Its sentences alternate by a fair coin."""

    id: str
    subtopic_id: str
    status: Status
    revision: int
    difficulty: int
    group: str | None
    tags: tuple[str, ...]
    variants: tuple[Variant, ...]
    long: str
    sources: tuple[Source, ...]

    @cached_property
    def askable(self) -> bool:
        """Published, with at least one true and one falsified variant."""
        return self.status is Status.PUBLISHED and len({v.truth for v in self.variants}) == 2

    def sides(self, truth: bool) -> tuple[Variant, ...]:
        """The variants of one truth value."""
        return tuple(v for v in self.variants if v.truth is truth)

    def variant(self, variant_id: str) -> Variant | None:
        """The variant of that id, or None where the bank no longer has it."""
        return next((v for v in self.variants if v.id == variant_id), None)


@dataclass(frozen=True)
class Subtopic:
    """One part of an exam question, in the order of the syllabus."""

    id: str
    title: str
    question: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Bank:
    """All subtopics; look-ups by id answer None for what is not (or no longer) there."""

    subtopics: tuple[Subtopic, ...]

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact by id, asked or not."""
        return {fact.id: fact for subtopic in self.subtopics for fact in subtopic.facts}

    @cached_property
    def askable(self) -> dict[str, Fact]:
        """The facts that may be put to a learner, in syllabus order."""
        return {fact_id: fact for fact_id, fact in self.facts.items() if fact.askable}

    @cached_property
    def _subtopics(self) -> dict[str, Subtopic]:
        return {subtopic.id: subtopic for subtopic in self.subtopics}

    def subtopic(self, subtopic_id: str) -> Subtopic | None:
        """The subtopic of that id."""
        return self._subtopics.get(subtopic_id)

    def subtopic_of(self, fact: Fact) -> Subtopic:
        """The subtopic a fact of this bank belongs to."""
        return self._subtopics[fact.subtopic_id]

    def pick(self, fact_ids: Iterable[str]) -> Iterator[Fact]:
        """The askable facts among these ids, in their order; ids the bank lost are left out."""
        return (self.askable[fact_id] for fact_id in fact_ids if fact_id in self.askable)
