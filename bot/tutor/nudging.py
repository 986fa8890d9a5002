"""Whether and when to remind: once a day at most, less often the less it helps, never in quiet hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.tutor.agenda import Agenda
from bot.tutor.days import day_bounds, in_quiet_hours, learner_day

IGNORED_DAYS = 3
IGNORED_WEEKS = 4
REST = timedelta(minutes=30)
"""No nudge so soon after the learner did anything."""


@dataclass(frozen=True, slots=True)
class BackOff:
    """How the last nudges fared: days ignored, then weeks ignored, and the last day with a nudge."""

    days: int = 0
    weeks: int = 0
    nudged_on: date | None = None

    @property
    def weekly(self) -> bool:
        """Daily nudges were ignored; one a week remains."""
        return self.days >= IGNORED_DAYS

    @property
    def spent(self) -> bool:
        """Weekly ones were ignored too: the bot pauses by itself."""
        return self.weeks >= IGNORED_WEEKS


def nudge_at(agenda: Agenda, delivered_at: datetime, active_at: datetime, back_off: BackOff) -> datetime | None:
    """When to remind of a set delivered at that instant; None where that learner's day gets no nudge."""
    day = learner_day(delivered_at, agenda.zone)
    if not agenda.nudges or not _due_on(day, back_off):
        return None
    return postponed(agenda, day, max(delivered_at + timedelta(minutes=agenda.nudge_after), active_at + REST))


def postponed(agenda: Agenda, day: date, at: datetime) -> datetime | None:
    """`at`, or the end of the quiet hours it falls in; None where that is another learner's day."""
    if in_quiet_hours(at, agenda.quiet, agenda.zone):
        assert agenda.quiet is not None
        local = at.astimezone(agenda.zone)
        wait = (agenda.quiet[1] - (local.hour * 60 + local.minute)) % 1440
        at = (at + timedelta(minutes=wait)).replace(second=0, microsecond=0)
        if in_quiet_hours(at, agenda.quiet, agenda.zone):  # the clocks changed in between
            return None
    return at if at < day_bounds(day, agenda.zone)[1] else None


def snoozed(agenda: Agenda, day: date, now: datetime) -> datetime | None:
    """An hour on; None where that falls in quiet hours or on another learner's day: then it is dropped."""
    at = now + timedelta(hours=1)
    if in_quiet_hours(at, agenda.quiet, agenda.zone) or at >= day_bounds(day, agenda.zone)[1]:
        return None
    return at


def sent(back_off: BackOff, day: date) -> BackOff:
    """After a nudge went out on `day`."""
    return replace(back_off, nudged_on=day)


def ignored(back_off: BackOff) -> BackOff:
    """After a nudge went by unanswered."""
    if back_off.weekly:
        return replace(back_off, weeks=back_off.weeks + 1)
    return replace(back_off, days=back_off.days + 1)


def pack(back_off: BackOff) -> str:
    """As it is stored."""
    return f"{back_off.days} {back_off.weeks} {back_off.nudged_on or '-'}"


def unpack(stored: str | None) -> BackOff:
    """The inverse of `pack`; None is the state of somebody never nudged."""
    if stored is None:
        return BackOff()
    days, weeks, day = stored.split()
    return BackOff(int(days), int(weeks), None if day == "-" else date.fromisoformat(day))


def _due_on(day: date, back_off: BackOff) -> bool:
    if back_off.nudged_on is None:
        return True
    gap = timedelta(days=7 if back_off.weekly else 1)
    return day - back_off.nudged_on >= gap
