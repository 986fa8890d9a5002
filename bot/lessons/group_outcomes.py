"""What lessons about groups answer: closed unions of frozen results, with sentences resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.tutor.scoreboard import Place as Rank
from content.bank import Variant
from storage.groups import Group


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a chat of a face, and the forum topic in it, if any."""

    face: str
    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Who speaks in a group; `is_admin` also for an administrator who hides behind the group."""

    user_id: int
    is_admin: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Quiz:
    """A poll to send: the `position`-th of `total` in its round; `seconds` None: open until it is stopped."""

    asked_id: int
    place: Place
    variant: Variant
    position: int
    total: int
    certo_first: bool
    seconds: int | None
    silent: bool
    language: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a daily assertion went."""

    variant: Variant
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A poll to stop; a daily one is followed by its result."""

    asked_id: int
    place: Place
    ref: str
    silent: bool
    language: str
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Player:
    """A line of a table: the rank with a first name, empty where none is known."""

    rank: Rank
    name: str


@dataclass(frozen=True, slots=True)
class MostMissed:
    """The assertion most got wrong, of how many answers."""

    variant: Variant
    wrong: int
    answers: int


@dataclass(frozen=True, slots=True)
class Table:
    """A round's table, or the week's (`round_id` None); `ref`: the message that shows it already."""

    place: Place
    language: str
    players: tuple[Player, ...]
    polls: int
    missed: MostMissed | None
    silent: bool = False
    round_id: int | None = None
    ref: str | None = None
    votes: int = 0
    offer: bool = False
    """Somebody played who has no private chat and was never offered one."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done in one group now, in this order."""

    stops: tuple[Stop, ...] = ()
    tables: tuple[Table, ...] = ()
    quizzes: tuple[Quiz, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A round begins; its first poll follows by itself."""

    group: Group
    size: int


@dataclass(frozen=True, slots=True)
class Busy:
    """A round is under way already."""

    language: str


@dataclass(frozen=True, slots=True)
class TooSoon:
    """The last round ended a moment ago."""

    language: str
    again_at: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class AdminsOnly:
    """Only administrators may do that."""

    language: str


@dataclass(frozen=True, slots=True)
class NoSuchTopic:
    """The subtopic named is none; these are."""

    language: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotRunning:
    """There is no round to stop."""

    language: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The round is over; its table follows by itself."""

    language: str


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """The settings as they are now; `changed` names the one just set."""

    group: Group
    changed: str | None = None
