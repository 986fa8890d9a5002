"""What one learner did and had set, by the learner's own account: the bot's database is not asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.tutor.grading import Answer

FOREVER = date.max


class Note(StrEnum):
    """What a diary notes, with the value it then has."""

    JOINED = "joined"
    ZONE = "zone"  # IANA name
    TIME = "time"  # minutes after midnight
    DAYS = "days"  # frozenset of weekdays that are on, Monday 0
    QUIET = "quiet"  # (from, to) in minutes, or None
    NUDGES = "nudges"  # bool
    OFF = "off"  # how many subtopics are off
    PAUSED = "paused"  # the last paused day, FOREVER, or None for back again
    REACHED = "reached"  # False: blocked; True: back
    NOTICED = "noticed"  # the bot was told of the block
    OPENED = "opened"  # a set was asked for, and came
    LATER = "later"  # «Em 1 h»
    ACTIVE = "active"  # anything pressed or said


@dataclass(frozen=True, slots=True)
class Entry:
    """One note: true from `at` on."""

    at: datetime
    note: Note
    value: Any = None


@dataclass(frozen=True, slots=True)
class Tap:
    """An answer given: on which assertion, and which."""

    at: datetime
    asked_id: int
    answer: Answer
    guess: bool


@dataclass(frozen=True, slots=True)
class Outage:
    """From the death of a process to the start of the next."""

    start: datetime
    end: datetime


@dataclass(slots=True)
class Diary:
    """One learner's notes in order of time."""

    entries: list[Entry] = field(default_factory=list)
    taps: list[Tap] = field(default_factory=list)

    def write(self, at: datetime, note: Note, value: Any = None) -> None:
        """Add a note."""
        self.entries.append(Entry(at, note, value))
