from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.tutor import days

# Not places: a placeholder, and two names some systems add for the machine's own rules.
NOT_PLACES = {"Factory", "localtime", "posixrules"}
ZONES = sorted(available_timezones() - NOT_PLACES)
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
HARD_ZONES = [
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "Africa/Casablanca",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Europe/Athens",
    "Europe/Lisbon",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]
MINUTE = timedelta(minutes=1)

zones = (st.sampled_from(HARD_ZONES) | st.sampled_from(ZONES)).map(ZoneInfo)
dates = st.dates(FIRST, LAST)
minutes = st.integers(0, 1439) | st.sampled_from([0, 1, 119, 120, 150, 239, 240, 480, 1439])
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 (the zone is given beside it)
    datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
relaxed = settings(deadline=None)
quiet_hours = st.tuples(minutes, minutes)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def first_shown(wall: datetime, zone: ZoneInfo) -> datetime:
    """By looking at the clock minute after minute: when it first shows `wall` (naive) or later."""
    at = wall.replace(tzinfo=UTC) - timedelta(hours=16)
    while at.astimezone(zone).replace(tzinfo=None) < wall:
        at += MINUTE
    return at


def changes(zone: ZoneInfo) -> list[date]:
    """The local dates of 2024–2030 on which the zone's clock is moved."""
    noons = [datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(days=n) for n in range(2557)]
    return [
        later.astimezone(zone).date()
        for earlier, later in pairwise(noons)
        if earlier.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset()
    ]


@settings(deadline=None, max_examples=60)
@given(dates, zones)
@example(date(2011, 12, 29), ZoneInfo("Pacific/Apia"))
@example(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
@example(date(2018, 11, 3), ZoneInfo("America/Sao_Paulo"))
@example(date(2024, 2, 29), ZoneInfo("Africa/Casablanca"))
@example(date(2010, 3, 4), ZoneInfo("Antarctica/Casey"))
def test_a_day_begins_when_the_clock_first_shows_four(day: date, zone: ZoneInfo) -> None:
    wall = datetime.combine(day, datetime.min.time()) + timedelta(hours=4)
    assert days.day_start(day, zone) == first_shown(wall, zone)


@relaxed
@given(instants, zones)
def test_every_instant_lies_within_the_bounds_of_its_day(instant: datetime, zone: ZoneInfo) -> None:
    start, end = days.day_bounds(days.learner_day(instant, zone), zone)
    assert start <= instant < end
    assert start.tzinfo is UTC
    assert end.tzinfo is UTC


@relaxed
@given(dates, zones)
def test_one_day_ends_where_the_next_begins(day: date, zone: ZoneInfo) -> None:
    start, end = days.day_bounds(day, zone)
    assert end == days.day_start(day + timedelta(days=1), zone)
    assert days.learner_day(start, zone) == day
    assert days.learner_day(end - timedelta(microseconds=1), zone) == day
    assert timedelta(hours=20) <= end - start <= timedelta(hours=28)


@relaxed
@given(instants, st.timedeltas(timedelta(0), timedelta(days=3)), zones)
def test_days_never_go_backwards(instant: datetime, passed: timedelta, zone: ZoneInfo) -> None:
    assert days.learner_day(instant, zone) <= days.learner_day(instant + passed, zone)


@settings(deadline=None, max_examples=60)
@given(dates, minutes, zones)
@example(date(2024, 3, 30), 239, ZoneInfo("Asia/Nicosia"))
def test_a_wall_time_is_the_first_instant_of_its_day_that_shows_it(day: date, minute: int, zone: ZoneInfo) -> None:
    on = day if minute >= 240 else day + timedelta(days=1)
    wall = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minute)
    instant = days.local_instant(day, minute, zone)
    assert instant == min(first_shown(wall, zone), days.day_bounds(day, zone)[1] - MINUTE)
    assert days.learner_day(instant, zone) == day


@pytest.mark.parametrize("name", HARD_ZONES)
def test_around_clock_changes_every_wall_time_stays_in_its_day(name: str) -> None:
    _check_changes(ZoneInfo(name), step=30)


@pytest.mark.slow
@pytest.mark.parametrize("initial", sorted({name[:2] for name in ZONES}))
def test_around_every_clock_change_every_wall_time_stays_in_its_day(initial: str) -> None:
    for name in ZONES:
        if name.startswith(initial):
            _check_changes(ZoneInfo(name), step=15)


