from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trials.minds import Mind
from bot.trials.people import SPECIFIED, Person, draw
from bot.tutor import memory
from bot.tutor.fitting import FIRST_AFTER, MOST, fit, held_out_loss, most_likely, next_fit
from bot.tutor.grading import Mark
from bot.tutor.memory import FORGETTING, Habits
from bot.tutor.replay import AnswerEvent, Past, WordsEvent
from bot.tutor.traits import AVERAGE, Traits
from content.bank import Variant
from tests.tutor.test_replay import logs

DAY = date(2026, 1, 5)
FACTS, GAPS = 60, (0, 2, 6, 13, 25, 44, 70)
"""Each fact is asked on seven days, further and further apart: 420 answers."""


def somebody(traits: Traits, seed: int) -> Person:
    """A simulated learner who truly has these traits."""
    drawn = draw(SPECIFIED, Random(seed))
    weights = list(traits.weights(FORGETTING.parameters))
    return replace(drawn, forgetting=type(FORGETTING).of(weights), firmness=traits.firmness)


def studied(person: Person, seed: int) -> list[AnswerEvent | WordsEvent]:
    """What they would answer, sentences always new."""
    minds = {f"f{number}": Mind(person, Random(f"{seed}/{number}")) for number in range(FACTS)}
    events: list[AnswerEvent | WordsEvent] = []
    for day in range(FACTS // 3 + max(GAPS) + 1):
        for number, (fact_id, mind) in enumerate(minds.items()):
            if day - number // 3 in GAPS:
                answer = mind.answer(Variant(f"c{day}", True, "", ""), day)
                events.append(AnswerEvent(fact_id, answer.mark, answer.marked, DAY + timedelta(days=day)))
    return events


@pytest.mark.parametrize("seed", [1, 2])
def test_who_forgets_faster_is_found_out(seed: int) -> None:
    log = studied(somebody(Traits(0.3, 1.6), seed), seed)
    found = most_likely(log)
    assert found.firmness < 0.85
    assert found.steepness > 1


@pytest.mark.parametrize("seed", [1, 2])
def test_who_remembers_better_is_found_out(seed: int) -> None:
    log = studied(somebody(Traits(3.0, 0.7), seed), seed)
    found = most_likely(log)
    assert found.firmness > 1.2
    assert found.firmness > 1.25 * found.steepness


def test_a_fit_is_kept_where_it_foretells_what_was_held_out_better() -> None:
    log = studied(somebody(Traits(0.3, 1.6), 2), 2)
    assert fit(log) == most_likely(log[: len(log) * 4 // 5]) != AVERAGE
    assert held_out_loss(log, fit(log)) < held_out_loss(log, AVERAGE)


def test_a_fit_that_does_not_is_dropped() -> None:
    log = studied(somebody(AVERAGE, 3), 3)
    assert most_likely(log[: len(log) * 4 // 5]) != AVERAGE
    assert fit(log) == AVERAGE


def test_of_a_long_log_some_facts_are_taken_with_all_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr("bot.tutor.fitting.most_likely", lambda events, start: seen.append([*events]) or start)
    long = [
        AnswerEvent(f"f{number}", Mark.RIGHT, None, DAY + timedelta(days=day))
        for day in range(5)
        for number in range(MOST // 2)
    ]
    fit(long)
    taken = [event.fact_id for event in seen[0]]  # type: ignore[attr-defined]
    assert MOST / 2 < len(taken) <= MOST
    assert set(taken) == {f"f{number}" for number in range(0, MOST // 2, 3)}


@settings(deadline=None, max_examples=20)
@given(logs)
def test_a_fit_never_foretells_the_last_fifth_worse_than_the_average_does(log: list[AnswerEvent | WordsEvent]) -> None:
    assert held_out_loss(log, fit(log)) <= held_out_loss(log, AVERAGE)


@settings(deadline=None, max_examples=20)
@given(logs)
def test_a_fit_never_foretells_it_worse_than_the_last_fit(log: list[AnswerEvent | WordsEvent]) -> None:
    before = Traits(0.5, 1.5)
    assert held_out_loss(log, fit(log, before)) <= held_out_loss(log, before)


def test_an_empty_log_says_nothing() -> None:
    assert fit([]) == AVERAGE


def test_the_loss_is_the_log_of_how_likely_the_answer_was_foretold() -> None:
    first, later = AnswerEvent("a", Mark.RIGHT, None, DAY), AnswerEvent("a", Mark.WRONG, None, DAY + timedelta(days=3))
    believed, _ = memory.review(None, Mark.RIGHT, guess=None, on=DAY, habits=Habits())
    recall = memory.retrievability(believed, later.on)
    past = Past()
    assert past.take(first) == pytest.approx(-math.log(0.25 * 0.95 + 0.75 * 0.5))
    assert past.take(later) == pytest.approx(-math.log(recall * 0.05 + (1 - recall) * 0.5))
    assert past.take(later) == 0  # the same day: it counts for nothing


@given(st.integers(1, 10**6))
def test_the_next_fit_wants_half_as_many_answers_more(answers: int) -> None:
    assert next_fit(answers) >= max(FIRST_AFTER, answers * 1.5)
