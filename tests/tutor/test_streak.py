from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tutor.agenda import EVERY_DAY, INDEFINITELY
from bot.tutor.streak import Excused, Pause, Streak, advance, current, excusing, has_freeze

DAY = timedelta(days=1)
FIRST = date(2026, 11, 23)  # a Monday
NEVER = excusing(EVERY_DAY)

relaxed = settings(deadline=None)

answered_days = st.sets(st.integers(0, 60), max_size=50) | st.integers(0, 60).flatmap(
    lambda missed: st.sets(st.integers(0, 60), max_size=9).map(lambda gaps: set(range(61)) - gaps - {missed})
)
pauses = st.lists(
    st.builds(lambda a, n: Pause(FIRST + a * DAY, FIRST + (a + n) * DAY), st.integers(0, 60), st.integers(0, 12)),
    max_size=3,
)
weekdays = st.frozensets(st.integers(0, 6))


def counted(answered: set[date], today: date, excused: Excused) -> int:
    """The rule itself: of all stretches up to today without two missed days in any seven, the best."""
    best = 0
    for start in answered:
        span = [start + n * DAY for n in range((today - start).days)]
        missed = [day for day in span if day not in answered and not excused(day)]
        if all(later - earlier >= 7 * DAY for earlier, later in pairwise(missed)):
            best = max(best, sum(start <= day <= today for day in answered))
    return best


def advanced(answered: set[date], excused: Excused) -> Streak:
    streak = Streak()
    for day in sorted(answered):
        streak = advance(streak, day, excused)
    return streak


def on(*numbers: int) -> set[date]:
    return {FIRST + n * DAY for n in numbers}


@relaxed
@given(answered_days, weekdays, pauses, st.integers(0, 12))
def test_the_streak_is_the_longest_stretch_without_two_missed_days_in_seven(
    numbers: set[int], weekdays: frozenset[int], pauses: list[Pause], later: int
) -> None:
    answered, excused = on(*numbers), excusing(weekdays, pauses)
    today = max(answered, default=FIRST) + later * DAY
    assert current(advanced(answered, excused), today, excused) == counted(answered, today, excused)


@settings(deadline=None, max_examples=40)
@given(answered_days, weekdays)
def test_the_longest_is_the_best_that_was_ever_shown(numbers: set[int], weekdays: frozenset[int]) -> None:
    answered, excused = on(*numbers), excusing(weekdays)
    shown = [counted({day for day in answered if day <= today}, today, excused) for today in sorted(answered)]
    assert advanced(answered, excused).longest == max(shown, default=0)


@relaxed
@given(answered_days, st.integers(-70, 0))
def test_a_second_answer_on_a_day_or_on_one_relived_changes_nothing(numbers: set[int], back: int) -> None:
    streak = advanced(on(*numbers), NEVER)
    if streak.last is not None:
        assert advance(streak, streak.last + back * DAY, NEVER) == streak


@relaxed
@given(answered_days, weekdays, pauses, st.integers(1, 12))
def test_a_freeze_is_there_when_missing_today_costs_nothing(
    numbers: set[int], weekdays: frozenset[int], pauses: list[Pause], later: int
) -> None:
    answered, excused = on(*numbers), excusing(weekdays, pauses)
    today = max(answered, default=FIRST) + later * DAY
    standing = counted(answered, today, excused)
    missing = counted(answered, today + DAY, lambda day: day != today and excused(day))
    assert has_freeze(advanced(answered, excused), today, excused) is (0 < standing == missing)


def test_who_never_answered_has_no_streak() -> None:
    assert current(Streak(), FIRST, NEVER) == 0
    assert not has_freeze(Streak(), FIRST, NEVER)


def test_today_is_not_missed_before_it_is_over() -> None:
    streak = advanced(on(0, 1, 2), NEVER)
    assert current(streak, FIRST + 2 * DAY, NEVER) == 3
    assert current(streak, FIRST + 3 * DAY, NEVER) == 3


def test_one_missed_day_is_forgiven_and_two_running_are_not() -> None:
    streak = advanced(on(0, 1, 2), NEVER)
    assert current(streak, FIRST + 4 * DAY, NEVER) == 3
    assert current(streak, FIRST + 5 * DAY, NEVER) == 0
    assert advance(streak, FIRST + 4 * DAY, NEVER).length == 4
    assert advance(streak, FIRST + 5 * DAY, NEVER).length == 1


def test_a_second_missed_day_within_seven_leaves_the_days_after_the_first() -> None:
    assert advanced(on(0, 1, 3, 4, 5, 7), NEVER).length == 4
    assert advanced(on(0, 1, *range(3, 9), 10), NEVER).length == 9  # the 3rd and the 10th: a week apart


def test_paused_days_are_neither_counted_nor_missed() -> None:
    excused = excusing(EVERY_DAY, [Pause(FIRST + 3 * DAY, FIRST + 40 * DAY)])
    assert advanced(on(0, 1, 2, 41), excused).length == 4
    assert current(advanced(on(0, 1, 2), excused), FIRST + 41 * DAY, excused) == 3


def test_a_pause_without_end_keeps_the_streak() -> None:
    excused = excusing(EVERY_DAY, [Pause(FIRST + DAY, INDEFINITELY)])
    assert current(advanced(on(0), excused), FIRST + 400 * DAY, excused) == 1


def test_days_off_are_not_missed_and_an_answer_on_one_counts() -> None:
    workdays = excusing(frozenset(range(5)))
    assert advanced(on(0, 1, 2, 3, 4, 7), workdays).length == 6
    assert advanced(on(0, 1, 2, 3, 4, 5, 7), workdays).length == 7


def test_a_missed_day_over_a_leap_day_is_one_day() -> None:
    streak = advanced({date(2028, 2, 28)}, NEVER)
    assert advance(streak, date(2028, 3, 1), NEVER).length == 2
