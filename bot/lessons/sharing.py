"""Assertions to share with others."""

from __future__ import annotations

from dataclasses import dataclass

from bot.lessons.rounds import read
from bot.lessons.school import Room
from content.bank import Variant

OFFERED = 5
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence to share."""

    fact_id: str
    variant: Variant
    subtopic: str


def offer(room: Room, words: str) -> list[Shared]:
    """The sentences of the fact named; some of the subtopic named, of all where none is; nothing where it is none."""
    named = room.bank.askable.get(words.strip())
    if named is not None:
        title = room.bank.subtopic_of(named).title
        return [Shared(named.id, variant, title) for truth in (True, False) for variant in named.sides(truth)]
    _, subtopic_id = read(words[:LONGEST], room.bank.subtopics)
    facts = [fact for fact in room.bank.askable.values() if subtopic_id in (None, fact.subtopic_id)]
    chosen = room.coin.sample(facts, min(OFFERED, len(facts)))
    return [
        Shared(fact.id, room.coin.choice(fact.sides(room.coin.random() < 0.5)), room.bank.subtopic_of(fact).title)
        for fact in chosen
    ]
