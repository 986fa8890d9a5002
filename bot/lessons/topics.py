"""The subtopics a learner wants: sets and reviews leave out those switched off; never all are."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2s

from bot.lessons.school import Room
from content.bank import Bank
from storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Topic:
    """A subtopic as the settings show it; `key` stands for its id on a button, where an id may be too long."""

    key: str
    title: str
    on: bool


def chosen(room: Room, learner: Learner) -> Bank:
    """The bank without the subtopics switched off; all of it where nothing would be left."""
    if not learner.subtopics_off:
        return room.bank
    kept = tuple(subtopic for subtopic in room.bank.subtopics if subtopic.id not in learner.subtopics_off)
    return Bank(kept) if kept else room.bank


def topics(room: Room, learner: Learner) -> tuple[Topic, ...]:
    """Every subtopic of the bank, in its order."""
    return tuple(Topic(key_of(s.id), s.title, s.id not in learner.subtopics_off) for s in room.bank.subtopics)


def switched(room: Room, learner: Learner, value: str) -> frozenset[str] | None:
    """The subtopics off after a button's value, a key and the state it is to have (0, 1).

    None where the bank has no such subtopic. The caller sees to it that not all are off.
    """
    known = {key_of(subtopic.id): subtopic.id for subtopic in room.bank.subtopics}
    subtopic_id, state = known.get(value[:-1]), value[-1:]
    if subtopic_id is None or state not in ("0", "1"):
        return None
    off = learner.subtopics_off & frozenset(known.values())
    return off - {subtopic_id} if state == "1" else off | {subtopic_id}


def key_of(subtopic_id: str) -> str:
    """Eight letters that stand for a subtopic's id."""
    return blake2s(subtopic_id.encode(), digest_size=4).hexdigest()
