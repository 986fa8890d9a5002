"""Rebuilding a learner's memories from the answer log, by the keys that the bank has now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.lessons import asking, history, timing
from bot.lessons.school import Room
from bot.tutor.grading import grade
from bot.tutor.memory import RULE_VERSION, WordsOutcome
from bot.tutor.replay import Past
from bot.tutor.replay import replay as replayed
from storage import answers, asked, learners, memories, notices, wordings
from storage.answers import Event, LoggedAnswer
from storage.learners import Learner
from storage.memories import Record
from storage.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence whose key in a learner's log is not the bank's. `marks`: whether any mark changes with it."""

    fact_id: str
    variant_id: str
    key: bool
    marks: bool


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay of one learner came to: the facts whose memory is stored otherwise than the log has it."""

    learner_id: int
    answers: int
    memories: int
    differing: tuple[str, ...]
    habits_differ: bool
    corrections: tuple[Correction, ...]

    @property
    def identical(self) -> bool:
        """Whether what is stored is what the log and the bank's keys make."""
        return not (self.differing or self.habits_differ or self.corrections)


def everyone(room: Room) -> Sequence[int]:
    """Every learner's id."""
    return learners.all_ids(room.tx)


def compare(room: Room, learner_id: int) -> Replayed | None:
    """Replay one learner and say what differs, changing nothing; None where there is no such learner."""
    learner = learners.get(room.tx, learner_id)
    return _compare(room, learner)[0] if learner else None


def rebuild(room: Room, learner_id: int, now: datetime) -> Replayed | None:
    """The same, and put right what differs: keys, points, memories, due dates; who is affected is to be told.

    The log only grows: a corrected key is a further entry. A second run finds nothing to do.
    """
    learner = learners.get(room.tx, learner_id)
    if learner is None:
        return None
    found, past = _compare(room, learner)
    if found.identical:
        return found
    _close_questions(room, learner, now)
    for correction in found.corrections:
        _correct(room, learner, correction, now)
    told = [f"{c.fact_id} {c.variant_id}" for c in found.corrections if c.marks]
    if told:
        notices.add(room.tx, learner.id, NoticeKind.CORRECTION, "\n".join(told), now)
    memories.rewrite(room.tx, learner.id, _records(past))
    learners.change(room.tx, learner.id, habits=past.habits)
    return found


def _compare(room: Room, learner: Learner) -> tuple[Replayed, Past]:
    logged = answers.of_learner(room.tx, learner.id)
    log = history.as_corrected(logged)
    corrections = _corrections(room, log)
    keys = {(c.fact_id, c.variant_id): c.key for c in corrections}
    known = [replace(entry, key=keys.get((entry.fact_id, entry.variant_id), entry.key)) for entry in log]
    past = replayed(history.events(known), learner.traits)
    stored, rebuilt = memories.records(room.tx, learner.id), _records(past)
    differing = sorted(fact for fact in stored.keys() | rebuilt.keys() if stored.get(fact) != rebuilt.get(fact))
    given = sum(entry.kind is Event.ANSWER for entry in log)
    habits_differ = learner.habits != past.habits
    return Replayed(learner.id, given, len(stored), tuple(differing), habits_differ, corrections), past


def _corrections(room: Room, log: Sequence[LoggedAnswer]) -> tuple[Correction, ...]:
    found: dict[tuple[str, str], Correction] = {}
    for entry in log:
        fact = room.bank.facts.get(entry.fact_id)
        variant = fact.variant(entry.variant_id) if fact else None
        if entry.kind is not Event.ANSWER or variant is None or variant.truth is entry.key:
            continue
        changes = entry.scored and grade(entry.answer, variant.truth) != grade(entry.answer, entry.key)
        before = found.get((entry.fact_id, entry.variant_id))
        marks = changes or (before is not None and before.marks)
        found[entry.fact_id, entry.variant_id] = Correction(entry.fact_id, entry.variant_id, variant.truth, marks)
    return tuple(found.values())


def _records(past: Past) -> dict[str, Record]:
    return {
        fact_id: Record(belief, past.misses[fact_id], fact_id in past.mistaken)
        for fact_id, belief in past.memories.items()
    }


def _correct(room: Room, learner: Learner, correction: Correction, now: datetime) -> None:
    about = [
        entry
        for entry in answers.of_fact(room.tx, learner.id, correction.fact_id)
        if entry.variant_id == correction.variant_id and entry.kind is Event.ANSWER
    ]
    answers.append(room.tx, replace(
        about[-1], sequence=learners.take_sequence(room.tx, learner.id), kind=Event.CORRECTION, at=now,
        day=timing.today(learner, now), key=correction.key, elapsed_ms=None, rule_version=RULE_VERSION,
    ))  # fmt: skip
    for row in asked.of_variant(room.tx, learner.id, correction.fact_id, correction.variant_id):
        assert row.answer is not None
        if row.points:  # what was not scored then is not scored now
            asked.change(room.tx, row.id, points=grade(row.answer, correction.key).points)


def _close_questions(room: Room, learner: Learner, now: datetime) -> None:
    """What was believed before those answers is not what it was: a follow-up could not be recomputed from it."""
    for row in wordings.waiting(room.tx, learner.id):
        shown = asking.resolve(room, row, None)
        due = now if shown and row.shown_ref else None
        wordings.settle(room.tx, row.id, WordsOutcome.SKIPPED, feedback_due=due)
