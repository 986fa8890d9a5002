"""The audit finds each promise broken where it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.trials.year_audit import PROMISES, Account, audit
from bot.trials.year_diary import Diary, Entry, Note, Outage, Tap
from bot.trials.year_evidence import AskedRow, Evidence, SetRow
from bot.trials.year_telegram import Kind, Send
from bot.tutor.grading import Answer

START = datetime(2027, 3, 1, 12, tzinfo=UTC)
END = START + timedelta(days=2)
NUDGE = Send(datetime(2027, 3, 2, 14, tzinfo=UTC), 1, Kind.NUDGE, 11, by_clock=True, arrived=True, known=True)
FIRST = Send(datetime(2027, 3, 2, 11, tzinfo=UTC), 1, Kind.ASSERTION, 1, by_clock=True, arrived=True, known=True)
SECOND = replace(FIRST, at=datetime(2027, 3, 3, 11, tzinfo=UTC), target=2)
TAPPED = datetime(2027, 3, 2, 15, tzinfo=UTC)


def a_year() -> Evidence:
    """Two days of somebody in São Paulo: a set, a nudge and an answer, and a set."""
    diary = Diary()
    diary.write(START, Note.OPENED)
    diary.write(START, Note.JOINED)
    diary.write(TAPPED, Note.ACTIVE)
    diary.taps.append(Tap(TAPPED, 1, Answer.CERTO, guess=False))
    return Evidence(
        diary,
        [FIRST, NUDGE, SECOND],
        [SetRow(11, date(2027, 3, 2), "answered", 1), SetRow(12, date(2027, 3, 3), "sent", 2)],
        {
            1: AskedRow(1, 11, "f-1", FIRST.at, TAPPED, "c", False),
            2: AskedRow(2, 12, "f-2", SECOND.at, None, None, None),
        },
        Counter({(11, "f-1"): 1}),
    )


def told(evidence: Evidence, *entries: Entry) -> Evidence:
    """The same with more notes in the diary."""
    diary = Diary(sorted([*evidence.diary.entries, *entries], key=lambda entry: entry.at), evidence.diary.taps)
    return replace(evidence, diary=diary)


def checked(evidence: Evidence, *outages: Outage) -> Account:
    fresh = Evidence(evidence.diary, evidence.sends, evidence.sets, evidence.asked, evidence.logged)
    return audit([fresh], outages, START, END)


def test_a_good_year_breaks_nothing() -> None:
    account = checked(a_year())
    assert account.found == []
    assert not account.broken
    assert (account.sets_due, account.sets_sent, account.answers, account.nudges) == (2, 2, 1, 1)


def missing() -> Evidence:
    year = a_year()
    return replace(year, sends=[FIRST, NUDGE], sets=year.sets[:1])


def not_due() -> Evidence:
    return told(a_year(), Entry(START, Note.DAYS, frozenset({1})))  # Tuesdays alone


def doubled() -> Evidence:
    year = a_year()
    again = replace(SECOND, at=FIRST.at + timedelta(hours=1))
    return replace(year, sends=[FIRST, again, NUDGE, SECOND])


def sent_again() -> Evidence:
    return replace(a_year(), sends=[FIRST, replace(FIRST, at=FIRST.at + timedelta(minutes=2)), NUDGE, SECOND])


def to_the_blocked() -> Evidence:
    refused = [replace(SECOND, at=SECOND.at + timedelta(minutes=n), arrived=False) for n in (0, 5)]
    block = Entry(SECOND.at - timedelta(hours=1), Note.REACHED, False)
    year = told(a_year(), block)
    return replace(year, sends=[FIRST, NUDGE, *refused])


def to_the_paused() -> Evidence:
    return told(a_year(), Entry(datetime(2027, 3, 2, 20, tzinfo=UTC), Note.PAUSED, date(2027, 3, 9)))


def in_quiet_hours() -> Evidence:
    return told(a_year(), Entry(START, Note.QUIET, (11 * 60, 12 * 60)))


def second_nudge() -> Evidence:
    return replace(a_year(), sends=[FIRST, replace(NUDGE, at=NUDGE.at - timedelta(hours=1)), NUDGE, SECOND])


def for_a_finished_set() -> Evidence:
    return replace(a_year(), sends=[FIRST, replace(NUDGE, at=TAPPED + timedelta(hours=1)), SECOND])


def after_the_account() -> Evidence:
    year = a_year()
    account = replace(FIRST, at=TAPPED, kind=Kind.SUMMARY, target=None, by_clock=False)
    late = replace(NUDGE, at=TAPPED + timedelta(hours=1))
    sets = [year.sets[0]._replace(size=6), year.sets[1]]  # five were added afterwards
    return replace(year, sends=[FIRST, account, late, SECOND], sets=sets)


def too_soon() -> Evidence:
    return told(a_year(), Entry(NUDGE.at - timedelta(minutes=29), Note.ACTIVE))


def not_wanted() -> Evidence:
    return told(a_year(), Entry(START, Note.NUDGES, False))


def lost() -> Evidence:
    return replace(a_year(), logged=Counter())


def taken_otherwise() -> Evidence:
    year = a_year()
    return replace(year, asked={**year.asked, 1: year.asked[1]._replace(answer="e")})


def counted_twice() -> Evidence:
    return replace(a_year(), logged=Counter({(11, "f-1"): 2}))


def untold() -> Evidence:
    word = replace(FIRST, at=datetime(2027, 3, 2, 20, tzinfo=UTC), kind=Kind.AUTO_PAUSE, target=None)
    return replace(a_year(), sends=[FIRST, NUDGE, word, SECOND])


@pytest.mark.parametrize(
    ("evidence", "promise"),
    [
        (missing, "sets missing"),
        (not_due, "sets not due"),
        (doubled, "sets doubled"),
        (sent_again, "sets doubled"),
        (to_the_blocked, "sets to the blocked"),
        (to_the_paused, "sets to the paused"),
        (in_quiet_hours, "nudges in quiet hours"),
        (second_nudge, "second nudges of a day"),
        (for_a_finished_set, "nudges for finished sets"),
        (after_the_account, "nudges for finished sets"),
        (too_soon, "nudges within 30 minutes"),
        (not_wanted, "nudges not wanted"),
        (lost, "answers lost"),
        (taken_otherwise, "answers lost"),
        (counted_twice, "answers counted twice"),
        (untold, "pauses untold"),
    ],
)
def test_a_broken_promise_is_found(evidence, promise: str) -> None:
    account = checked(evidence())
    assert account.broken[promise] >= 1, account.found
    assert set(account.broken) <= set(PROMISES)
    assert any(promise in line for line in account.found)


def test_a_copy_after_an_unknown_outcome_is_no_doubled_set() -> None:
    unheard = replace(FIRST, known=False)
    year = replace(a_year(), sends=[unheard, replace(FIRST, at=FIRST.at + timedelta(minutes=2)), NUDGE, SECOND])
    account = checked(year)
    assert (account.copies, account.broken.total()) == (1, 0)


def test_a_copy_is_excused_where_the_process_died_before_it_could_note_the_arrival() -> None:
    year = replace(a_year(), sends=[FIRST, replace(FIRST, at=FIRST.at + timedelta(minutes=2)), NUDGE, SECOND])
    account = checked(year, Outage(FIRST.at, FIRST.at + timedelta(minutes=2)))
    assert account.broken.total() == 0


def test_a_block_that_a_dying_process_ran_into_is_news_to_the_next_one() -> None:
    died = Outage(SECOND.at, SECOND.at + timedelta(minutes=5))
    assert checked(to_the_blocked()).broken["sets to the blocked"] == 1
    assert not checked(to_the_blocked(), died).broken["sets to the blocked"]


def test_em_uma_hora_allows_a_second_nudge() -> None:
    year = told(second_nudge(), Entry(NUDGE.at - timedelta(minutes=50), Note.LATER))
    assert checked(year).broken["second nudges of a day"] == 0


def test_a_tap_on_what_was_asked_again_since_is_out_of_date_and_not_lost() -> None:
    year = a_year()
    again = AskedRow(3, 12, "f-2", SECOND.at + timedelta(minutes=1), None, None, None)
    year.asked[3] = again
    year.diary.taps.append(Tap(SECOND.at + timedelta(hours=1), 2, Answer.CERTO, guess=False))
    account = checked(year)
    assert (account.out_of_date, account.broken["answers lost"]) == (1, 0)


def test_a_set_that_was_left_half_way_may_be_reminded_of() -> None:
    year = for_a_finished_set()
    account = checked(replace(year, sets=[year.sets[0]._replace(size=2), year.sets[1]]))
    assert account.broken["nudges for finished sets"] == 0
