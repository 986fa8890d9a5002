from __future__ import annotations

from datetime import timedelta

from bot.jobs.schedule import every_second


async def test_one_job_ticks_once_a_second_never_two_at_once_and_is_never_dropped_for_being_late() -> None:
    async def tick() -> None:
        return None

    schedule = every_second(tick)
    assert not schedule.running
    schedule.start(paused=True)
    (job,) = schedule.get_jobs()
    assert job.func is tick
    assert job.trigger.interval == timedelta(seconds=1)
    assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
    schedule.shutdown(wait=False)
