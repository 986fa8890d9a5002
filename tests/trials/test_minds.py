from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bot.trials.minds import Mind
from bot.trials.people import SPECIFIED, Person, draw
from content.bank import Variant

TRUE, OTHER = Variant("c1", True, "", ""), Variant("c2", True, "", "")
USUAL = draw(SPECIFIED, Random(1))
UNKNOWING, KNOWING = replace(USUAL, known=0.0), replace(USUAL, known=1.0)
TIMES = 4000


def share(person: Person, what: str, *, after: int = 0) -> float:
    """How often the last of some answers on successive days to fresh sentences is so."""
    hits = 0
    for seed in range(TIMES):
        mind = Mind(person, Random(seed))
        for day in range(after):
            mind.answer(Variant(f"x{day}", True, "", ""), day)
        hits += getattr(mind.answer(TRUE, after), what)
    return hits / TIMES


def test_what_was_never_learnt_is_not_recalled_and_half_of_the_guesses_are_right() -> None:
    assert Mind(UNKNOWING, Random(1)).recall(0) == 0
    assert share(UNKNOWING, "right") == pytest.approx(0.5, abs=0.03)


def test_who_knows_is_right_but_for_slips() -> None:
    assert share(replace(KNOWING, slip=0.08), "right") == pytest.approx(0.92, abs=0.02)


def test_guesses_are_marked_as_often_as_the_person_does() -> None:
    assert share(UNKNOWING, "marked") == pytest.approx(0.7, abs=0.03)
    assert share(KNOWING, "marked") == pytest.approx(0.1, abs=0.02)


def test_who_does_not_know_the_words_finds_them_one_time_in_three() -> None:
    assert share(UNKNOWING, "words") == pytest.approx(1 / 3, abs=0.03)
    assert share(KNOWING, "words") == pytest.approx(0.95, abs=0.02)


def test_the_feedback_teaches_and_time_takes_it_away() -> None:
    mind = Mind(UNKNOWING, Random(1))
    mind.answer(TRUE, 0)
    assert mind.recall(0) == 1
    assert 0 < mind.recall(60) < mind.recall(1) < 1


def test_a_sentence_seen_often_is_answered_rightly_without_the_fact_growing_stronger() -> None:
    forgetful = replace(UNKNOWING, forgetting=replace(USUAL.forgetting, parameters=_hopeless(USUAL)))
    by_form = sum(_seen_ten_times(forgetful, seed, TRUE) for seed in range(TIMES)) / TIMES
    afresh = sum(_seen_ten_times(forgetful, seed, OTHER) for seed in range(TIMES)) / TIMES
    assert by_form > 0.85
    assert afresh < 0.65


def test_the_draws_do_not_depend_on_what_is_asked() -> None:
    streams = []
    for variant in (TRUE, OTHER):
        luck = Random(11)
        mind = Mind(USUAL, luck)
        mind.answer(variant, 0)
        mind.answer(TRUE, 1)
        streams.append(luck.random())
    assert streams[0] == streams[1]


def _hopeless(person: Person) -> tuple[float, ...]:
    """Weights with which nothing stays for a day."""
    weights = list(person.forgetting.parameters)
    weights[:4] = [0.001] * 4
    weights[8], weights[20] = 0.0, 0.8
    return tuple(weights)


def _seen_ten_times(person: Person, seed: int, last: Variant) -> bool:
    mind = Mind(person, Random(seed))
    for day in range(10):
        mind.answer(TRUE, day)
    return mind.answer(last, 10).right
