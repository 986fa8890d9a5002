from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tutor import days
from bot.tutor.agenda import EVERY_DAY, INDEFINITELY, Agenda, Delivery, next_delivery
from tests.tutor.test_days import HARD_ZONES, ZONES, instants, minutes, utc

DAY = timedelta(days=1)
EDGE_MINUTES = [0, 30, 60, 120, 135, 150, 180, 239, 240, 480, 1410, 1439]

relaxed = settings(deadline=None)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
names = st.sampled_from(HARD_ZONES) | st.sampled_from(ZONES)
agendas = st.builds(Agenda, zone=names, delivery_minute=minutes, weekdays=weekdays)


def followed(agenda: Agenda, start: datetime, until: datetime) -> list[Delivery]:
    """The deliveries of one who is always there, each at its planned instant or at once when that is past."""
    found: list[Delivery] = []
    now, last = start, None
    while (delivery := next_delivery(agenda, now, last)) and delivery.at < until:
        assert last is None or last < delivery.day
        now, last = max(now, delivery.at), delivery.day
        found.append(delivery)
    return found


def check_followed(agenda: Agenda, start: datetime, until: datetime) -> None:
    found = followed(agenda, start, until)
    zone = agenda.place
    first, end = days.learner_day(start, zone), days.learner_day(until, zone)
    passed = [first + n * DAY for n in range((end - first).days)]
    assert [delivery.day for delivery in found if delivery.day < end] == [day for day in passed if agenda.is_on(day)]
    assert all(earlier.at < later.at for earlier, later in pairwise(found))
    for day, at in found:
        assert days.learner_day(at, zone) == day
        assert at.tzinfo is UTC
        local = at.astimezone(zone)
        shown = local.hour * 60 + local.minute
        assert shown == agenda.delivery_minute or _is_left_out(agenda, day, at, shown)


def _is_left_out(agenda: Agenda, day: date, at: datetime, shown: int) -> bool:
    """Whether a gap swallowed the wall time: `at` is its end, or the last minute of a day that ends in it."""
    late = timedelta(minutes=(shown - agenda.delivery_minute) % days.MINUTES)
    end = days.day_bounds(day, agenda.place)[1]
    early = timedelta(minutes=(agenda.delivery_minute - shown) % days.MINUTES)
    is_last = at == end - timedelta(minutes=1) and early <= _gap_before(end, agenda.place)
    return is_last or late <= _gap_before(at, agenda.place)


