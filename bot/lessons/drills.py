"""What the follow-up question, the minute and the error notebook answer: frozen results, sentences resolved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.lessons.outcomes import Feedback, Shown, Step
from bot.tutor.duel import Ending
from bot.tutor.grading import Answer
from content.bank import Fact, Variant
from storage.learners import Learner


@dataclass(frozen=True, slots=True)
class Worded:
    """*Which words are wrong?* was answered or skipped; `next` is what the chat is owed besides, if anything."""

    learner: Learner
    feedback: Feedback
    next: Step | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How a minute stands."""

    right: int
    wrong: int
    blank: int
    net: int


@dataclass(frozen=True, slots=True)
class MinuteOn:
    """A minute that runs: what its message shows. `again`: the tap changed nothing, it was a further one."""

    learner: Learner
    shown: Shown
    tally: Tally
    seconds: int
    last: Feedback | None = None
    ref: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class MinuteOver:
    """A minute that is over, with the true sentences of what was missed. `late`: the tap came too late to count."""

    learner: Learner
    tally: Tally
    truths: tuple[str, ...]
    asked_id: int | None  # any assertion of that minute
    ref: str | None = None
    late: bool = False


MinuteState = MinuteOn | MinuteOver


@dataclass(frozen=True, slots=True)
class Mistake:
    """A fact of the error notebook: the sentence last missed and what was answered to it."""

    fact: Fact
    subtopic: str
    variant: Variant
    answer: Answer


@dataclass(frozen=True, slots=True)
class MistakesPage:
    """One page of the error notebook, the first being 0; without mistakes the notebook is empty."""

    learner: Learner
    page: int
    pages: int
    total: int
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class CorrectionTold:
    """Keys were corrected: the sentences that the learner had answered, to be told once."""

    learner: Learner
    chat_id: int
    face: str
    notice_id: int
    variants: tuple[Variant, ...]
    silent: bool


class NoDuel(StrEnum):
    """Why a duel is not to be had."""

    OVER = "over"
    TAKEN = "taken"
    ONE_A_DAY = "one a day"


@dataclass(frozen=True, slots=True)
class DuelOn:
    """A duel and what is next in it. `to_share` is its id where somebody is still to be found for it."""

    learner: Learner
    to_share: int | None
    next: Step


@dataclass(frozen=True, slots=True)
class DuelRefused:
    """No duel, and why."""

    learner: Learner
    why: NoDuel


@dataclass(frozen=True, slots=True)
class DuelTold:
    """The result of a duel for one of the two, to be told once; `theirs` is None where there was nobody."""

    learner: Learner
    chat_id: int
    face: str
    notice_id: int
    mine: int
    theirs: int | None
    ending: Ending
    silent: bool
