from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.tutor import days
from bot.tutor.agenda import INDEFINITELY, Agenda, Delivery, next_delivery
from bot.tutor.nudging import (
    Level,
    Nudging,
    answered,
    declined,
    ignored,
    next_nudge,
    nudged,
    postponed,
)
from tests.tutor.test_days import HARD_ZONES, ZONES, changes, instants, minutes, quiet_hours, utc

DAY = timedelta(days=1)
HALF_AN_HOUR = timedelta(minutes=30)
TUESDAY = date(2026, 11, 24)
MORNING = utc(2026, 11, 24, 11)  # 08:00 in São Paulo
SET = Delivery(TUESDAY, MORNING)
FRESH = Nudging()

relaxed = settings(deadline=None)
names = st.sampled_from(HARD_ZONES) | st.sampled_from(ZONES)
agendas = st.builds(
    Agenda,
    zone=names,
    delivery_minute=minutes,
    nudge_after_minutes=st.integers(1, 1439),
    quiet=st.none() | quiet_hours,
)
delays = st.timedeltas(timedelta(0), timedelta(hours=30)).map(lambda d: timedelta(minutes=d // timedelta(minutes=1)))


@st.composite
def waiting(draw: st.DrawFn) -> tuple[Agenda, Delivery, datetime, datetime | None]:
    """An agenda, a set delivered by it, a later instant and the last activity before that."""
    agenda = draw(agendas)
    planned = next_delivery(agenda, draw(instants).replace(second=0, microsecond=0), None)
    assert planned is not None
    now = planned.at + draw(delays)
    seen = draw(st.none() | delays)
    return agenda, planned, now, None if seen is None else now - seen


@settings(deadline=None, max_examples=300)
@given(waiting(), st.booleans())
def test_no_nudge_is_in_quiet_hours_nor_near_activity_nor_on_another_day(
    case: tuple[Agenda, Delivery, datetime, datetime | None], later: bool
) -> None:
    agenda, delivered, now, seen = case
    nudging = postponed(FRESH, delivered.day, now) if later else FRESH
    at = next_nudge(agenda, delivered, nudging, seen, now)
    if at is None:
        return
    assert at >= now
    assert at >= delivered.at + timedelta(minutes=agenda.nudge_after_minutes) or later
    assert seen is None or at - seen >= HALF_AN_HOUR
    assert not days.in_quiet_hours(at, agenda.quiet, agenda.place)
    assert days.learner_day(at, agenda.place) == delivered.day


@settings(deadline=None, max_examples=100)
@given(waiting())
def test_the_nudge_is_the_first_minute_that_is_allowed(
    case: tuple[Agenda, Delivery, datetime, datetime | None],
) -> None:
    agenda, delivered, now, seen = case
    zone = agenda.place
    assume(not {delivered.day, delivered.day + DAY} & set(changes(zone)))
    after = delivered.at + timedelta(minutes=agenda.nudge_after_minutes)
    at = max(now, after, seen + HALF_AN_HOUR if seen else now)
    while days.in_quiet_hours(at, agenda.quiet, zone) and days.learner_day(at, zone) == delivered.day:
        at += timedelta(minutes=1)
    allowed = at if days.learner_day(at, zone) == delivered.day else None
    assert next_nudge(agenda, delivered, FRESH, seen, now) == allowed


@relaxed
@given(waiting())
def test_a_nudge_is_still_due_at_its_instant_and_never_after_it_was_sent(
    case: tuple[Agenda, Delivery, datetime, datetime | None],
) -> None:
    agenda, delivered, now, seen = case
    at = next_nudge(agenda, delivered, FRESH, seen, now)
    assume(at is not None)
    assert at is not None
    assert next_nudge(agenda, delivered, FRESH, seen, at) == at
    assert next_nudge(agenda, delivered, nudged(FRESH, delivered.day), seen, at) is None
    assert next_nudge(agenda, delivered, declined(FRESH, delivered.day), seen, at) is None


def test_the_nudge_comes_three_hours_after_delivery() -> None:
    assert next_nudge(Agenda(), SET, FRESH, None, MORNING) == utc(2026, 11, 24, 14)


@pytest.mark.parametrize(
    ("agenda", "delivered", "nudging"),
    [
        (Agenda(), None, FRESH),
        (Agenda(nudges=False), SET, FRESH),
        (Agenda(paused_until=TUESDAY), SET, FRESH),
        (Agenda(paused_until=INDEFINITELY), SET, FRESH),
        (Agenda(), SET, Nudging(level=Level.PAUSED)),
        (Agenda(), SET, nudged(FRESH, TUESDAY)),
        (Agenda(), SET, declined(FRESH, TUESDAY)),
    ],
    ids=["none waits", "switched off", "paused", "paused for good", "gone quiet", "nudged", "declined"],
)
def test_there_is_no_nudge(agenda: Agenda, delivered: Delivery | None, nudging: Nudging) -> None:
    assert next_nudge(agenda, delivered, nudging, None, MORNING) is None


def test_a_nudge_waits_until_half_an_hour_after_the_last_activity() -> None:
    seen = utc(2026, 11, 24, 13, 50)
    assert next_nudge(Agenda(), SET, FRESH, seen, utc(2026, 11, 24, 14)) == utc(2026, 11, 24, 14, 20)


def test_a_nudge_in_the_morning_s_quiet_hours_moves_to_their_end() -> None:
    agenda = Agenda(delivery_minute=240, nudge_after_minutes=60)
    early = Delivery(TUESDAY, utc(2026, 11, 24, 7))
    assert next_nudge(agenda, early, FRESH, None, early.at) == utc(2026, 11, 24, 10)


def test_a_nudge_in_the_night_s_quiet_hours_is_dropped() -> None:
    late = Delivery(TUESDAY, utc(2026, 11, 24, 23))
    assert next_nudge(Agenda(), late, FRESH, None, late.at) is None


def test_a_nudge_missed_while_the_machine_slept_into_quiet_hours_is_dropped() -> None:
    assert next_nudge(Agenda(), SET, FRESH, None, utc(2026, 11, 25, 1, 30)) is None


def test_in_an_hour_moves_the_same_nudge() -> None:
    pressed = utc(2026, 11, 24, 14, 10)
    put_off = postponed(nudged(FRESH, TUESDAY), TUESDAY, pressed)
    at = utc(2026, 11, 24, 15, 10)
    assert next_nudge(Agenda(), SET, put_off, pressed, pressed) == at
    assert next_nudge(Agenda(), SET, nudged(put_off, TUESDAY), pressed, at) is None


def test_in_an_hour_is_dropped_where_it_falls_in_quiet_hours_even_if_they_end_that_day() -> None:
    agenda = Agenda(quiet=(15 * 60, 16 * 60))
    pressed = utc(2026, 11, 24, 17, 30)  # 14:30 in São Paulo
    assert next_nudge(agenda, SET, postponed(FRESH, TUESDAY, pressed), pressed, pressed) is None


def test_an_hour_asked_for_yesterday_does_not_silence_today() -> None:
    yesterday = postponed(FRESH, TUESDAY - DAY, utc(2026, 11, 23, 20))
    assert next_nudge(Agenda(), SET, yesterday, None, MORNING) == utc(2026, 11, 24, 14)


def test_a_set_has_one_nudge_wherever_its_learner_flies() -> None:
    here = Agenda(zone="Pacific/Honolulu")
    delivered = Delivery(date(2026, 11, 24), utc(2026, 11, 24, 18))
    at = next_nudge(here, delivered, FRESH, None, delivered.at)
    assert at == utc(2026, 11, 24, 21)
    there = replace(here, zone="Pacific/Kiritimati")
    assert next_nudge(there, delivered, nudged(FRESH, delivered.day), None, at) is None
    assert next_nudge(there, delivered, FRESH, None, at) is None  # there it is the 25th already


def test_after_a_flight_west_the_nudge_waits_for_the_day_of_the_set() -> None:
    delivered = Delivery(date(2026, 11, 25), utc(2026, 11, 24, 18))  # 08:00 in Kiritimati
    landed = utc(2026, 11, 24, 22)  # the 24th in Honolulu
    at = next_nudge(Agenda(zone="Pacific/Honolulu"), delivered, FRESH, None, landed)
    assert at == utc(2026, 11, 25, 17)  # 07:00 on the 25th


def nights(count: int, nudging: Nudging = FRESH, first: date = TUESDAY) -> Nudging:
    for n in range(count):
        nudging = ignored(nudging, first + n * DAY)
    return nudging


@pytest.mark.parametrize(
    ("count", "level", "times"),
    [
        (2, Level.DAILY, 2),
        (3, Level.WEEKLY, 0),
        (9, Level.WEEKLY, 0),
        (10, Level.WEEKLY, 1),
        (30, Level.WEEKLY, 3),
        (31, Level.PAUSED, 4),
        (60, Level.PAUSED, 4),
    ],
)
def test_three_ignored_days_and_then_four_ignored_weeks_back_off(count: int, level: Level, times: int) -> None:
    after = nights(count)
    assert (after.level, after.ignored) == (level, times)


def test_a_learner_of_mondays_is_paused_after_three_and_four_of_them() -> None:
    nudging = FRESH
    levels = []
    for n in range(7):
        nudging = ignored(nudging, date(2026, 11, 23) + 7 * n * DAY)
        levels.append(nudging.level)
    assert levels == [Level.DAILY] * 2 + [Level.WEEKLY] * 4 + [Level.PAUSED]


def test_who_ignores_everything_is_nudged_on_three_days_and_then_in_four_weeks() -> None:
    agenda, nudging, sent = Agenda(), FRESH, []
    for n in range(60):
        day = TUESDAY + n * DAY
        delivered = Delivery(day, MORNING + n * DAY)
        if next_nudge(agenda, delivered, nudging, None, delivered.at):
            sent.append(n)
            nudging = nudged(nudging, day)
        nudging = ignored(nudging, day)
    assert sent == [0, 1, 2, 9, 16, 23, 30]
    assert nudging.level is Level.PAUSED


@relaxed
@given(st.integers(0, 40))
def test_any_answer_starts_afresh(count: int) -> None:
    after = answered(nights(count))
    assert (after.level, after.ignored, after.week_from) == (Level.DAILY, 0, None)
    assert nights(3, after, TUESDAY + count * DAY).level is Level.WEEKLY


@relaxed
@given(st.integers(0, 40))
def test_counting_a_day_again_changes_nothing(count: int) -> None:
    once = nights(count)
    assert nights(count, once) == once


def test_an_answer_does_not_make_room_for_a_second_nudge_that_day() -> None:
    after = answered(nudged(FRESH, TUESDAY))
    assert next_nudge(Agenda(), SET, after, None, utc(2026, 11, 24, 20)) is None


def test_quiet_hours_whose_end_a_clock_change_swallows_leave_no_room() -> None:
    agenda = Agenda(zone="America/New_York", quiet=(165, 150))  # 02:45 to 02:30, which 10 March 2024 left out
    delivered = Delivery(date(2024, 3, 9), utc(2024, 3, 10, 0))
    assert next_nudge(agenda, delivered, FRESH, None, delivered.at) is None


def test_a_button_of_an_older_nudge_does_not_move_the_one_of_today() -> None:
    today = postponed(FRESH, TUESDAY, MORNING)
    yesterday = TUESDAY - DAY
    assert nudged(today, yesterday) == today
    assert declined(today, yesterday) == today
    assert postponed(nudged(FRESH, TUESDAY), yesterday, MORNING) == nudged(FRESH, TUESDAY)


def test_an_answer_leaves_the_nudge_put_off_for_a_set_that_still_waits() -> None:
    put_off = postponed(FRESH, TUESDAY, MORNING)
    assert next_nudge(Agenda(), SET, answered(put_off), MORNING, MORNING) == utc(2026, 11, 24, 12)


def test_a_day_counted_before_an_answer_is_not_counted_after_it() -> None:
    after = answered(nights(2))
    assert ignored(after, TUESDAY + DAY) == after
