"""When the next daily set goes out: a pure function of a learner's settings, an instant and the last set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.tutor import days

EVERY_DAY: Final = frozenset(range(7))
INDEFINITELY: Final = date.max
"""The `paused_until` of a pause without an end."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a learner has set. Minutes are wall-clock minutes after midnight, 0–1439.

    `weekdays`: 0 is Monday, the weekday on which the learner's day began. `paused_until`: the last paused
    day, or INDEFINITELY. `nudge_after_minutes`: from delivery to the reminder. `quiet`: (from, to) or None.
    Raises ValueError where a value is out of range or the zone is unknown.
    """

    zone: str = days.DEFAULT_ZONE
    delivery_minute: int = 8 * 60
    weekdays: frozenset[int] = EVERY_DAY
    paused_until: date | None = None
    nudges: bool = True
    nudge_after_minutes: int = 180
    quiet: days.Quiet | None = (22 * 60, 7 * 60)

    def __post_init__(self) -> None:
        _check(days.zone_of(self.zone) is not None, "unknown time zone")
        _check(0 <= self.delivery_minute < days.MINUTES, "delivery minute out of range")
        _check(self.weekdays <= EVERY_DAY, "weekday out of range")
        _check(0 < self.nudge_after_minutes < days.MINUTES, "nudge delay out of range")
        _check(all(0 <= minute < days.MINUTES for minute in self.quiet or ()), "quiet hours out of range")

    @property
    def place(self) -> ZoneInfo:
        """The zone itself."""
        zone = days.zone_of(self.zone)
        assert zone is not None
        return zone

    def is_paused(self, day: date) -> bool:
        """Whether the learner's day falls in the pause."""
        return self.paused_until is not None and day <= self.paused_until

    def is_on(self, day: date) -> bool:
        """Whether a set is wanted on that learner's day."""
        return day.weekday() in self.weekdays and not self.is_paused(day)


class Delivery(NamedTuple):
    """A daily set: its learner's day and the instant (UTC) it is planned for, or went out at."""

    day: date
    at: datetime


def next_delivery(agenda: Agenda, now: datetime, last_day: date | None) -> Delivery | None:
    """The next set to deliver, given the last learner's day for which one was planned or sent (None: never).

    Its day is on, is today or later, and is after `last_day`; a day that went by is never made up for, and a
    date relived after a journey west gets no second set. An `at` that is not after `now` means: due now (the
    time passed while nothing ran, or the day was switched on after it); it is never earlier than today's
    start. A date that the zone's calendar leaves out has no set. None where no day is on.
    """
    zone = agenda.place
    today = days.learner_day(now, zone)
    day = _first_on(agenda, today if last_day is None else max(today, last_day + _ONE_DAY))
    while day is not None and days.is_skipped(day, zone):
        day = _first_on(agenda, day + _ONE_DAY)
    return None if day is None else Delivery(day, days.local_instant(day, agenda.delivery_minute, zone))


def _first_on(agenda: Agenda, day: date) -> date | None:
    if agenda.paused_until == INDEFINITELY:
        return None
    if agenda.paused_until is not None:
        day = max(day, agenda.paused_until + _ONE_DAY)
    ahead = min(((weekday - day.weekday()) % 7 for weekday in agenda.weekdays), default=None)
    return None if ahead is None else day + timedelta(days=ahead)


def _check(holds: bool, complaint: str) -> None:
    if not holds:
        raise ValueError(complaint)
