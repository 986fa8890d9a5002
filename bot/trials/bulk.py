"""Sets sent at Telegram's paid rate by one worker and by two, on PostgreSQL, everything on the same cores."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert

from bot.clock import utc_now
from bot.jobs.queue import Handover
from bot.lessons import handing_over
from bot.lessons.school import School
from bot.trials import machine, our_worker
from bot.trials.bars import Figure, Report, most_within, quantile
from bot.trials.child import Child
from bot.trials.standin import Call, Standin
from bot.trials.ticking import address_row, learner_row
from content.validate import validate
from storage.store import Store
from storage.tables import addresses, learners

PERMITTED = 1000
CLAIMED_AT_ONCE = 50
PATIENCE = 120.0
MIDDLE = (0.1, 0.9)
"""The rate is taken between these shares of the sends: workers do not start at the same instant."""

Progress = Callable[[str, int, int], None]


def bench(chats: int, seed: int, progress: Progress, urls: Sequence[str]) -> Report:
    """Sets that wait in the queue, sent by one worker and by two; then sets that two workers claim and send.

    `urls`: three; each needs a migrated database of its own with the queue's tables.
    """
    conditions = {"chats": chats, "seed": seed, "database": "PostgreSQL", **machine.conditions()}
    names = ("one worker", "two workers", "two workers, claiming")
    one, two, claiming = (
        asyncio.run(_sent(name, workers, queued, url, chats, seed, progress))
        for name, workers, queued, url in zip(names, (1, 2, 2), (True, True, False), urls, strict=True)
    )
    return report(one, two, claiming, conditions)


def report(one: list[float], two: list[float], claiming: list[float], conditions: dict[str, object]) -> Report:
    """The figures; each list holds the instants at which sets arrived."""
    chats = conditions["chats"]
    assert isinstance(chats, int)
    figures = (
        Figure("one worker: sets sent a second", rate(one)),
        Figure("two workers: sets sent a second", rate(two), at_least=800),
        Figure("two workers: most in any one second", most_within(two, 1.0), at_most=PERMITTED),
        Figure("two workers that claim meanwhile: sets a second", rate(claiming)),
        Figure("sets missing or doubled", sum(abs(len(run) - chats) for run in (one, two, claiming)), at_most=0),
    )
    return Report("bulk", conditions, figures)


def rate(arrivals: list[float]) -> float:
    """Sets a second in the middle of a run."""
    first, last = (quantile(arrivals, share) for share in MIDDLE)
    return (MIDDLE[1] - MIDDLE[0]) * len(arrivals) / (last - first)


def fill(store: Store, chats: int, now: datetime) -> None:
    """So many chats whose set is due."""
    due = {
        "zone": "UTC", "delivery_minute": 4 * 60, "quiet_from": 0, "quiet_to": 0, "nudges": False,
        "next_due_at": now, "created_at": now - timedelta(days=3), "last_active_at": now - timedelta(days=1),
    }  # fmt: skip
    with store.transaction() as tx:
        tx.execute(insert(learners), [{**learner_row(number, now), **due} for number in range(1, chats + 1)])
        tx.execute(insert(addresses), [address_row(number) for number in range(1, chats + 1)])


async def _sent(
    name: str, workers: int, queued: bool, url: str, chats: int, seed: int, progress: Progress
) -> list[float]:
    arrivals: list[float] = []

    def heard(call: Call) -> None:
        if call.method == "sendMessage":
            arrivals.append(call.at)

    store, now = Store(url), utc_now()
    fill(store, chats, now)
    if queued:
        await _claim(store, chats, seed, now, lambda done: progress(f"{name}: queued", done, chats))
    store.close()
    with tempfile.TemporaryDirectory(prefix="assertiva-bench-") as folder, ExitStack() as stack:
        async with Standin(heard) as standin:
            for _ in range(workers):
                stack.enter_context(Child(our_worker.run, standin.url, folder, url))
            async with asyncio.timeout(PATIENCE):
                while len(arrivals) < chats:
                    progress(f"{name}: sent", len(arrivals), chats)
                    await asyncio.sleep(0.1)
            await asyncio.sleep(1)  # whatever comes twice
            progress(f"{name}: sent", len(arrivals), chats)
            stack.close()
    return arrivals


async def _claim(store: Store, chats: int, seed: int, now: datetime, told: Callable[[int], None]) -> None:
    school, handover, done = School(store, validate(), Random(seed)), Handover(), 0
    while done < chats:
        claimed = await school.run(handing_over.claim, now, CLAIMED_AT_ONCE, handover)
        done += claimed.learners
        told(done)
