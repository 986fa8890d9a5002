from __future__ import annotations

from datetime import timedelta

import pytest

from bot.jobs import fitter
from bot.jobs.fitter import EVERY, Fitter
from bot.lessons.school import School
from bot.tutor.traits import AVERAGE, Traits
from storage import learners
from storage.learners import Learner
from tests.conftest import MORNING
from tests.support.histories import Act, live

DAYS = 12
LATER = MORNING + timedelta(days=60)


def hopeless(school: School) -> int:
    """Somebody who misses every fact on every day, and is due for a fit."""
    acts: list[Act] = []
    for _ in range(DAYS):
        acts += [("today", 0), *[("answer", 1)] * 10, ("review", 0), *[("answer", 1)] * 4, ("day", 0)]
    found = live(school, acts)
    school.store.run_now(lambda tx: learners.change(tx, found, fit_at=20))
    return found


def learner(school: School, learner_id: int) -> Learner:
    found = school.store.run_now(lambda tx: learners.get(tx, learner_id))
    assert found is not None
    return found


async def test_who_is_due_is_fitted_in_a_process_of_its_own(school: School) -> None:
    learner_id = hopeless(school)
    fits = Fitter(school)
    await fits.tick(LATER)
    await fits.quiet()
    found = learner(school, learner_id)
    assert found.fit_at >= 400
    assert found.traits != AVERAGE


async def test_a_round_comes_once_an_hour(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []
    fits = Fitter(school)

    async def counted(now: object) -> None:
        rounds.append(now)

    monkeypatch.setattr(fits, "fit_all", counted)
    for minutes in (0, 10, 59, 60, 61):
        await fits.tick(LATER + timedelta(minutes=minutes))
        await fits.quiet()
    assert rounds == [LATER, LATER + EVERY]


async def test_a_fit_that_fails_is_a_line_in_the_log_and_changes_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner_id = hopeless(school)
    monkeypatch.setattr(fitter, "fit", _fails)
    fits = Fitter(school)
    await fits.tick(LATER)
    await fits.quiet()
    assert (learner(school, learner_id).traits, learner(school, learner_id).fit_at) == (AVERAGE, 20)


async def test_stopping_leaves_off_at_once(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    learner_id = hopeless(school)
    monkeypatch.setattr(fitter, "fit", _takes_long)
    fits = Fitter(school)
    await fits.tick(LATER)
    await fits.stop()
    assert learner(school, learner_id).traits == AVERAGE


def _fails(_events: object, _traits: Traits) -> Traits:
    raise RuntimeError


def _takes_long(_events: object, _traits: Traits) -> Traits:
    import time

    time.sleep(60)
    return AVERAGE
