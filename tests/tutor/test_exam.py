from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tutor.agenda import EVERY_DAY, INDEFINITELY
from bot.tutor.exam import (
    FARTHEST_EXAM,
    LONGEST_PAUSE,
    DayError,
    Need,
    daily_need,
    days_left,
    horizon,
    is_over,
    parse_day,
    parse_pause,
    study_days,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
relaxed = settings(deadline=None)
dates = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/03/2027", date(2027, 3, 12)),
        ("12/3/27", date(2027, 3, 12)),
        ("12/03", date(2027, 3, 12)),
        (" 24/11 ", TODAY),
        ("23/11", date(2027, 11, 23)),
        ("12.03.2027", date(2027, 3, 12)),
        ("12-03-2027", date(2027, 3, 12)),
        ("2027-03-12", date(2027, 3, 12)),
        ("29/02", date(2028, 2, 29)),
        ("29/02/2028", date(2028, 2, 29)),
        ("Amanhã", TODAY + DAY),
        ("AMANHA\u0303", TODAY + DAY),
        ("hoje", TODAY),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", DayError.UNREADABLE),
        ("quando der", DayError.UNREADABLE),
        ("12/03/027", DayError.UNREADABLE),
        ("1/2/3/4", DayError.UNREADABLE),
        ("١٢/٠٣/٢٠٢٧", DayError.UNREADABLE),
        ("12/03/2027" + " " * 100_000, DayError.UNREADABLE),
        ("31/02/2027", DayError.NO_SUCH_DAY),
        ("31/02", DayError.NO_SUCH_DAY),
        ("03/13/2027", DayError.NO_SUCH_DAY),
        ("29/02/2027", DayError.NO_SUCH_DAY),
        ("00/00", DayError.NO_SUCH_DAY),
        ("01/01/0000", DayError.NO_SUCH_DAY),
        ("23/11/2026", DayError.PAST),
        ("12/03/0027", DayError.PAST),
        ("2026-11-23", DayError.PAST),
        ("12/03/2099", DayError.TOO_FAR),
        ("9999-12-31", DayError.TOO_FAR),
    ],
)
def test_what_is_no_day_says_why(text: str, error: DayError) -> None:
    assert parse_day(text, TODAY) is error


@relaxed
@given(dates, st.integers(0, FARTHEST_EXAM.days))
def test_every_way_of_writing_a_day_names_it(today: date, ahead: int) -> None:
    day = today + ahead * DAY
    for text in (f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert parse_day(text, today) == day
    assert parse_day(f"{today:%d/%m}", today) == today


@relaxed
@given(st.text(max_size=60), dates)
def test_any_text_is_a_day_from_today_on_or_an_error(text: str, today: date) -> None:
    day = parse_day(text, today)
    assert isinstance(day, DayError) or today <= day <= today + FARTHEST_EXAM
    last = parse_pause(text, today)
    assert isinstance(last, DayError) or last == INDEFINITELY or today <= last <= today + LONGEST_PAUSE


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("7d", date(2026, 11, 30)),
        ("7 dias", date(2026, 11, 30)),
        ("7 days", date(2026, 11, 30)),
        ("1 dia", TODAY),
        ("1 semana", date(2026, 11, 30)),
        ("2 Semanas", date(2026, 12, 7)),
        ("1 week", date(2026, 11, 30)),
        ("1 mês", date(2026, 12, 23)),
        ("2 meses", date(2027, 1, 22)),
        ("366d", TODAY + 365 * DAY),
        ("até 12/01", date(2027, 1, 12)),
        ("ate 12/01/2027", date(2027, 1, 12)),
        ("até o dia 12/01", date(2027, 1, 12)),
        ("ATE\u0301 12/01", date(2027, 1, 12)),
        ("until 12/01", date(2027, 1, 12)),
        ("12/01", date(2027, 1, 12)),
        ("até amanhã", TODAY + DAY),
        ("indefinido", INDEFINITELY),
        ("Indefinitely", INDEFINITELY),
    ],
)
def test_a_pause_is_read(text: str, last: date) -> None:
    assert parse_pause(text, TODAY) == last


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", DayError.UNREADABLE),
        ("0d", DayError.UNREADABLE),
        ("-3d", DayError.UNREADABLE),
        ("7", DayError.UNREADABLE),
        ("1até 2/01", DayError.UNREADABLE),
        ("12/01 até", DayError.UNREADABLE),
        ("99999d", DayError.UNREADABLE),
        ("367d", DayError.TOO_FAR),
        ("9999 meses", DayError.TOO_FAR),
        ("até 12/01/2029", DayError.TOO_FAR),
        ("até 23/11/2026", DayError.PAST),
        ("até 31/02", DayError.NO_SUCH_DAY),
    ],
)
def test_what_is_no_pause_says_why(text: str, error: DayError) -> None:
    assert parse_pause(text, TODAY) is error


def test_days_are_left_until_the_exam_and_none_on_its_day() -> None:
    assert days_left(date(2027, 3, 12), TODAY) == 108
    assert days_left(TODAY, TODAY) == 0
    assert days_left(date(2028, 3, 1), date(2028, 2, 28)) == 2


@relaxed
@given(dates, st.integers(-3, 400), st.frozensets(st.integers(0, 6)))
def test_study_days_are_the_days_that_are_on_before_the_exam(today: date, ahead: int, weekdays: frozenset[int]) -> None:
    one_by_one = [today + n * DAY for n in range(ahead)]
    assert study_days(today, today + ahead * DAY, weekdays) == sum(day.weekday() in weekdays for day in one_by_one)


def test_every_day_is_a_study_day_for_who_studies_daily() -> None:
    assert study_days(TODAY, date(2027, 3, 12), EVERY_DAY) == 108


@pytest.mark.parametrize(
    ("facts", "reviews", "left", "need"),
    [
        (80, 240, 40, Need(3, 8, True)),  # 33 days for new facts, a week for reviews alone
        (80, 0, 40, Need(3, 3, True)),
        (0, 0, 40, Need(0, 0, True)),
        (0, 10, 3, Need(0, 4, True)),
        (10, 5, 1, Need(10, 15, True)),
        (10, 5, 0, Need(10, 15, True)),
        (10, 5, -4, Need(10, 15, True)),
        (800, 900, 10, Need(100, 100, False)),
    ],
)
def test_the_daily_need_is_known(facts: int, reviews: int, left: int, need: Need) -> None:
    assert daily_need(facts, reviews, left) == need


@relaxed
@given(st.integers(0, 2000), st.integers(0, 5000), st.integers(1, 400))
def test_who_does_what_is_needed_daily_is_through_by_the_exam(facts: int, reviews: int, left: int) -> None:
    need = daily_need(facts, reviews, left)
    assert need.new <= need.total <= 100
    assert not need.is_enough or need.total * left >= facts + reviews
    assert not need.is_enough or need.new * (left - min(7, left // 4)) >= facts
    fewer = daily_need(facts, reviews, left + 1)
    assert fewer.total <= need.total


@relaxed
@given(dates, st.none() | dates)
def test_the_horizon_is_the_exam_or_thirty_days_on(today: date, exam: date | None) -> None:
    if exam is not None and exam >= today:
        assert horizon(exam, today) == exam
        assert not is_over(exam, today)
    else:
        assert horizon(exam, today) == today + 30 * DAY
        assert exam is None or is_over(exam, today)
