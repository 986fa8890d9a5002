"""The tick among many chats: empty, and with ten thousand due; against one APScheduler job a chat."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from sqlalchemy import insert

from bot.jobs.tick import CLAIM, Ticker
from bot.lessons import delivering
from bot.lessons.school import School
from bot.trials import machine
from bot.trials.bars import Figure, Report, ratio
from bot.trials.jobs_peer import Peer, in_database, in_memory
from bot.tutor.habits import Habits, pack_habits
from bot.tutor.nudging import Nudging
from bot.tutor.streak import Streak
from content.validate import validate
from storage import records
from storage.migrate import upgrade
from storage.store import Store, sqlite_url
from storage.tables import learners

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
CHUNK = 10_000
EMPTY_TICKS = 200
DUE = 10_000
SIZES = (10_000, 100_000, 1_000_000)

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What ticks cost among so many chats: milliseconds an empty one, microseconds a chat claimed."""

    chats: int
    empty_ms: float
    claim_us: float


def bench(sizes: tuple[int, ...], seed: int, progress: Progress, url: str | None = None) -> Report:
    """Measure every size, and the peer at the smallest."""
    conditions: dict[str, object] = {"database": "PostgreSQL" if url else "SQLite", "seed": seed, **machine.conditions()}
    paces = []
    for size in sizes:
        with _database(url) as store:
            fill(store, size, Random(seed), progress)
            paces.append(asyncio.run(measure(store, size, progress)))
    return report(paces, in_memory(sizes[0], progress), in_database(sizes[0], progress), conditions)


def report(paces: list[Pace], forgetful: Peer, durable: Peer, conditions: dict[str, object]) -> Report:
    """The figures, those of the largest size with their bars."""
    smallest, largest = paces[0], paces[-1]
    figures = [Figure(f"empty tick, {pace.chats:,} chats", pace.empty_ms, "ms") for pace in paces[:-1]]
    figures += [Figure(f"empty tick, {largest.chats:,} chats", largest.empty_ms, "ms", at_most=2)]
    figures += [Figure(f"claim a chat among {pace.chats:,}", pace.claim_us, "µs", at_most=30) for pace in paces]
    grown = ratio(largest.claim_us, smallest.claim_us)
    figures += [
        Figure(f"claim among {largest.chats:,} ÷ among {smallest.chats:,}", grown, "×", at_most=1.5),
        Figure(f"APScheduler, {durable.chats:,} jobs in SQLite: to add one", durable.add_us, "µs"),
        Figure(f"APScheduler, {durable.chats:,} jobs in SQLite: to fire one", durable.fire_us, "µs"),
        Figure(f"APScheduler, {forgetful.chats:,} jobs in memory: to fire one", forgetful.fire_us, "µs"),
        Figure("firing a job in memory ÷ claiming a chat", ratio(forgetful.fire_us, smallest.claim_us), "×"),
        Figure(
            "firing a job in SQLite ÷ claiming a chat", ratio(durable.fire_us, smallest.claim_us), "×", at_least=50
        ),
    ]
    return Report("tick", conditions, tuple(figures))


def fill(store: Store, size: int, dice: Random, progress: Progress) -> None:
    """So many chats, whose sets are due at whole minutes of the next day; at most ten thousand of them at once."""
    at_once = set(dice.sample(range(size), min(DUE, size)))
    for start in range(0, size, CHUNK):
        rows = [_row(number in at_once, dice) for number in range(start, min(size, start + CHUNK))]
        with store.transaction() as tx:
            tx.execute(insert(learners), rows)
        progress(f"{size:,} chats", start + len(rows), size)


async def measure(store: Store, size: int, progress: Progress) -> Pace:
    """Ticks before anything is due, then every claim of an instant at which ten thousand are."""
    school = School(store, validate())
    ticker = Ticker(school, {})
    await ticker.tick(NOW)
    empty = []
    for number in range(EMPTY_TICKS):
        started = perf_counter()
        await ticker.tick(NOW + timedelta(milliseconds=number))
        empty.append(perf_counter() - started)
    progress(f"claims among {size:,}", 0, 1)
    claimed, started = 0, perf_counter()
    while found := await school.run(delivering.claim, NOW + timedelta(hours=1), CLAIM):
        claimed += len(found)
    taken = perf_counter() - started
    progress(f"claims among {size:,}", 1, 1)
    return Pace(size, 1000 * median(empty), 1e6 * taken / max(1, claimed))


@contextmanager
def _database(url: str | None) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="assertiva-bench-") as folder:
        store = Store(url or sqlite_url(Path(folder) / "tick.sqlite3"))
        upgrade(store.engine)
        with store.transaction() as tx:
            tx.execute(learners.delete())
        try:
            yield store
        finally:
            store.close()


def _row(due: bool, dice: Random) -> dict[str, object]:
    later = NOW + timedelta(hours=2, minutes=dice.randrange(22 * 60))
    return {
        "created_at": NOW, "last_active_at": NOW, "language": "pt_BR", "zone": "America/Sao_Paulo",
        "delivery_minute": 480, "weekdays": 127, "daily_count": 10, "new_count": 5, "nudges": True,
        "nudge_after": 180, "quiet_from": 1320, "quiet_to": 420, "pauses": "", "last_sequence": 0,
        "next_due_at": NOW + timedelta(hours=1) if due else later, "nudging": records.write(Nudging()),
        "streak": records.write(Streak()), "habits": pack_habits(Habits()),
    }  # fmt: skip
