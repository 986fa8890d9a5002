from __future__ import annotations

from datetime import timedelta

import pytest

from bot.lessons import fitting, replaying
from bot.lessons.fitting import REST, Log
from bot.lessons.school import School
from bot.tutor.fitting import next_fit
from bot.tutor.traits import AVERAGE, Traits
from storage import learners, memories
from tests.conftest import MORNING
from tests.support.histories import Act, live

HISTORY: list[Act] = [*[("answer", number) for number in range(8)], ("day", 0), ("review", 0), ("answer", 3)]
OWN = Traits(0.5, 1.25)
LATER = MORNING + timedelta(days=9)


@pytest.fixture
def learner_id(school: School) -> int:
    """Somebody who has answered a little, and is due for a fit."""
    found = live(school, HISTORY)
    school.store.run_now(lambda tx: learners.change(tx, found, fit_at=5))
    return found


def log_of(school: School, learner_id: int) -> Log:
    found = school.run_now(fitting.log_of, learner_id)
    assert found is not None
    return found


def test_who_has_answered_enough_and_rests_is_due(school: School, learner_id: int) -> None:
    active = school.store.run_now(lambda tx: learners.get(tx, learner_id)).last_active_at  # type: ignore[union-attr]
    assert school.run_now(fitting.due, active + REST - timedelta(seconds=1), 9) == []
    assert school.run_now(fitting.due, active + REST, 9) == [learner_id]
    school.store.run_now(lambda tx: learners.change(tx, learner_id, fit_at=400))
    assert school.run_now(fitting.due, active + REST, 9) == []


def test_every_memory_is_written_anew_as_a_replay_under_those_traits_has_it(school: School, learner_id: int) -> None:
    before = school.store.run_now(lambda tx: memories.of_learner(tx, learner_id))
    assert school.run_now(fitting.adopt, log_of(school, learner_id), OWN, LATER)
    after = school.store.run_now(lambda tx: memories.of_learner(tx, learner_id))
    assert after.keys() == before.keys()
    assert {belief.traits for belief in after.values()} == {OWN}
    compared = school.run_now(replaying.compare, learner_id)
    assert compared is not None
    assert compared.identical


def test_answers_that_come_later_go_on_under_those_traits(school: School, learner_id: int) -> None:
    school.run_now(fitting.adopt, log_of(school, learner_id), OWN, LATER)
    live(school, [("day", 0), ("today", 0), *[("answer", number) for number in range(6)], ("words", 1)])
    after = school.store.run_now(lambda tx: memories.of_learner(tx, learner_id))
    assert {belief.traits for belief in after.values()} == {OWN}
    compared = school.run_now(replaying.compare, learner_id)
    assert compared is not None
    assert compared.identical


def test_who_was_fitted_is_due_after_half_as_many_answers_more(school: School, learner_id: int) -> None:
    log = log_of(school, learner_id)
    school.run_now(fitting.adopt, log, AVERAGE, LATER)
    learner = school.store.run_now(lambda tx: learners.get(tx, learner_id))
    assert learner is not None
    assert learner.fit_at == next_fit(log.sequence)
    assert learner.traits == AVERAGE


def test_two_workers_fitting_the_same_learner_write_once(school: School, learner_id: int) -> None:
    log = log_of(school, learner_id)
    assert school.run_now(fitting.adopt, log, OWN, LATER)
    assert not school.run_now(fitting.adopt, log, Traits(2.0, 1.0), LATER)
    assert log_of(school, learner_id).traits == OWN


def test_who_left_meanwhile_is_left_alone(school: School, learner_id: int) -> None:
    log = log_of(school, learner_id)
    school.store.run_now(lambda tx: learners.erase(tx, learner_id))
    assert school.run_now(fitting.log_of, learner_id) is None
    assert not school.run_now(fitting.adopt, log, OWN, LATER)
