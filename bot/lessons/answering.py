"""Taking an answer: once, whoever taps how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.lessons import asking, pausing, showing, timing
from bot.lessons.outcomes import (
    AlreadyAnswered,
    Answered,
    Explained,
    Feedback,
    NotYours,
    Outdated,
    Shown,
    Step,
    Stranger,
    Who,
)
from bot.lessons.school import Room
from bot.tutor import memory
from bot.tutor.grading import Answer, Mark, grade
from bot.tutor.nudging import Level
from storage import answers, asked, deliveries, learners, memories
from storage.answers import Event, LoggedAnswer
from storage.asked import Asked
from storage.deliveries import Delivery
from storage.learners import Learner

LONGEST_MS = 3_600_000
"""A longer wait than an hour says nothing about the fact."""

Taken = Answered | AlreadyAnswered | Outdated | NotYours | Stranger


def answer(
    room: Room, who: Who, asked_id: int, given: Answer, *, guess: bool, now: datetime, ref: str | None = None
) -> Taken:
    """Grade and keep one answer and hand out what comes next.

    `ref` is the message tapped: where a send of unknown outcome arrived after all, this is how one learns it.
    """
    found = _own(room, who, asked_id)
    if not isinstance(found, tuple):
        return found
    learner, row = found
    delivery = deliveries.get(room.tx, row.delivery_id) if row.delivery_id else None
    shown = asking.resolve(room, row, delivery)
    if shown is None or (row.outdated and row.answered_at is None):
        return Outdated(learner.language, _owed(room, delivery))
    if row.answered_at is None:
        if row.shown_ref is None and ref:
            showing.stands(room, row.id, ref, row.handed_at)
        taken = _take(room, learner, row, shown, given, guess, now)
        if taken:
            learner = _returned(room, who, learner, now)
            following = _follow(room, learner, delivery, now)
            return Answered(timing.schedule(room, learner, now), taken, following)
    settled = asked.get(room.tx, asked_id)
    assert settled is not None
    return AlreadyAnswered(learner, asking.feedback(settled, shown), _owed(room, delivery))


def explain(room: Room, who: Who, asked_id: int, *, now: datetime) -> Explained | Outdated | NotYours | Stranger:
    """The long explanation of an answered assertion."""
    found = _own(room, who, asked_id)
    if not isinstance(found, tuple):
        return found
    learner, row = found
    delivery = deliveries.get(room.tx, row.delivery_id) if row.delivery_id else None
    shown = asking.resolve(room, row, delivery)
    if shown is None or row.answer is None:
        return Outdated(learner.language)
    today = timing.today(learner, now)
    belief = memories.get(room.tx, learner.id, row.fact_id)
    if belief is None:
        return Explained(learner, asking.feedback(row, shown), today, None, None)
    return Explained(
        learner,
        asking.feedback(row, shown),
        today,
        memory.next_due(belief),
        memory.retrievability(belief, today),
    )


def _own(room: Room, who: Who, asked_id: int) -> tuple[Learner, Asked] | Outdated | NotYours | Stranger:
    learner = learners.find(room.tx, who.face, who.user_id)
    row = asked.get(room.tx, asked_id)
    if learner is None:
        return NotYours(who.language) if row else Stranger(who.language)
    if row is None:
        return Outdated(learner.language)
    return (learner, row) if row.learner_id == learner.id else NotYours(learner.language)


def _take(
    room: Room, learner: Learner, row: Asked, shown: Shown, given: Answer, guess: bool, now: datetime
) -> Feedback | None:
    verdict = grade(given, shown.variant.truth)
    scored = shown.fact.askable  # a suspended item that is still open can be answered and is not scored
    points = verdict.points if scored else 0
    due = now + asking.GRACE
    if not asked.settle(room.tx, row.id, given, guess, points, now, feedback_due=due):
        return None
    _log(room, learner, row, shown, given, guess, now)
    if scored:
        _remember(room, learner, row.fact_id, verdict.mark, guess, timing.today(learner, now))
    return asking.feedback(replace(row, answer=given, guess=guess, points=points), shown)


def _returned(room: Room, who: Who, learner: Learner, now: datetime) -> Learner:
    """Who answers can be reached, and is back from a pause that the bot made by itself."""
    learners.activate(room.tx, learner.id, who.face, active=True)
    if learner.nudging.level is Level.PAUSED:
        pausing.release(room, learner, now)
        learner = timing.fresh(room, learner)
    return timing.touch(room, learner, now)


def _log(room: Room, learner: Learner, row: Asked, shown: Shown, given: Answer, guess: bool, now: datetime) -> None:
    delivery = deliveries.get(room.tx, row.delivery_id) if row.delivery_id else None
    elapsed = int((now - row.shown_at).total_seconds() * 1000) if row.shown_at else None
    answers.append(room.tx, LoggedAnswer(
        learner.id, learners.take_sequence(room.tx, learner.id), Event.ANSWER, now, timing.today(learner, now),
        row.fact_id, row.variant_id, row.revision, shown.variant.truth, row.truth, given, guess_offered=True,
        guess=guess, elapsed_ms=elapsed if elapsed is not None and 0 <= elapsed <= LONGEST_MS else None,
        source=delivery.kind if delivery else "set", source_id=row.delivery_id, rule_version=memory.RULE_VERSION,
    ))  # fmt: skip


def _remember(room: Room, learner: Learner, fact_id: str, mark: Mark, guess: bool, day: date) -> None:
    before = memories.get(room.tx, learner.id, fact_id)
    after, habits = memory.review(before, mark, guess=guess, on=day, habits=learner.habits)
    if after is before:
        return  # the first answer of a learner's day is the one that counts for the memory
    mistaken = memory.confident_mistake(mark, guess=guess, habits=learner.habits)
    memories.save(room.tx, learner.id, fact_id, after, missed=mark is not Mark.RIGHT, mistaken=mistaken)
    learners.change(room.tx, learner.id, habits=habits)


def _follow(room: Room, learner: Learner, delivery: Delivery | None, now: datetime) -> Step | None:
    if delivery is None or delivery.day != timing.today(learner, now):
        return None  # an older set is no debt: its facts compete again in today's
    return asking.next_step(room, learner, delivery, now)


def _owed(room: Room, delivery: Delivery | None) -> Step | None:
    waiting = asked.open_in(room.tx, delivery.id) if delivery else None
    if waiting is None or waiting.shown_ref is not None:
        return None
    return asking.resolve(room, waiting, delivery)
