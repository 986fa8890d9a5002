"""The oracle's own word on days worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from bot.trials.year_diary import FOREVER, Entry, Note, Outage
from bot.trials.year_oracle import Oracle, label

START = datetime(2027, 3, 1, 12, tzinfo=UTC)  # Monday, 09:00 in São Paulo
DAY = timedelta(days=1)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def owed(
    *entries: Entry, days: int = 7, outages: tuple[Outage, ...] = (), arrivals: tuple[datetime, ...] = (),
    answers: tuple[datetime, ...] = (),
) -> Oracle:  # fmt: skip
    oracle = Oracle(arrivals, answers)
    joined = (Entry(START, Note.OPENED), Entry(START, Note.JOINED))
    oracle.walk((*joined, *entries), outages, START, START + days * DAY)
    return oracle


def days_of(oracle: Oracle) -> list[int]:
    return [due.day.day for due in oracle.due]


def test_a_set_is_owed_every_day_at_the_time_set() -> None:
    oracle = owed()
    assert days_of(oracle) == [2, 3, 4, 5, 6, 7, 8]
    assert all((due.at.hour, due.at.minute) == (11, 0) for due in oracle.due)


def test_none_is_owed_on_a_day_that_is_off_nor_for_a_day_begun_by_the_learner() -> None:
    off = owed(Entry(START, Note.DAYS, frozenset({0, 2, 4})))
    assert days_of(off) == [3, 5, 8]
    begun = owed(Entry(at(3, 10), Note.OPENED))
    assert days_of(begun) == [2, 4, 5, 6, 7, 8]


def test_the_day_turns_at_four() -> None:
    assert label("America/Sao_Paulo", at(2, 6, 59)) == (date(2027, 3, 1), 27 * 60 + 59)
    assert label("America/Sao_Paulo", at(2, 7)) == (date(2027, 3, 2), 4 * 60)
    late = owed(Entry(START, Note.TIME, 90))
    assert [due.at for due in late.due][:2] == [at(3, 4, 30), at(4, 4, 30)]
    assert days_of(late)[:2] == [2, 3]


def test_none_is_owed_while_paused_or_blocked_and_one_at_once_on_coming_back() -> None:
    paused = owed(Entry(at(3, 9), Note.PAUSED, date(2027, 3, 5)))
    assert days_of(paused) == [2, 6, 7, 8]
    forever = owed(Entry(at(3, 9), Note.PAUSED, FOREVER), Entry(at(6, 20), Note.PAUSED, None))
    assert [(due.day.day, due.at) for due in forever.due][1] == (6, at(6, 20))
    blocked = owed(Entry(at(3, 9), Note.REACHED, False), Entry(at(5, 15), Note.REACHED, True))
    assert [(due.day.day, due.at) for due in blocked.due][1] == (5, at(5, 15))


def test_a_time_that_the_clock_leaves_out_is_the_first_after_it() -> None:
    spring = owed(Entry(START, Note.ZONE, "America/New_York"), Entry(START, Note.TIME, 150), days=16)
    assert [due.at for due in spring.due if due.day == date(2027, 3, 13)] == [at(14, 7)]  # 02:30 is 03:00 EDT


def test_a_journey_over_the_date_line_brings_no_day_twice() -> None:
    west = owed(Entry(START, Note.ZONE, "Pacific/Kiritimati"), Entry(at(3, 20), Note.ZONE, "Pacific/Honolulu"), days=6)
    days = [due.day for due in west.due]
    assert days == sorted(set(days))
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert gaps == [DAY] * len(gaps)


def test_a_machine_that_was_down_owes_the_day_it_wakes_on_alone() -> None:
    oracle = owed(outages=(Outage(at(2, 20), at(6, 3)),))
    assert days_of(oracle) == [2, 5, 6, 7, 8]
    assert oracle.due[1].at == at(6, 3)


def test_a_process_that_dies_as_it_starts_owes_nothing_to_whom_the_next_one_hears_first() -> None:
    downs = (Outage(at(2, 20), at(4, 3)), Outage(at(4, 3), at(4, 3, 1)))
    oracle = owed(Entry(at(4, 3, 1), Note.ACTIVE), Entry(at(4, 3, 1), Note.PAUSED, FOREVER), outages=downs)
    assert days_of(oracle) == [2]
    assert oracle.perhaps == {date(2027, 3, 3)}


def test_three_ignored_days_and_four_ignored_weeks_end_in_a_pause() -> None:
    sent = tuple(at(2, 11) + n * DAY for n in range(60))
    oracle = owed(days=60, arrivals=sent)
    assert len(oracle.pauses) == 1
    assert len(oracle.due) == 3 + 28
    answered = owed(days=60, arrivals=sent, answers=(at(20, 15),))
    assert answered.pauses[0] - oracle.pauses[0] == timedelta(days=19)


def test_what_never_came_was_not_ignored() -> None:
    oracle = owed(days=60)
    assert oracle.pauses == []
    assert len(oracle.due) == 60
