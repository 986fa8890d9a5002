from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.nudging import Level, Nudging
from bot.tutor.streak import Pause, Streak
from storage import records

days = st.none() | st.dates()
instants = st.none() | st.datetimes(timezones=st.just(UTC))
nudgings = st.builds(Nudging, st.sampled_from(Level), st.integers(0, 9), days, days, days, instants)
streaks = st.builds(Streak, st.integers(0, 999), st.integers(0, 999), days, days, st.integers(0, 9))
pauses = st.builds(Pause, st.dates(), st.dates())


@given(nudgings | streaks | pauses)
def test_what_is_written_is_read_back(record: Nudging | Streak | Pause) -> None:
    assert records.read(type(record), records.write(record)) == record


@given(nudgings | streaks | pauses)
def test_a_record_is_one_line(record: Nudging | Streak | Pause) -> None:
    assert "\n" not in records.write(record)


@dataclass(frozen=True)
class Older:
    length: int = 0
    gone: str = "x"


def test_fields_of_a_later_version_take_their_defaults_and_forgotten_ones_are_left_out() -> None:
    assert records.read(Streak, records.write(Older(length=3))) == Streak(length=3)


def test_days_and_instants_are_written_in_iso_form() -> None:
    text = records.write(Nudging(nudged_on=date(2026, 3, 2), again_at=datetime(2026, 3, 2, 12, tzinfo=UTC)))
    assert '"nudged_on":"2026-03-02"' in text
    assert '"again_at":"2026-03-02T12:00:00+00:00"' in text
