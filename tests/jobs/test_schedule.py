from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.jobs import schedule
from bot.jobs.schedule import Metronome


async def nothing() -> None:
    return None


async def test_one_job_ticks_once_a_second_never_two_at_once_and_is_never_dropped_for_being_late() -> None:
    metronome = Metronome(nothing)
    assert not metronome.scheduler.running
    metronome.start()
    (job,) = metronome.scheduler.get_jobs()
    assert job.trigger.interval == timedelta(seconds=1)
    assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
    metronome.stop()


async def test_a_clock_set_back_by_an_hour_does_not_stop_the_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "LOOK_EVERY", 0.05)
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()

    metronome = Metronome(tick)
    metronome.start()
    (job,) = metronome.scheduler.get_jobs()
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))  # as it is once the clock goes back
    await asyncio.wait_for(ticked.wait(), 5)
    assert job.next_run_time < datetime.now(UTC) + timedelta(seconds=2)
    metronome.stop()


async def test_a_stopped_metronome_can_be_stopped_again() -> None:
    metronome = Metronome(nothing)
    metronome.stop()
    metronome.start()
    metronome.stop()
    metronome.stop()


async def test_a_tick_under_way_at_the_stop_is_no_error_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), []

    async def tick() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    metronome = Metronome(tick)
    metronome.start()
    await asyncio.wait_for(begun.wait(), 5)
    metronome.stop()
    await asyncio.sleep(0.01)
    assert ended == [True]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
