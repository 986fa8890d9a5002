"""Fitting the memory to a learner: whose log is long enough, what it says, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.lessons import history, replaying
from bot.lessons.school import Room
from bot.tutor.fitting import next_fit
from bot.tutor.replay import AnswerEvent, WordsEvent
from bot.tutor.traits import Traits
from storage import answers, learners

REST = timedelta(hours=1)
"""So long after the last answer nobody is at it: a fit closes a question about words that is still open."""


@dataclass(frozen=True, slots=True)
class Log:
    """What a fit goes by: a learner's log up to entry `sequence`, and the traits they have now."""

    learner_id: int
    sequence: int
    events: tuple[AnswerEvent | WordsEvent, ...]
    traits: Traits


def due(room: Room, now: datetime, limit: int) -> Sequence[int]:
    """Ids of learners at rest who have answered enough since the last fit."""
    return learners.to_fit(room.tx, now - REST, limit)


def log_of(room: Room, learner_id: int) -> Log | None:
    """What is to be fitted; None where the learner is gone."""
    learner = learners.get(room.tx, learner_id)
    if learner is None:
        return None
    events = history.events(history.as_corrected(answers.of_learner(room.tx, learner_id)))
    return Log(learner_id, learner.last_sequence, tuple(events), learner.traits)


def adopt(room: Room, log: Log, traits: Traits, now: datetime) -> bool:
    """Write every memory anew under those traits; False where the learner is busy, gone or was fitted meanwhile."""
    learner = learners.take(room.tx, log.learner_id)
    if learner is None or learner.fit_at > log.sequence:
        return False
    learners.change(room.tx, learner.id, traits=traits, fit_at=next_fit(log.sequence))
    if traits != learner.traits:
        replaying.rebuild(room, learner.id, now)
    return True