def _check_changes(zone: ZoneInfo, step: int) -> None:
    for change in changes(zone):
        for day in (change + timedelta(days=n) for n in (-2, -1, 0, 1)):
            start, end = days.day_bounds(day, zone)
            in_order = [*range(240, 1440, step), *range(0, 240, step)]
            shown = [days.local_instant(day, minute, zone) for minute in in_order]
            assert shown == sorted(shown)
            assert shown[0] == start
            assert shown[-1] < end
            assert {days.learner_day(at, zone) for at in shown} == {day}


@pytest.mark.parametrize(
    ("zone", "day", "minute", "instant"),
    [
        ("America/Sao_Paulo", date(2026, 11, 24), 8 * 60, utc(2026, 11, 24, 11)),
        ("America/Sao_Paulo", date(2018, 11, 3), 30, utc(2018, 11, 4, 3)),  # midnight was left out
        ("America/Sao_Paulo", date(2018, 2, 17), 23 * 60 + 30, utc(2018, 2, 18, 1, 30)),  # 23:30 came twice
        ("America/Santiago", date(2024, 9, 7), 30, utc(2024, 9, 8, 4)),  # 00:00–01:00 does not exist
        ("America/Santiago", date(2024, 4, 6), 23 * 60 + 30, utc(2024, 4, 7, 2, 30)),
        ("America/Havana", date(2024, 3, 9), 15, utc(2024, 3, 10, 5)),
        ("America/Havana", date(2024, 11, 2), 30, utc(2024, 11, 3, 4, 30)),
        ("Africa/Casablanca", date(2024, 3, 9), 150, utc(2024, 3, 10, 1, 30)),  # Ramadan: 02:30 twice
        ("Africa/Casablanca", date(2024, 4, 13), 150, utc(2024, 4, 14, 2)),
        ("Asia/Gaza", date(2024, 4, 19), 150, utc(2024, 4, 20, 0)),
        ("Australia/Lord_Howe", date(2024, 10, 5), 135, utc(2024, 10, 5, 15, 30)),  # half an hour is left out
        ("Australia/Lord_Howe", date(2024, 4, 6), 105, utc(2024, 4, 6, 14, 45)),
        ("Pacific/Kiritimati", date(2024, 2, 29), 480, utc(2024, 2, 28, 18)),
        ("Europe/Athens", date(2024, 3, 30), 179, utc(2024, 3, 31, 0, 59)),
        ("Europe/Athens", date(2024, 3, 30), 210, utc(2024, 3, 31, 0, 59)),  # 03:00–04:00 left out: 02:59
        ("Europe/Athens", date(2024, 3, 31), 240, utc(2024, 3, 31, 1)),
        ("Pacific/Apia", date(2011, 12, 29), 30, utc(2011, 12, 30, 9, 59)),  # gone with the 30th
    ],
)
def test_known_wall_times(zone: str, day: date, minute: int, instant: datetime) -> None:
    assert days.local_instant(day, minute, ZoneInfo(zone)) == instant


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/Sao_Paulo", date(2018, 11, 3), 23.0),
        ("America/Sao_Paulo", date(2018, 2, 17), 25.0),
        ("America/Sao_Paulo", date(2024, 11, 3), 24.0),
        ("America/Santiago", date(2024, 9, 7), 23.0),
        ("Africa/Casablanca", date(2024, 3, 9), 25.0),
        ("Australia/Lord_Howe", date(2024, 10, 5), 23.5),
        ("Australia/Lord_Howe", date(2024, 4, 6), 24.5),
        ("Pacific/Apia", date(2011, 12, 29), 20.0),
        ("Pacific/Apia", date(2011, 12, 30), 4.0),
        ("America/Sao_Paulo", date(2024, 2, 29), 24.0),
    ],
)
def test_known_lengths_of_a_day(zone: str, day: date, hours: float) -> None:
    start, end = days.day_bounds(day, ZoneInfo(zone))
    assert end - start == timedelta(hours=hours)


