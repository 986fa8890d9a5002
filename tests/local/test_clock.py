from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.local.clock import LONGEST, MovableClock
from tests.conftest import MORNING


def test_it_tells_the_real_time_until_it_is_moved() -> None:
    assert MovableClock(lambda: MORNING)() == MORNING


def test_it_runs_on_from_where_it_was_moved_to() -> None:
    now = [MORNING]
    clock = MovableClock(lambda: now[0])
    clock.move_to(MORNING + timedelta(days=1))
    now[0] += timedelta(minutes=5)
    assert clock() == MORNING + timedelta(days=1, minutes=5)


@given(st.lists(st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))))
def test_it_never_goes_back(moves: list[timedelta]) -> None:
    clock = MovableClock(lambda: MORNING)
    told = [clock()]
    for move in moves:
        clock.move_to(MORNING + move)
        told.append(clock())
    assert told == sorted(told)


def test_an_offset_kept_badly_is_cut_to_what_a_calendar_can_hold() -> None:
    assert MovableClock(lambda: MORNING, timedelta(days=10**8)).offset == LONGEST
    assert MovableClock(lambda: MORNING, timedelta(days=-3))() == MORNING