def _gap_before(at: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clock jumped forward at exactly that instant."""
    after, before = (moment.astimezone(zone).utcoffset() for moment in (at, at - timedelta(seconds=1)))
    assert after is not None
    assert before is not None
    return after - before


@settings(deadline=None, max_examples=60)
@given(agendas, instants)
def test_each_day_that_is_on_has_exactly_one_set_and_no_other_has_any(agenda: Agenda, start: datetime) -> None:
    check_followed(agenda, start, start + timedelta(days=200))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_each_day_that_is_on_has_exactly_one_set_in_every_zone_for_seven_years(part: int) -> None:
    for n, name in enumerate(ZONES[part::8]):
        minute = EDGE_MINUTES[(n + part) % len(EDGE_MINUTES)]
        on = EVERY_DAY if n % 2 else frozenset({0, 2, 5, 6})
        check_followed(Agenda(zone=name, delivery_minute=minute, weekdays=on), utc(2024, 1, 1), utc(2031, 1, 1))


@settings(deadline=None, max_examples=60)
@given(agendas, instants, st.lists(st.timedeltas(timedelta(seconds=1), timedelta(days=10)), max_size=60))
def test_a_machine_that_slept_sends_one_set_for_today_and_none_for_days_gone_by(
    agenda: Agenda, start: datetime, sleeps: list[timedelta]
) -> None:
    now, last = start, None
    sent: list[date] = []
    for slept in sleeps:
        now += slept
        today = days.learner_day(now, agenda.place)
        for _ in range(3):
            delivery = next_delivery(agenda, now, last)
            assert delivery is not None
            if delivery.at > now:
                break
            assert delivery.day == today
            sent.append(delivery.day)
            last = delivery.day
        assert sent == sorted(set(sent))
        passed = days.local_instant(today, agenda.delivery_minute, agenda.place) <= now
        assert (today in sent) is (passed and agenda.is_on(today))


@settings(deadline=None, max_examples=40)
@given(
    minutes,
    instants,
    names,
    st.lists(st.tuples(names, st.timedeltas(timedelta(days=2, hours=3), timedelta(days=6))), max_size=8),
)
def test_who_travels_never_has_two_sets_on_a_day_nor_waits_over_a_day_longer(
    minute: int, start: datetime, home: str, stays: list[tuple[str, timedelta]]
) -> None:
    agenda = Agenda(zone=home, delivery_minute=minute)
    sent: list[tuple[datetime, date]] = []
    now, last = start, None
    for name, stay in [(home, timedelta(days=2)), *stays]:
        agenda = replace(agenda, zone=name)
        end = now + stay
        while (delivery := next_delivery(agenda, now, last)) and delivery.at < end:
            assert last is None or last < delivery.day
            now, last = max(now, delivery.at), delivery.day
            assert days.learner_day(now, agenda.place) == last
            sent.append((now, last))
        now = end
    # 24 hours, the 26 by which zones differ, and a clock change
    assert all(later - then <= timedelta(hours=53) for (then, _), (later, _) in pairwise(sent))


@relaxed
@given(agendas, instants, st.none() | st.integers(-400, 3))
def test_the_next_day_is_on_not_past_and_after_the_last(agenda: Agenda, now: datetime, ago: int | None) -> None:
    today = days.learner_day(now, agenda.place)
    last = None if ago is None else today + ago * DAY
    delivery = next_delivery(agenda, now, last)
    assert delivery is not None
    assert agenda.is_on(delivery.day)
    assert delivery.day >= today
    assert last is None or delivery.day > last
    assert delivery.at >= days.day_start(today, agenda.place)


@relaxed
@given(agendas, instants, st.integers(0, 60))
def test_a_pause_lasts_through_its_last_day(agenda: Agenda, now: datetime, length: int) -> None:
    until = days.learner_day(now, agenda.place) + length * DAY
    paused = replace(agenda, paused_until=until)
    delivery = next_delivery(paused, now, None)
    assert delivery is not None
    assert not paused.is_on(until)
    assert paused.is_on(delivery.day)
    assert until < delivery.day <= until + 7 * DAY


def test_nobody_paused_without_end_or_without_days_has_a_next_set() -> None:
    now = utc(2026, 11, 24, 12)
    assert next_delivery(Agenda(paused_until=INDEFINITELY), now, None) is None
    assert next_delivery(Agenda(weekdays=frozenset()), now, None) is None


def test_a_set_that_was_late_is_due_at_once_and_keeps_its_planned_instant() -> None:
    now = utc(2026, 11, 24, 18)
    assert next_delivery(Agenda(), now, date(2026, 11, 23)) == (date(2026, 11, 24), utc(2026, 11, 24, 11))
    assert next_delivery(Agenda(), now, date(2026, 11, 24)) == (date(2026, 11, 25), utc(2026, 11, 25, 11))


def test_the_weekday_is_the_one_on_which_the_day_began() -> None:
    monday = frozenset({0})
    delivery = next_delivery(Agenda(delivery_minute=60, weekdays=monday), utc(2026, 11, 24, 3), None)
    assert delivery == (date(2026, 11, 23), utc(2026, 11, 24, 4))  # Tuesday 01:00 is Monday night


def test_a_date_lived_twice_over_the_date_line_has_one_set() -> None:
    now = utc(2024, 2, 28, 19)  # 29 February 09:00 in Kiritimati, 28 February 09:00 in Honolulu
    here = next_delivery(Agenda(zone="Pacific/Kiritimati"), now, date(2024, 2, 28))
    assert here is not None
    assert here.day == date(2024, 2, 29)
    there = next_delivery(Agenda(zone="Pacific/Honolulu"), now, here.day)
    assert there == (date(2024, 3, 1), utc(2024, 3, 1, 18))


def test_a_flight_east_over_the_date_line_goes_on_with_the_new_date() -> None:
    landed = utc(2024, 2, 28, 20)
    there = next_delivery(Agenda(zone="Pacific/Kiritimati"), landed, date(2024, 2, 28))
    assert there == (date(2024, 2, 29), utc(2024, 2, 28, 18))


def test_the_thirtieth_that_apia_left_out_has_no_set() -> None:
    found = followed(Agenda(zone="Pacific/Apia"), utc(2011, 12, 28), utc(2012, 1, 1, 12))
    assert [delivery.day.day for delivery in found] == [27, 28, 29, 31, 1]
    assert all(later.at - earlier.at == DAY for earlier, later in pairwise(found[1:]))


@pytest.mark.parametrize(
    ("zone", "minute", "start", "local"),
    [
        ("America/Santiago", 30, utc(2024, 9, 7, 12), "2024-09-08 01:00"),  # 00:00–01:00 does not exist
        ("America/Sao_Paulo", 0, utc(2018, 11, 3, 12), "2018-11-04 01:00"),
        ("America/Havana", 30, utc(2024, 3, 9, 12), "2024-03-10 01:00"),
        ("Africa/Casablanca", 150, utc(2024, 4, 13, 12), "2024-04-14 03:00"),
        ("Asia/Gaza", 150, utc(2024, 4, 19, 12), "2024-04-20 03:00"),
        ("Australia/Lord_Howe", 135, utc(2024, 10, 5, 0), "2024-10-06 02:30"),
    ],
)
def test_a_time_that_does_not_exist_moves_to_the_end_of_the_gap(
    zone: str, minute: int, start: datetime, local: str
) -> None:
    day = days.learner_day(start, ZoneInfo(zone))
    delivery = next_delivery(Agenda(zone=zone, delivery_minute=minute), start, day - DAY)
    assert delivery is not None
    assert f"{delivery.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == local


def test_the_leap_day_has_its_set() -> None:
    found = followed(Agenda(), utc(2028, 2, 28, 8), utc(2028, 3, 2))
    assert [delivery.day for delivery in found] == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"zone": "Mars/Olympus"}, "unknown time zone"),
        ({"delivery_minute": 1440}, "delivery minute"),
        ({"delivery_minute": -1}, "delivery minute"),
        ({"weekdays": frozenset({7})}, "weekday"),
        ({"nudge_after_minutes": 0}, "nudge delay"),
        ({"quiet": (0, 1440)}, "quiet hours"),
    ],
)
def test_an_agenda_out_of_range_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Agenda(**change)
