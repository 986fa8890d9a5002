"""Which sets were due: read off the product's promise and a wall clock, not off the bot's code.

«Every day at the learner's own local time», on the days that are on, never on two sets a local day, which turns
at four; nothing while paused or blocked; a day that went by is not made up for; after three ignored days and
four ignored weeks the bot pauses by itself. The oracle walks a learner's year a quarter of an hour at a time
(offsets and times are multiples of it) with the learner's diary in hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.trials.year_diary import FOREVER, Entry, Note, Outage

QUARTER = timedelta(minutes=15)
_TURN = 4
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_IGNORED_DAYS, _IGNORED_WEEKS = 3, 4


@dataclass(frozen=True, slots=True)
class Due:
    """A set due: its learner's day, and the instant from which it was owed."""

    day: date
    at: datetime


@dataclass(slots=True)
class Oracle:
    """One learner's year. `arrivals`: when assertions came; `answers`: when answers were given that count."""

    arrivals: Sequence[datetime]
    answers: Sequence[datetime]
    due: list[Due] = field(default_factory=list)
    perhaps: set[date] = field(default_factory=set)
    """Days whose set fell due at the very instant at which the process died."""
    pauses: list[datetime] = field(default_factory=list)
    """When the bot was to pause by itself."""
    _zone: str = "America/Sao_Paulo"
    _minute: int = 8 * 60
    _days: frozenset[int] = frozenset(range(7))
    _paused: date | None = None
    _by_itself: bool = False
    _reached: bool = False
    _last: date | None = None
    _last_at: datetime | None = None
    _ignored: int = 0
    _week_from: date | None = None

    def walk(self, entries: Sequence[Entry], downs: Sequence[Outage], start: datetime, end: datetime) -> None:
        """Live through it: quarters of an hour, notes, answers, starts of the process, in order of time."""
        for at, event in _moments(entries, self.answers, downs, start, end):
            match event:
                case Entry():
                    self._take(event)
                case "answer":
                    self._answered()
                case "died":
                    self._look(at, only_perhaps=True)
                case _:
                    self._look(at)

    def _take(self, entry: Entry) -> None:
        value: Any = entry.value
        match entry.note:
            case Note.JOINED:
                self._reached = True
            case Note.ZONE:
                self._zone = value
            case Note.TIME:
                self._minute = value
            case Note.DAYS:
                self._days = value
            case Note.REACHED:
                self._reached = value
            case Note.PAUSED:
                self._pause(value)
            case Note.OPENED:
                self._open(entry.at)

    def _pause(self, last: date | None) -> None:
        if last is not None or self._paused is not None:
            self._start_afresh()
        self._paused, self._by_itself = last, False

    def _open(self, at: datetime) -> None:
        day, _ = label(self._zone, at)
        if self._last is None or day > self._last:
            self._last, self._last_at = day, at

    def _answered(self) -> None:
        self._start_afresh()
        if self._by_itself:
            self._paused, self._by_itself = None, False

    def _start_afresh(self) -> None:
        self._ignored, self._week_from = 0, None

    def _look(self, at: datetime, *, only_perhaps: bool = False) -> None:
        day, minute = label(self._zone, at)
        wanted = self._minute if self._minute >= _TURN * 60 else self._minute + 24 * 60
        is_new = self._last is None or day > self._last
        is_on = day.weekday() in self._days and (self._paused is None or day > self._paused)
        if not (self._reached and is_new and is_on and minute >= wanted):
            return
        if only_perhaps and at not in self.arrivals:
            self.perhaps.add(day)
        elif not self._is_given_up(day, at):
            self.due.append(Due(day, at))
            self._last, self._last_at = day, at

    def _is_given_up(self, day: date, at: datetime) -> bool:
        """Take stock before a set: was the one before ignored, and one too many?"""
        if self._last is None or self._last_at is None or not self._was_ignored(self._last, self._last_at, at):
            return False
        if self._week_from is None:
            self._ignored += 1
            if self._ignored == _IGNORED_DAYS:
                self._ignored, self._week_from = 0, self._last + _DAY
        elif self._last >= self._week_from + _WEEK - _DAY:
            self._ignored += 1
            self._week_from = self._last + _DAY
            if self._ignored == _IGNORED_WEEKS:
                self._paused, self._by_itself = FOREVER, True
                self.pauses.append(at)
        return self._paused is not None and day <= self._paused

    def _was_ignored(self, day: date, since: datetime, now: datetime) -> bool:
        came = any(since <= at < now for at in _between(self.arrivals, since, now))
        return came and not any(label(self._zone, at)[0] >= day for at in _between(self.answers, since - _DAY, now))


def _between(instants: Sequence[datetime], start: datetime, end: datetime) -> Sequence[datetime]:
    return instants[bisect_left(instants, start) : bisect_left(instants, end)]


def _moments(
    entries: Sequence[Entry], answers: Sequence[datetime], downs: Sequence[Outage], start: datetime, end: datetime
) -> Iterator[tuple[datetime, Entry | str]]:
    """Everything that happens, in order; at one instant all notes come before the look that they are worth."""
    moments: list[tuple[datetime, int, int, Entry | str]] = []
    moments += [(entry.at, 0, index, entry) for index, entry in enumerate(entries)]
    moments += [(entry.at, 1, index, "noted") for index, entry in enumerate(entries)]
    moments += [(at, 2, index, "answer") for index, at in enumerate(answers)]
    moments += [(down.start, 3, index, "died") for index, down in enumerate(downs)]
    starts, index = [down.start for down in downs], 0
    deaths = set(starts)  # a process that dies as it starts did nothing for certain
    moments += [(down.end, 3, index, "died" if down.end in deaths else "started") for index, down in enumerate(downs)]
    at = start
    while at < end:
        index = bisect_left(starts, at + timedelta(microseconds=1)) - 1
        if index < 0 or at >= downs[index].end:
            moments.append((at, 4, 0, "quarter"))
        at += QUARTER
    moments.sort(key=lambda moment: moment[:3])
    return ((at, event) for at, _, _, event in moments)


_place = cache(ZoneInfo)


def label(zone: str, at: datetime) -> tuple[date, int]:
    """The local day at an instant, which turns at four, and the minutes since its own midnight, past 24 hours too."""
    local = at.astimezone(_place(zone))
    minute = local.hour * 60 + local.minute
    if local.hour < _TURN:
        return local.date() - _DAY, minute + 24 * 60
    return local.date(), minute
