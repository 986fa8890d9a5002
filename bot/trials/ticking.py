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

from bot.jobs.tick import FOUND, Ticker
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
from storage.tables import addresses, learners

NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
CHUNK = 10_000
SERVED = 40
EMPTY_TICKS = 200
DUE = 10_000
SIZES = (10_000, 100_000, 1_000_000)

Progress = Callable[[str, int, int], None]
"""What is being done, how much of it is done, how much there is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What ticks cost among so many chats.

    An empty one in milliseconds; in microseconds a chat: to find it due, and to serve it, which plans its set,
    writes it down and says when the next one is.
    """

    chats: int
    empty_ms: float
    find_us: float
    serve_us: float


def bench(sizes: tuple[int, ...], seed: int, progress: Progress, url: str | None = None) -> Report:
    """Measure every size, and the peer at the smallest."""
    conditions: dict[str, object] = {
        "database": "PostgreSQL" if url else "SQLite",
        "seed": seed,
        **machine.conditions(),
    }
    paces = []
    for size in sizes:
        with _database(url) as store:
            fill(store, size, Random(seed), progress)
            paces.append(asyncio.run(measure(store, size, progress)))
    return report(paces, in_memory(sizes[0], progress), in_database(sizes[0], progress), conditions)


def report(paces: list[Pace], forgetful: Peer, durable: Peer, conditions: dict[str, object]) -> Report:
    """The figures, those of the largest size with their bars."""
    smallest, largest = paces[0], paces[-1]
    most, least = f"{largest.chats:,}", f"{smallest.chats:,}"
    figures = [Figure(f"empty tick, {pace.chats:,} chats", pace.empty_ms, "ms") for pace in paces[:-1]]
    figures += [Figure(f"empty tick, {most} chats", largest.empty_ms, "ms", at_most=2)]
    figures += [Figure(f"to find a chat due among {pace.chats:,}", pace.find_us, "µs", at_most=30) for pace in paces]
    figures += [Figure(f"to plan and write its set among {pace.chats:,}", pace.serve_us, "µs") for pace in paces]
    figures += [
        Figure(f"to find, {most} ÷ {least}", ratio(largest.find_us, smallest.find_us), "×", at_most=1.5),
        Figure(f"to plan and write, {most} ÷ {least}", ratio(largest.serve_us, smallest.serve_us), "×", at_most=1.5),
        Figure(f"APScheduler, {durable.chats:,} jobs in SQLite: to add one", durable.add_us, "µs"),
        Figure(f"APScheduler, {durable.chats:,} jobs in SQLite: to fire one", durable.fire_us, "µs"),
        Figure(f"APScheduler, {forgetful.chats:,} jobs in memory: to fire one", forgetful.fire_us, "µs"),
        Figure("firing a job in memory ÷ finding a chat", ratio(forgetful.fire_us, smallest.find_us), "×"),
        Figure("firing a job in SQLite ÷ finding a chat", ratio(durable.fire_us, smallest.find_us), "×", at_least=50),
    ]
    return Report("tick", conditions, tuple(figures))


def fill(store: Store, size: int, dice: Random, progress: Progress) -> None:
    """So many chats, whose sets are due at whole minutes of the next day; at most ten thousand of them at once."""
    at_once = set(dice.sample(range(size), min(DUE, size)))
    for start in range(0, size, CHUNK):
        numbers = range(start + 1, min(size, start + CHUNK) + 1)
        with store.transaction() as tx:
            tx.execute(insert(learners), [learner_row(number, _due(number - 1 in at_once, dice)) for number in numbers])
            tx.execute(insert(addresses), [address_row(number) for number in numbers])
        progress(f"{size:,} chats", numbers.stop - 1, size)


async def measure(store: Store, size: int, progress: Progress) -> Pace:
    """Ticks before anything is due; then, at an instant at which ten thousand are, finding all and serving some."""
    school = School(store, validate(), Random(1))
    ticker = Ticker(school, {})
    await ticker.tick(NOW)
    empty = []
    for number in range(EMPTY_TICKS):
        started = perf_counter()
        await ticker.tick(NOW + timedelta(milliseconds=number))
        empty.append(perf_counter() - started)
    progress(f"due among {size:,}", 0, 1)
    finds, serves = [], []
    for _ in range(min(DUE, size) // FOUND // 2):
        started = perf_counter()
        found = await school.run(delivering.due, LATER, FOUND)
        finds.append((perf_counter() - started) / len(found))
        served = found[:SERVED]
        started = perf_counter()
        for learner_id in served:
            await school.run(delivering.serve, learner_id, LATER)
        serves.append((perf_counter() - started) / len(served))
    progress(f"due among {size:,}", 1, 1)
    return Pace(size, 1000 * median(empty), 1e6 * median(finds), 1e6 * median(serves))


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


def _due(at_once: bool, dice: Random) -> datetime:
    later = LATER + timedelta(hours=1, minutes=dice.randrange(22 * 60))
    return LATER if at_once else later


def learner_row(number: int, due: datetime) -> dict[str, object]:
    """A learner with the usual settings who has answered nothing."""
    return {
        "id": number, "created_at": NOW, "last_active_at": NOW, "language": "pt_BR", "zone": "America/Sao_Paulo",
        "delivery_minute": 480, "weekdays": 127, "daily_count": 10, "new_count": 5, "nudges": True,
        "nudge_after": 180, "quiet_from": 1320, "quiet_to": 420, "pauses": "", "last_sequence": 0,
        "next_due_at": due, "nudging": records.write(Nudging()),
        "streak": records.write(Streak()), "habits": pack_habits(Habits()),
    }  # fmt: skip


def address_row(number: int) -> dict[str, object]:
    """Their private chat on Telegram."""
    return {"learner_id": number, "face": "tg", "user_id": number, "chat_id": number, "active": True}
