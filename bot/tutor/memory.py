"""When a fact returns: a memory that allows for lucky guesses, built on the fsrs package (its only importer).

A learner's day is handed to the package as midnight UTC, because it counts whole 24-hour days.
Sources: FSRS-6 (open-spaced-repetition); Bayesian knowledge tracing for guess and slip.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from fsrs import Card, Rating, Scheduler, State

from bot.tutor.forgetting import Forgetting
from bot.tutor.grading import Mark
from bot.tutor.habits import Habits, pack_habits, unpack_habits
from bot.tutor.stories import Memory, Story, fold, from_card, pack, unpack
from bot.tutor.traits import AVERAGE, Traits, pack_traits, unpack_traits

__all__ = [
    "AVERAGE",
    "FORGETTING",
    "KNOWN_BEFOREHAND",
    "KNOWN_DIFFICULTY",
    "KNOWN_STABILITY",
    "RULE_VERSION",
    "Habits",
    "Memory",
    "Story",
    "Traits",
    "WordsOutcome",
    "asks_for_words",
    "confident_mistake",
    "follow_up",
    "from_card",
    "gain",
    "is_due",
    "next_due",
    "pack",
    "pack_habits",
    "pack_traits",
    "posterior_recalled",
    "retrievability",
    "review",
    "surprise",
    "unpack",
    "unpack_habits",
    "unpack_traits",
]

RULE_VERSION = 2
GUESS, SLIP = 0.5, 0.05
KNOWN_BEFOREHAND, KNOWN_STABILITY, KNOWN_DIFFICULTY = 0.25, 45.9, 4.0
WORDS_WINDOW = (0.3, 0.9)
_DEFAULTS = Scheduler().parameters
LEARNERS_AT_HAND = 1_000


@dataclass(frozen=True, slots=True)
class _Model:
    """FSRS with one learner's weights: the package's scheduler, and its formulas in plain floats."""

    scheduler: Scheduler
    forgetting: Forgetting


@lru_cache(LEARNERS_AT_HAND)
def _model(traits: Traits) -> _Model:
    weights = traits.weights(_DEFAULTS)
    scheduler = Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    return _Model(scheduler, Forgetting.of(weights))


FORGETTING = _model(AVERAGE).forgetting


class WordsOutcome(StrEnum):
    """How "which words are wrong?" was answered; the value is what the log keeps."""

    RIGHT = "right"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How likely what was seen is with recall, and without."""

    recalled: float
    not_recalled: float

    def times(self, recalled: float, not_recalled: float) -> _Evidence:
        return _Evidence(self.recalled * recalled, self.not_recalled * not_recalled)

    def posterior(self, prior: float) -> float:
        yes, no = prior * self.recalled, (1 - prior) * self.not_recalled
        return yes / (yes + no)

    def likelihood(self, prior: float) -> float:
        return prior * self.recalled + (1 - prior) * self.not_recalled


_MARKS = {
    Mark.RIGHT: _Evidence(1 - SLIP, GUESS),
    Mark.WRONG: _Evidence(SLIP, 1 - GUESS),
    Mark.BLANK: _Evidence(SLIP / 2, 1.0),
}
_WORDS = {
    WordsOutcome.RIGHT: (0.95, 1 / 3),
    WordsOutcome.WRONG: (0.05, 2 / 3),
    WordsOutcome.SKIPPED: (1.0, 1.0),
}


def review(
    before: Memory | None,
    mark: Mark,
    *,
    guess: bool | None,
    on: date,
    habits: Habits,
    words: WordsOutcome | None = None,
    traits: Traits = AVERAGE,
) -> tuple[Memory, Habits]:
    """The memory and the learner's habits after an answer on the learner's day `on`.

    `guess`: whether it was marked as a guess, None where no guess button was offered. `words`: the outcome of
    "which words are wrong?". `traits`: the learner's, of a memory that begins; one that is there has them already.
    Only the first answer of a day counts: after that, both come back as they were.
    """
    if before is not None and before.reviewed_on >= on:
        return before, habits
    evidence = _evidence(mark, guess, habits, words)
    stories = _first_sight(evidence, traits) if before is None else _split(before, evidence, on)
    traits = traits if before is None else before.traits
    known = _MARKS[mark].posterior(_prior(before, on))
    counts = guess is not None and mark is not Mark.BLANK
    return Memory(fold(stories), on, traits), habits.after(known, bool(guess)) if counts else habits


def follow_up(
    before: Memory | None,
    mark: Mark,
    *,
    guess: bool | None,
    on: date,
    habits: Habits,
    words: WordsOutcome,
    traits: Traits = AVERAGE,
) -> Memory:
    """The memory once "which words are wrong?" is answered too.

    `before` and `habits` are those from before the answer of the day `on`, so that the outcome enters the
    same update; the habits after that answer stay as they are.
    """
    return review(before, mark, guess=guess, on=on, habits=habits, words=words, traits=traits)[0]


def posterior_recalled(before: Memory | None, mark: Mark, *, guess: bool | None, on: date, habits: Habits) -> float:
    """The chance that an answer was recalled rather than guessed; arguments as in `review`."""
    return _evidence(mark, guess, habits, None).posterior(_prior(before, on))


