"""What the follow-up question, the minute and the error notebook answer: frozen results, sentences resolved."""

from __future__ import annotations

from dataclasses import dataclass

from bot.lessons.outcomes import Feedback, Shown, Step
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
