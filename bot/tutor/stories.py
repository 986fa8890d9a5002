"""What is believed of a memory: up to three stories of how well the fact was learnt, each with its weight."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.tutor.traits import AVERAGE, Traits

MOST = 3
_OF_THE_AVERAGE, _OF_ONE = 2, 3
_HEAD = struct.Struct("<BI")
_TRAITS = struct.Struct("<2d")
_STORY = struct.Struct("<3d")
_UNREADABLE = "not a memory that this version can read"


@dataclass(frozen=True, slots=True)
class Story:
    """One account of a memory: its weight, stability in days, difficulty 1–10."""

    weight: float
    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class Memory:
    """What is believed of one learner's memory of one fact; the weights sum to 1, the heaviest first.

    `traits`: how that learner forgets, under which the stories were written and are to be read.
    """

    stories: tuple[Story, ...]
    reviewed_on: date
    traits: Traits = AVERAGE


def from_card(stability: float, difficulty: float, reviewed_on: date) -> Memory:
    """The memory of a simple card: one story, believed entirely."""
    return Memory((Story(1.0, stability, difficulty),), reviewed_on)


def fold(stories: Iterable[Story]) -> tuple[Story, ...]:
    """At most three stories out of many: the two heaviest, and one that stands for the rest.

    Weights need not sum to 1 beforehand; they do afterwards. The merged story has the weighted mean of the
    logarithm of stability and of difficulty.
    """
    ranked = sorted(stories, key=_rank)
    total = math.fsum(story.weight for story in ranked)
    kept = ranked if len(ranked) <= MOST else [*ranked[: MOST - 1], _merged(ranked[MOST - 1 :])]
    scaled = [Story(story.weight / total, story.stability, story.difficulty) for story in kept]
    return tuple(sorted(scaled, key=_rank))


def pack(memory: Memory) -> bytes:
    """The memory as it is stored: a version, the day, the traits if any, three floats a story; at most 93 bytes."""
    version, traits = _OF_THE_AVERAGE, b""
    if memory.traits != AVERAGE:
        version, traits = _OF_ONE, _TRAITS.pack(memory.traits.firmness, memory.traits.steepness)
    stories = b"".join(_STORY.pack(s.weight, s.stability, s.difficulty) for s in memory.stories)
    return _HEAD.pack(version, memory.reviewed_on.toordinal()) + traits + stories


def unpack(stored: bytes) -> Memory:
    """The inverse of `pack`; what the first version stored (a simple card in JSON) is read as one story.

    Raises ValueError where the bytes are neither.
    """
    if stored[:1] == b"[":
        return _simple_card(stored)
    try:
        version, ordinal = _HEAD.unpack_from(stored)
        begin = {_OF_THE_AVERAGE: _HEAD.size, _OF_ONE: _HEAD.size + _TRAITS.size}[version]
        traits = AVERAGE if version == _OF_THE_AVERAGE else Traits(*_TRAITS.unpack_from(stored, _HEAD.size))
        stories = tuple(Story(*values) for values in _STORY.iter_unpack(stored[begin:]))
        day = date.fromordinal(ordinal)
    except (struct.error, KeyError, ValueError):
        raise ValueError(_UNREADABLE) from None
    if not stories:
        raise ValueError(_UNREADABLE)
    return Memory(stories, day, traits)


def _simple_card(stored: bytes) -> Memory:
    try:
        stability, difficulty, day = json.loads(stored)
        return from_card(float(stability), float(difficulty), date.fromisoformat(day))
    except (TypeError, ValueError):
        raise ValueError(_UNREADABLE) from None


def _merged(stories: list[Story]) -> Story:
    weight = math.fsum(story.weight for story in stories)
    log_stability = math.fsum(story.weight * math.log(story.stability) for story in stories) / weight
    difficulty = math.fsum(story.weight * story.difficulty for story in stories) / weight
    return Story(weight, math.exp(log_stability), difficulty)


def _rank(story: Story) -> tuple[float, float, float]:
    return (-story.weight, -story.stability, story.difficulty)
