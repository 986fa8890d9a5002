from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lessons.adjusting import read
from tests.conftest import MORNING
from tests.support.chats import Installation, Person
from tests.support.looking import everything, learner

NAMES = ("time", "count", "new", "nudges", "day", "zone", "lang", "quiet", "nothing", "")


async def joined(chat: Installation) -> Person:
    ana = chat.person()
    await ana.say("/start")
    return ana


@pytest.mark.parametrize(
    ("name", "value", "column", "stored"),
    [
        ("time", "450", "delivery_minute", 450),
        ("count", "20", "daily_count", 20),
        ("new", "0", "new_count", 0),
        ("nudges", "0", "nudges", False),
        ("zone", "Europe/Lisbon", "zone", "Europe/Lisbon"),
        ("lang", "en", "language", "en"),
        ("quiet", "1380-480", "quiet_from", 1380),
        ("quiet", "1380-480", "quiet_to", 480),
        ("day", "60", "weekdays", 0b0111111),
        ("day", "01", "weekdays", 0b1111111),
    ],
)
async def test_a_setting_is_kept(chat: Installation, name: str, value: str, column: str, stored: object) -> None:
    ana = await joined(chat)
    reply = await ana.press(f"s:{name}:{value}")
    assert reply.toast in ("Salvo", "Saved")
    assert getattr(learner(chat, ana), column) == stored


@pytest.mark.parametrize(
    "data",
    [
        "time:1440", "time:-1", "time:8h", "time:٣", "time:", "count:0", "count:101", "new:101", "nudges:2", "day:70",
        "day:02", "day:0", "day:", "zone:Mars/Olympus", "zone:../etc/passwd", "zone:localtime", "lang:fr", "lang:",
        "quiet:1440-0", "quiet:1-2-3", "quiet:-", "quiet:1320", "nothing:1", "time:+480", "time: 480", "count:1e1",
    ],
)  # fmt: skip
async def test_a_value_that_is_not_offered_changes_nothing_and_says_so(chat: Installation, data: str) -> None:
    ana = await joined(chat)
    before = everything(chat)
    reply = await ana.press(f"s:{data}")
    assert reply.toast
    assert reply.toast != "Salvo"
    assert everything(chat) == before


@given(name=st.sampled_from(NAMES), value=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_is_a_column_within_its_bounds_or_nothing(name: str, value: str) -> None:
    from dataclasses import dataclass

    @dataclass
    class Week:
        weekdays: int = 127

    columns = read(name, value, Week())  # type: ignore[arg-type]
    for column, stored in (columns or {}).items():
        if column in ("delivery_minute", "quiet_from", "quiet_to"):
            assert 0 <= stored < 1440
        if column in ("daily_count", "new_count"):
            assert 0 <= stored <= 100


async def test_setting_the_same_twice_is_the_same_as_once(chat: Installation) -> None:
    ana = await joined(chat)
    for data in ("s:day:60", "s:time:540", "s:quiet:0-0"):
        await ana.press(data)
        once = everything(chat)
        await ana.press(data)
        assert everything(chat) == once


async def test_a_new_time_moves_the_next_set_at_once(chat: Installation) -> None:
    ana = await joined(chat)
    await ana.finish()
    await ana.press("s:time:1080")
    due = learner(chat, ana).next_due_at
    assert due is not None
    assert (due - MORNING).total_seconds() == (24 * 60 + 18 * 60 - 8 * 60 - 30) * 60


async def test_the_settings_of_one_are_not_those_of_another(chat: Installation) -> None:
    ana, bia = chat.person(1), chat.person(2)
    await ana.say("/start")
    await bia.say("/start")
    before = learner(chat, bia)
    await ana.press("s:count:50")
    assert learner(chat, bia) == before