def surprise(
    before: Memory | None,
    mark: Mark,
    *,
    guess: bool | None,
    on: date,
    habits: Habits,
    words: WordsOutcome | None = None,
) -> float:
    """The log loss of an answer: minus the logarithm of how likely it was, in nats; arguments as in `review`."""
    return -math.log(_evidence(mark, guess, habits, words).likelihood(_prior(before, on)))


def asks_for_words(posterior: float) -> bool:
    """Whether knowledge and luck are so hard to tell apart that "which words are wrong?" is worth asking."""
    return WORDS_WINDOW[0] <= posterior <= WORDS_WINDOW[1]


def confident_mistake(mark: Mark, *, guess: bool | None, habits: Habits) -> bool:
    """Whether a wrong answer was given in earnest: not marked by somebody who does mark guesses."""
    return mark is Mark.WRONG and guess is False and habits.telling


def retrievability(memory: Memory, on: date) -> float:
    """The chance, 0–1, that the fact is recalled on that day."""
    return min(_recall(memory, max((on - memory.reviewed_on).days, 0)), 1.0)


def next_due(memory: Memory, retention: float = 0.9) -> date:
    """The day on which retrievability falls to the desired retention, at least one day on."""
    days = round(_days_until(memory, retention))
    return memory.reviewed_on + timedelta(days=min(max(days, 1), _model(memory.traits).scheduler.maximum_interval))


def is_due(memory: Memory, on: date, retention: float = 0.9) -> bool:
    """Whether `next_due` has come on that day; faster than asking for the day."""
    passed = (on - memory.reviewed_on).days
    return passed >= 1 and _recall(memory, passed + 0.5) <= retention


def gain(memory: Memory, on: date, exam_day: date) -> float:
    """How much asking on `on` is expected to add to the chance of recall on the exam day.

    Zero for a fact already answered on that day: a fact is scheduled at most once a day.
    """
    passed, ahead = (on - memory.reviewed_on).days, (exam_day - on).days
    if passed < 1:
        return 0.0
    forgetting, total = _model(memory.traits).forgetting, 0.0
    recall = forgetting.recall
    for story in memory.stories:
        stability, difficulty = story.stability, story.difficulty
        now = recall(passed, stability)
        good = recall(ahead, forgetting.stability_after_recall(stability, difficulty, now))
        again = recall(ahead, forgetting.stability_after_lapse(stability, difficulty, now))
        total += story.weight * (now * good + (1 - now) * again - recall(passed + ahead, stability))
    return total


def _prior(before: Memory | None, on: date) -> float:
    return KNOWN_BEFOREHAND if before is None else retrievability(before, on)


def _evidence(mark: Mark, guess: bool | None, habits: Habits, words: WordsOutcome | None) -> _Evidence:
    evidence = _MARKS[mark]
    if guess is not None and mark is not Mark.BLANK:
        recall, chance = habits.marks_recall, habits.marks_guess
        evidence = evidence.times(recall, chance) if guess else evidence.times(1 - recall, 1 - chance)
    return evidence.times(*_WORDS[words]) if words is not None else evidence


def _first_sight(evidence: _Evidence, traits: Traits) -> Iterator[Story]:
    stability = KNOWN_STABILITY * traits.firmness
    yield Story(KNOWN_BEFOREHAND * evidence.recalled, stability, KNOWN_DIFFICULTY)
    scheduler, day = _model(traits).scheduler, datetime(2000, 1, 1, tzinfo=UTC)
    weight = (1 - KNOWN_BEFOREHAND) * evidence.not_recalled
    yield _rated(scheduler, Card(card_id=1, due=day), Rating.Again, day, weight)


def _split(memory: Memory, evidence: _Evidence, on: date) -> Iterator[Story]:
    scheduler, today = _model(memory.traits).scheduler, _midnight(on)
    for story in memory.stories:
        card = _card(story, memory.reviewed_on)
        recall = scheduler.get_card_retrievability(card, today)
        yield _rated(scheduler, card, Rating.Good, today, story.weight * recall * evidence.recalled)
        yield _rated(scheduler, card, Rating.Again, today, story.weight * (1 - recall) * evidence.not_recalled)


def _rated(scheduler: Scheduler, card: Card, rating: Rating, at: datetime, weight: float) -> Story:
    rated, _ = scheduler.review_card(card, rating, at)
    assert rated.stability is not None
    assert rated.difficulty is not None
    return Story(weight, rated.stability, rated.difficulty)


def _recall(memory: Memory, days: float) -> float:
    recall = _model(memory.traits).forgetting.recall
    return sum(story.weight * recall(days, story.stability) for story in memory.stories)


def _days_until(memory: Memory, retention: float) -> float:
    """Between the shortest and the longest of the stories; bisected, as the mixture has no closed form."""
    model = _model(memory.traits)
    each = [model.forgetting.days_until(story.stability, retention) for story in memory.stories]
    low, high = min(each), min(max(each), float(model.scheduler.maximum_interval))
    while high - low > 1e-6 * (1 + high):
        middle = (low + high) / 2
        low, high = (middle, high) if _recall(memory, middle) > retention else (low, middle)
    return high


def _card(story: Story, reviewed_on: date) -> Card:
    return Card(
        card_id=1,
        state=State.Review,
        stability=story.stability,
        difficulty=story.difficulty,
        due=_midnight(reviewed_on),
        last_review=_midnight(reviewed_on),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
