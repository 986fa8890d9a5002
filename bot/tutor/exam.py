"""The exam's day: what is left until it, and how learners write a day or a pause."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from bot.tutor.agenda import INDEFINITELY
from bot.tutor.plan import MOST_A_DAY

AHEAD: Final = timedelta(days=30)
"""What is remembered for where no exam lies ahead."""
FARTHEST_EXAM: Final = timedelta(days=5 * 366)
LONGEST_PAUSE: Final = timedelta(days=366)

_LONGEST_TEXT = 40
_LAST_WEEK = 7
_ONE_DAY = timedelta(days=1)
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SPAN = re.compile(r"([0-9]{1,4}) ?(d|dias?|days?|sem|semanas?|weeks?|mês|mes|meses|months?)")
_UNTIL = re.compile(r"^(?:até|ate|until|till) (?:o dia )?")
_WITHOUT_END = frozenset(
    {"indefinido", "indefinida", "indefinidamente", "sem fim", "sempre", "indefinite", "indefinitely", "forever"}
)
_NAMED_DAYS = {"hoje": 0, "today": 0, "amanhã": 1, "amanha": 1, "tomorrow": 1}


class DayError(StrEnum):
    """Why what was written names no usable day."""

    UNREADABLE = "unreadable"
    NO_SUCH_DAY = "no such day"
    PAST = "past"
    TOO_FAR = "too far"


class Result(StrEnum):
    """How an exam went, as its learner tells it; ASKED: not told yet."""

    ASKED = "asked"
    PASSED = "passed"
    MISSED = "missed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Need:
    """What a day takes until the exam: facts to begin and assertions to answer; whether 100 a day suffice."""

    new: int
    total: int
    is_enough: bool


def days_left(exam: date, today: date) -> int:
    """Days until the exam: 0 on its day, negative after it."""
    return (exam - today).days


def study_days(today: date, exam: date, weekdays: Set[int]) -> int:
    """How many of the days from today to the eve of the exam are on (0 is Monday)."""
    weeks, rest = divmod(max(days_left(exam, today), 0), 7)
    return weeks * len(weekdays) + sum((today.weekday() + ahead) % 7 in weekdays for ahead in range(rest))


def daily_need(facts_left: int, reviews_due_estimate: int, days_left: int) -> Need:
    """What each of the study days left takes to see every fact and answer the reviews expected until the exam.

    New facts are spread over all days but the last quarter, at most the last week, which is kept for reviews.
    With no day left the whole falls on today. Both figures are held to 100, the most a day may have.
    """
    span = max(days_left, 1)
    learning = span - min(_LAST_WEEK, span // 4)
    new = _share(facts_left, learning)
    total = max(new, _share(facts_left + reviews_due_estimate, span))
    return Need(min(new, MOST_A_DAY), min(total, MOST_A_DAY), total <= MOST_A_DAY)


def is_over(exam: date, today: date) -> bool:
    """Whether the exam's day has gone by: time to ask how it went, and to relax the plan."""
    return today > exam


def horizon(exam: date | None, today: date) -> date:
    """The day for which facts are to be remembered: the exam's, or 30 days ahead with none to come."""
    return today + AHEAD if exam is None or is_over(exam, today) else exam


def in_months(today: date, months: int) -> date:
    """The same day that many months on, or the month's last where it is shorter."""
    years, month = divmod(today.month - 1 + months, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def parse_day(text: str, today: date, farthest: timedelta = FARTHEST_EXAM) -> date | DayError:
    """A day from today on: `12/03/2027`, `12/03/27`, `12/03` (the next one), `2027-03-12`, `amanhã`.

    The day comes before the month in both languages.
    """
    day = _read_day(_plain(text), today)
    if isinstance(day, DayError):
        return day
    if day < today:
        return DayError.PAST
    return day if day - today <= farthest else DayError.TOO_FAR


def parse_pause(text: str, today: date) -> date | DayError:
    """The last paused day, from today: `7d`, `2 semanas`, `1 mês`, `até 12/01`, `12/01`, `indefinido`.

    `7d` is today and the six days after it, `até 12/01` includes the 12th; `indefinido` is INDEFINITELY.
    Months have 30 days. English words serve too.
    """
    plain = _plain(text)
    if plain in _WITHOUT_END:
        return INDEFINITELY
    span = _SPAN.fullmatch(plain)
    if span is None:
        return parse_day(_UNTIL.sub("", plain, count=1), today, LONGEST_PAUSE)
    count = int(span[1]) * _length(span[2])
    if count == 0:
        return DayError.UNREADABLE
    return today + timedelta(days=count - 1) if count <= LONGEST_PAUSE.days else DayError.TOO_FAR


def _read_day(plain: str, today: date) -> date | DayError:
    if plain in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[plain])
    if iso := _ISO.fullmatch(plain):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if full := _DAY_MONTH_YEAR.fullmatch(plain):
        century = 2000 if len(full[3]) == 2 else 0
        return _day(century + int(full[3]), int(full[2]), int(full[1]))
    if short := _DAY_MONTH.fullmatch(plain):
        return _next(int(short[2]), int(short[1]), today)
    return DayError.UNREADABLE


def _day(year: int, month: int, day: int) -> date | DayError:
    try:
        return date(year, month, day)
    except ValueError:
        return DayError.NO_SUCH_DAY


def _next(month: int, day: int, today: date) -> date | DayError:
    """The next such day from today; 29 February waits for its year (at most eight, over 2100)."""
    for year in range(today.year, today.year + 9):
        found = _day(year, month, day)
        if isinstance(found, date) and found >= today:
            return found
    return DayError.NO_SUCH_DAY


def _length(unit: str) -> int:
    if unit.startswith("d"):
        return 1
    return 30 if unit.startswith("m") else 7


def _share(amount: int, among: int) -> int:
    return -(-max(amount, 0) // among)


def _plain(text: str) -> str:
    """Lower case, single spaces, composed accents; what is too long to be a day is nothing."""
    return " ".join(normalize("NFC", text).lower().split()) if len(text) <= _LONGEST_TEXT else ""
