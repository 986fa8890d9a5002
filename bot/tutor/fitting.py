"""Fitting FSRS to one learner from true/false answers, each as weak as the rule takes it to be."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from bot.tutor.replay import AnswerEvent, Past, WordsEvent
from bot.tutor.traits import AVERAGE, Traits

Events = Sequence[AnswerEvent | WordsEvent]

FIRST_AFTER, GROWTH = 400, 1.5
"""So many answers come before a first fit, and so many times as many as at the last fit before the next one."""

HELD_OUT = 0.2
SPREADS = (0.5, 0.25)
"""How much learners are expected to differ: standard deviations of the logarithms of firmness and steepness."""


_Logs = tuple[float, float]
_STEPS = (0.3, 0.15)
_ROUNDS = 2

MOST = 800
"""Answers that a fit goes by; of a longer log those to every second fact, or every third, and so on."""


def fit(events: Events, current: Traits = AVERAGE) -> Traits:
    """The traits to go on with: those most likely by the first four fifths of a learner's log.

    They are kept only where the last fifth is less surprising under them; otherwise `current` stays, or the
    average comes back where that does better still.
    """
    events = _sample(events)
    fitted = most_likely(events[: _split(events)], current)
    return min((AVERAGE, current, fitted), key=lambda traits: held_out_loss(events, traits))


def most_likely(events: Events, start: Traits = AVERAGE) -> Traits:
    """The traits under which a log is least surprising, allowing for guesses and slips as the rule does.

    Maximum a posteriori, with normal priors on the logarithms of both factors; found from `start` on.
    """

    def cost(logs: _Logs) -> float:
        prior = sum((log / spread) ** 2 for log, spread in zip(logs, SPREADS, strict=True)) / 2
        return prior + math.fsum(_surprises(events, Traits.of_logs(*logs)))

    return Traits.of_logs(*_minimise(cost, start.logs()))


def held_out_loss(events: Events, traits: Traits) -> float:
    """The mean log loss, in nats, of the last fifth of a log, each answer foretold from all before it."""
    held_out = _surprises(events, traits)[_split(events) :]
    return math.fsum(held_out) / max(1, len(held_out))


def next_fit(answers: int) -> int:
    """After how many answers the next fit is due, where one was made after `answers`."""
    return max(FIRST_AFTER, math.ceil(answers * GROWTH))


def _sample(events: Events) -> Events:
    facts = list(dict.fromkeys(event.fact_id for event in events))
    chosen = set(facts[:: math.ceil(len(events) / MOST) or 1])
    return [event for event in events if event.fact_id in chosen]


def _split(events: Events) -> int:
    return len(events) - math.ceil(HELD_OUT * len(events))


def _surprises(events: Events, traits: Traits) -> list[float]:
    past = Past(traits)
    return [past.take(event) for event in events]


def _minimise(cost: Callable[[_Logs], float], start: _Logs) -> _Logs:
    """By a parabola through three points, one axis after the other, with smaller steps in each round."""
    costs = {start: cost(start)}

    def consider(point: _Logs) -> float:
        if point not in costs:
            costs[point] = cost(point)
        return costs[point]

    best = start
    for turn in range(_ROUNDS):
        for axis, first_step in enumerate(_STEPS):
            step = first_step / 2**turn
            below, here, above = (consider(_moved(best, axis, by)) for by in (-step, 0.0, step))
            if (bend := below + above - 2 * here) > 0:
                lowest = step / 2 * (below - above) / bend
                consider(_moved(best, axis, min(max(lowest, -2 * step), 2 * step)))
            best = min(costs, key=costs.__getitem__)
    return best


def _moved(point: _Logs, axis: int, by: float) -> _Logs:
    moved = list(point)
    moved[axis] += by
    return moved[0], moved[1]