def test_late_study_counts_for_the_day_before() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    assert days.learner_day(utc(2026, 11, 25, 6, 59, 59), zone) == date(2026, 11, 24)
    assert days.learner_day(utc(2026, 11, 25, 7), zone) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("America/Juneau", utc(1867, 10, 19, 0, 31)),  # 18 October 1867 came twice, and 04:00 with it
        ("Antarctica/Casey", utc(2010, 3, 4, 15)),  # 02:00 became 23:00
        ("Antarctica/Vostok", utc(2023, 12, 17, 19)),  # 02:00 became 00:00
    ],
)
def test_a_clock_set_back_does_not_bring_the_day_before_back(zone: str, change: datetime) -> None:
    place = ZoneInfo(zone)
    around = [change + timedelta(minutes=20 * n) for n in range(-200, 200)]
    seen = [days.learner_day(at, place) for at in around]
    assert seen == sorted(seen)
    walls = [at.astimezone(place).replace(tzinfo=None) for at in around]
    assert walls != sorted(walls)


def test_only_a_date_left_out_of_the_calendar_is_skipped() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = [n for n in range(1, 32) if days.is_skipped(date(2011, 12, n), apia)]
    assert found == [30]


@pytest.mark.parametrize(
    ("quiet", "minute", "expected"),
    [
        ((22 * 60, 7 * 60), 22 * 60, True),
        ((22 * 60, 7 * 60), 21 * 60 + 59, False),
        ((22 * 60, 7 * 60), 3 * 60, True),
        ((22 * 60, 7 * 60), 7 * 60, False),
        ((13 * 60, 15 * 60), 14 * 60, True),
        ((13 * 60, 15 * 60), 15 * 60, False),
        ((13 * 60, 15 * 60), 3 * 60, False),
        ((480, 480), 480, False),
        (None, 3 * 60, False),
    ],
)
def test_quiet_hours_end_before_their_end_and_may_run_over_midnight(
    quiet: days.Quiet | None, minute: int, expected: bool
) -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    instant = days.local_instant(date(2026, 11, 24), minute, zone)
    assert days.in_quiet_hours(instant, quiet, zone) is expected


@relaxed
@given(instants, quiet_hours, zones)
@example(utc(2024, 11, 3, 5, 50), (105, 75), ZoneInfo("America/New_York"))  # ends in the hour repeated
def test_quiet_hours_end_within_a_day_and_a_clock_change(instant: datetime, quiet: days.Quiet, zone: ZoneInfo) -> None:
    end = days.quiet_end(instant, quiet, zone)
    assert instant <= end <= instant + timedelta(hours=27)
    shown = end.astimezone(zone)
    assert shown.hour * 60 + shown.minute == quiet[1] or days.learner_day(end, zone) in {
        day + timedelta(days=n) for day in changes(zone) for n in (-1, 0, 1)
    }


def test_quiet_hours_that_end_in_the_repeated_hour_end_there() -> None:
    zone = ZoneInfo("America/New_York")
    assert days.quiet_end(utc(2024, 11, 3, 5, 50), (105, 75), zone) == utc(2024, 11, 3, 6, 15)
    assert days.quiet_end(utc(2024, 11, 3, 5, 10), (60, 75), zone) == utc(2024, 11, 3, 5, 15)
    assert days.quiet_end(utc(2024, 11, 3, 6, 10), (60, 75), zone) == utc(2024, 11, 3, 6, 15)


@pytest.mark.parametrize("name", ["America/Sao_Paulo", "UTC", "Etc/GMT+12", "America/Port-au-Prince"])
def test_a_zone_is_found_by_its_name(name: str) -> None:
    zone = days.zone_of(name)
    assert zone is not None
    assert zone.key == name
    assert days.zone_of(name) is zone


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Factory",
        "localtime",
        "America",
        "America/",
        "../UTC",
        "/etc/passwd",
        "Sao Paulo",
        "UTC\n",
        "UTC\0",
        "america/sao_paulo",
        "A" * 100_000,
        "Amérique/Paris",
        "posix/UTC/../UTC",
    ],
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert days.zone_of(name) is None


def test_every_zone_of_the_world_is_known() -> None:
    assert all(days.zone_of(name) for name in ZONES)


@relaxed
@given(st.text())
def test_any_text_is_safe_as_a_zone(text: str) -> None:
    zone = days.zone_of(text)
    assert zone is None or zone.key == text
