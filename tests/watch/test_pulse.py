from __future__ import annotations

import pytest

from bot.watch.pulse import TELEGRAM_SILENT, TICK_LATE, Pulse


def test_a_tick_is_late_by_what_is_more_than_a_second_after_the_last() -> None:
    pulse = Pulse(ticking=True)
    assert [pulse.ticked(at) for at in (100.0, 101.0, 101.5, 105.5)] == pytest.approx([0, 0, 0, 3])


def test_a_clock_that_stands_still_shows() -> None:
    pulse = Pulse(ticking=True)
    assert not pulse.is_ticking(0)
    pulse.ticked(100)
    assert pulse.is_ticking(100 + TICK_LATE)
    assert not pulse.is_ticking(101 + TICK_LATE)


def test_who_keeps_no_clock_is_never_late() -> None:
    assert Pulse().is_ticking(1e9)


def test_telegram_is_heard_until_it_is_silent_for_long() -> None:
    pulse = Pulse()
    assert not pulse.hears_telegram(0)
    pulse.heard(5)
    assert pulse.hears_telegram(5 + TELEGRAM_SILENT)
    assert not pulse.hears_telegram(6 + TELEGRAM_SILENT)
