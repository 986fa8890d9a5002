"""What a simulated learner truly knows. No policy may look in here."""

from __future__ import annotations

import math
from collections import Counter
from random import Random

from bot.trials.people import Person
from bot.trials.policies import Answered
from bot.tutor.memory import KNOWN_DIFFICULTY, KNOWN_STABILITY
from content.bank import Variant

HARDNESS = 1.5
"""How much facts differ in difficulty for one learner (standard deviation, on FSRS's scale of 1 to 10)."""


class Mind:
    """One learner's true memory of one fact, FSRS-6 with the learner's own weights, and of its sentences.

    Its draws come from a stream of its own, as many for every answer, so that policies meet the same luck.
    """

    def __init__(self, person: Person, luck: Random) -> None:
        self._person = person
        self._luck = luck
        self._times: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self._harder = luck.gauss(0, HARDNESS)
        self._on = self._stability = self._difficulty = 0.0
        if luck.random() < person.known:
            self._stability = KNOWN_STABILITY * person.firmness
            self._difficulty = _bounded(KNOWN_DIFFICULTY + self._harder)

    def recall(self, day: int) -> float:
        """The true chance of recall on that day, by a sentence never seen; 0 for what was never learnt."""
        if not self._stability:
            return 0.0
        return self._person.forgetting.recall(day - self._on, self._stability)

    def answer(self, variant: Variant, day: int) -> Answered:
        """Answer one sentence on that day, and learn from the feedback unless the sentence was recognised."""
        recognise, recall, slip, guess, mark, words = (self._luck.random() for _ in range(6))
        recognised = recognise < self._recognition(variant.id, day)
        recalled = recall < self.recall(day)
        if not recognised:
            self._learn(day, recalled)
        self._times[variant.id] += 1
        self._last[variant.id] = day
        who, knows = self._person, recognised or recalled
        right = recognised or (slip >= who.slip if recalled else guess < who.guess)
        marked = mark < (who.marks_recall if knows else who.marks_guess)
        return Answered(right, marked, words < (who.finds_words if knows else 1 / 3))

    def _recognition(self, variant_id: str, day: int) -> float:
        """The form hazard: the sentence itself is recognised."""
        since = day - self._last.get(variant_id, day)
        return (1 - 0.85 ** self._times[variant_id]) * math.exp(-since / 30)

    def _learn(self, day: int, recalled: bool) -> None:
        model, now = self._person.forgetting, self.recall(day)
        if not self._stability:
            self._stability = model.first_stability(recalled)
            self._difficulty = _bounded(model.first_difficulty(recalled) + self._harder)
        else:
            after = model.stability_after_recall if recalled else model.stability_after_lapse
            self._stability = after(self._stability, self._difficulty, now)
            self._difficulty = model.difficulty_after(self._difficulty, recalled)
        self._on = day


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
