"""When a fact returns. The only importer of fsrs; a learner's day is handed to it as midnight UTC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler, State

from bot.tutor.grading import Mark

RULE_VERSION = 1
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is believed of one learner's memory of one fact: stability in days, difficulty 1–10."""

    stability: float
    difficulty: float
    reviewed_on: date


def review(memory: Memory | None, mark: Mark, *, on: date) -> Memory:
    """The memory after an answer on the learner's day `on` (right → Good, wrong or blank → Again)."""
    rating = Rating.Good if mark is Mark.RIGHT else Rating.Again
    card, _ = _SCHEDULER.review_card(_card(memory, on), rating, _midnight(on))
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(card.stability, card.difficulty, on)


def retrievability(memory: Memory, on: date) -> float:
    """The chance, 0–1, that the fact is recalled on that day (FSRS-6 forgetting curve)."""
    return _SCHEDULER.get_card_retrievability(_card(memory, on), _midnight(on))


def next_due(memory: Memory, retention: float = 0.9) -> date:
    """The day on which retrievability falls to the desired retention, at least one day on."""
    decay = -_SCHEDULER.parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    days = memory.stability / factor * (retention ** (1 / decay) - 1)
    return memory.reviewed_on + timedelta(days=min(max(round(days), 1), _SCHEDULER.maximum_interval))


def pack(memory: Memory) -> bytes:
    """The memory as it is stored."""
    return json.dumps([memory.stability, memory.difficulty, memory.reviewed_on.isoformat()]).encode()


def unpack(stored: bytes) -> Memory:
    """The inverse of `pack`."""
    stability, difficulty, day = json.loads(stored)
    return Memory(stability, difficulty, date.fromisoformat(day))


def _card(memory: Memory | None, on: date) -> Card:
    if memory is None:
        return Card(card_id=1, due=_midnight(on))
    return Card(
        card_id=1,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.reviewed_on),
        last_review=_midnight(memory.reviewed_on),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
