"""What lessons answer: closed unions of frozen results, with sentences resolved, so that no screen needs the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.lessons.topics import Topic
from bot.tutor.exam import DayError, Need, Result
from bot.tutor.grading import Answer, Mark
from bot.tutor.memory import WordsOutcome
from content.bank import Fact, Variant
from storage.deliveries import Kind
from storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks: the face, the user, their private chat there, the language their client reports."""

    face: str
    user_id: int
    chat_id: int
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An assertion as the learner sees it: the `position`-th of `total` in its set."""

    asked_id: int
    fact: Fact
    variant: Variant
    subtopic: str
    position: int
    total: int
    shown_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Leech:
    """The fact was missed again and again; `contrast` is the true sentence of one it may be mixed up with."""

    contrast: str | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answered assertion with what the answer was worth.

    `phrases`: the question which of them are wrong is open, and comes before the truth; `words`: its outcome.
    """

    shown: Shown
    answer: Answer
    guess: bool
    mark: Mark
    points: int
    scored: bool = True
    phrases: tuple[str, ...] = ()
    words: WordsOutcome | None = None
    leech: Leech | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A fact of the set that was not known, and the day on which it returns."""

    fact: Fact
    returns_on: date


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a set."""

    delivery_id: int
    kind: Kind
    right: int
    wrong: int
    blank: int
    net: int
    streak: int
    missed: tuple[Missed, ...]
    today: date
    next_review: tuple[date, int] | None  # the next day on which something falls due, and how much
    next_set_at: datetime | None
    more: bool  # whether there is anything left to add to this set today
    all_learnt: bool
    exam_in: int | None = None  # days left until the exam, where one lies ahead


Step = Shown | Summary
"""What comes next in a set."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A new learner with their first assertion."""

    learner: Learner
    next: Step


@dataclass(frozen=True, slots=True)
class Continued:
    """A learner who comes back to a set: the open assertion, or the summary of a finished one."""

    learner: Learner
    next: Step
    greeting: bool = False


@dataclass(frozen=True, slots=True)
class NothingDue:
    """There is nothing to ask now; what returns next, if anything. `is_full`: the day has had its most."""

    learner: Learner
    today: date
    next_review: tuple[date, int] | None
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer counted. `next` is None where the set has moved on already.

    `skipped`: earlier ones whose question about the words was left open, now with the whole truth.
    """

    learner: Learner
    feedback: Feedback
    next: Step | None
    skipped: tuple[Feedback, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyAnswered:
    """A further tap: nothing changed. `next` is what the first tap still owes the chat, if anything."""

    learner: Learner
    feedback: Feedback
    next: Step | None


@dataclass(frozen=True, slots=True)
class Outdated:
    """A button whose time has passed: the fact was asked again, or the bank no longer has it."""

    language: str | None = None
    next: Step | None = None


@dataclass(frozen=True, slots=True)
class NotYours:
    """The button belongs to somebody else."""

    language: str | None = None


@dataclass(frozen=True, slots=True)
class Stranger:
    """Nobody here goes by that address; /start makes them a learner."""

    language: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """An answered assertion with its long explanation, when the fact returns, and one chance of recall at most.

    `before`: today's chance as it was before this answer, where that was given today. `now`: today's, where the
    fact was not answered today. `tomorrow`: where it was, and there is nothing to say of before.
    """

    learner: Learner
    feedback: Feedback
    today: date
    returns_on: date | None = None
    before: float | None = None
    now: float | None = None
    tomorrow: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as they are now; `changed` names the one just set.

    `need`: what a day takes until the exam, where one lies ahead. `is_last`: the subtopic that was to be
    switched off is the only one left, and stays on.
    """

    learner: Learner
    next_set_at: datetime | None
    changed: str | None = None
    today: date = date.min
    need: Need | None = None
    topics: tuple[Topic, ...] = ()
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class ExamAsked:
    """The exam's day has gone by: the learner is to be asked how it went."""

    learner: Learner
    chat_id: int
    face: str


@dataclass(frozen=True, slots=True)
class ExamTold:
    """How the exam went."""

    learner: Learner
    result: Result


@dataclass(frozen=True, slots=True)
class Paused:
    """Sets are off up to and including that day (date.max: until further notice)."""

    learner: Learner
    last: date


@dataclass(frozen=True, slots=True)
class Resumed:
    """Sets are on again."""

    learner: Learner
    next_set_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was typed after a command could not be understood; `problem` names why."""

    learner: Learner
    problem: str


@dataclass(frozen=True, slots=True)
class UnreadableDay:
    """What was typed after /prova names no usable day; `problem` says why."""

    learner: Learner
    problem: DayError


@dataclass(frozen=True, slots=True)
class Erased:
    """Every row of the person is gone."""

    language: str | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A daily set whose first message is to be sent; without a sound where a late one falls in quiet hours."""

    learner: Learner
    chat_id: int
    face: str
    next: Step
    silent: bool


@dataclass(frozen=True, slots=True)
class Nudged:
    """A nudge that is to be sent: `left` assertions of that set wait."""

    learner: Learner
    chat_id: int
    face: str
    delivery_id: int
    left: int
    weekly: bool  # the learner hears from us but once a week


@dataclass(frozen=True, slots=True)
class AutoPaused:
    """Weeks went by without an answer: sets are off, and the learner is told so, kindly."""

    learner: Learner
    chat_id: int
    face: str


@dataclass(frozen=True, slots=True)
class NudgeTaken:
    """A button of a nudge was pressed: later, not_today, stop, or gone where it no longer counts."""

    learner: Learner
    what: str
    at: datetime | None = None
