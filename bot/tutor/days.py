"""The learner's day: 04:00 to 04:00 by the clock on the learner's wall, whatever that clock does.

A wall time stands for the first instant at which the wall clock shows it or has passed it. One that does not
exist is thus the first instant after the gap, one that exists twice is its first occurrence, and days can
neither overlap nor go backwards. Instants are aware datetimes in `timezone.utc`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

TURN = time(4)
MINUTES = 24 * 60
DEFAULT_ZONE = "America/Sao_Paulo"
Quiet = tuple[int, int]

_ONE_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_TURN_MINUTE = TURN.hour * 60
_NOT_PLACES = frozenset({"Factory", "localtime", "posixrules"})


def zone_of(name: str) -> ZoneInfo | None:
    """The IANA zone of that exact name; None where there is none. Safe on anything from outside."""
    return _zone(name) if name in _zone_names() else None


def learner_day(instant: datetime, zone: ZoneInfo) -> date:
    """The learner's day an instant belongs to, named by the date on which it began."""
    local = instant.astimezone(zone)
    day = local.date() if local.time() >= TURN else local.date() - _ONE_DAY
    if local.fold and day_start(day + _ONE_DAY, zone) <= instant:
        return day + _ONE_DAY  # the clock went back over 04:00: the new day had begun already
    return day


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a learner's day begins."""
    return _first(day, TURN, zone)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The half-open span (UTC) of a learner's day; commonly 24 hours, 23 or 25 where clocks change."""
    return day_start(day, zone), day_start(day + _ONE_DAY, zone)


def is_skipped(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone's calendar leaves the date out (Apia, 30 December 2011).

    The learner's day of that name is only the small hours, up to 04:00, of the date after it.
    """
    return day_start(day, zone).astimezone(zone).date() > day


def local_instant(day: date, minute_of_day: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a wall time (minutes after midnight, 0–1439) within a learner's day.

    Times before 04:00 belong to the next calendar date. Where a gap in the clock swallows the time together
    with the end of the day (Athens goes from 03:00 to 04:00), it is the day's last minute: the result is
    always inside `day_bounds`.
    """
    on = day if minute_of_day >= _TURN_MINUTE else day + _ONE_DAY
    instant = _first(on, time(*divmod(minute_of_day, 60)), zone)
    start, end = day_bounds(day, zone)
    return instant if instant < end else max(start, end - timedelta(minutes=1))


def in_quiet_hours(instant: datetime, quiet: Quiet | None, zone: ZoneInfo) -> bool:
    """Whether the wall clock stands within `quiet` (from, to; minutes after midnight, `to` excluded).

    The window may run over midnight; one that ends where it begins is empty.
    """
    if quiet is None:
        return False
    start, end = quiet
    minute = _minute(instant.astimezone(zone))
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end


def quiet_end(instant: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """When the quiet hours around `instant` end: the next instant at which the wall clock shows their end."""
    today = instant.astimezone(zone).date()
    end = time(*divmod(quiet[1], 60))
    shown = (_both(on, end, zone) for on in (today, today + _ONE_DAY))
    return min(at for twice in shown for at in twice if at >= instant)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _first(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant at which the wall clock shows that time or a later one (PEP 495)."""
    wall = datetime.combine(on, at, zone)
    before = wall.astimezone(UTC)
    after = wall.replace(fold=1).astimezone(UTC)
    return before if before <= after else _gap_end(after, before, zone)


def _both(on: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last instant of a wall time; they differ where the clock goes back over it."""
    first = _first(on, at, zone)
    return first, max(first, datetime.combine(on, at.replace(fold=1), zone).astimezone(UTC))


def _gap_end(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The transition in (low, high], to the second, by halving."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = (low + (high - low) // 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones()) - _NOT_PLACES


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)  # kept: ZoneInfo itself remembers only eight and would read the file again
