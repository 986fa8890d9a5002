"""Real processes killed at random while a crowd taps and the network fails: nothing lost, nothing counted twice.

CHAOS_KILLS (20) and CHAOS_SEED (1) in the environment make it longer and other; `-s` shows the account.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from storage import queue
from storage.store import Store, sqlite_url
from storage.tables import asked, deliveries, group_asked, groups, learners, rounds
from tests.botapi import BotApi
from tests.chaos import days, weather
from tests.chaos.account import PROMISES, Account, account_of
from tests.chaos.crowd import Crowd
from tests.chaos.houses import Cluster, House, OneProcess, Proxy, free_ports

KILLS = int(os.environ.get("CHAOS_KILLS", "20"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
HANG = 10.0 if KILLS >= 100 else 2.0
PEOPLE = 8
CALM = 8.0
"""Seconds before the first kill, so that first sets come to an end."""
QUIET_SECONDS, PATIENCE = 6.0, 400.0

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(120 + 15 * KILLS)]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram's stand-in, with a long memory."""
    async with BotApi("987654321:very-secret-token", keep_calls=1_000_000, keep_messages=100_000) as server:
        yield server


async def test_one_process_on_sqlite_is_killed_again_and_again(
    api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account = await survived(api, OneProcess(api, tmp_path), sqlite_url(tmp_path / "data" / "assertiva.sqlite3"))
    with capsys.disabled():
        print(f"\none process, SQLite, seed {SEED}\n{account.text()}")
    assert {name: account.broken[name] for name in PROMISES} == {name: [] for name in PROMISES}
    assert account.figures["kills"] == KILLS
    assert account.figures["sets due"] > PEOPLE
    assert account.figures["votes counted"] > 0


@pytest.mark.postgres
async def test_replicas_and_workers_on_postgresql_are_killed_again_and_again(
    api: BotApi, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    url = request.getfixturevalue("postgres_server").migrated()
    queue.install(url)
    async with Proxy(free_ports()).listening() as proxy:
        account = await survived(api, Cluster(api, tmp_path, url, proxy), url)
    with capsys.disabled():
        print(f"\ntwo replicas and two workers, PostgreSQL, seed {SEED}\n{account.text()}")
    assert {name: account.broken[name] for name in PROMISES} == {name: [] for name in PROMISES}
    assert account.figures["kills"] == KILLS
    assert account.figures["sets due"] > PEOPLE
    assert account.figures["votes counted"] > 0


async def survived(api: BotApi, house: House, url: str) -> Account:
    """Start, storm, settle, compare."""
    dice = Random(SEED)
    people = [api.person(f"P{number}", language_code="pt-br") for number in range(PEOPLE)]
    crowd = Crowd(api, people, api.group("Turma", people), dice)
    await house.start()
    store = Store(url)
    try:
        for person in people:
            await person.says("/start")
        await api.until(lambda: counted(store, learners) == PEOPLE, timeout=60)
        days.hurry(store)
        kills, turned = await stormed(api, house, crowd, store, dice)
        weather.calm(api)
        await house.restart()
        await asyncio.sleep(HANG)  # what still hangs has an end
        await asyncio.to_thread(days.wait, store, datetime.now(UTC))
        await settled(api, store)
        return account_of(store, api, crowd, turned, kills)
    finally:
        store.close()
        await house.stop()


async def stormed(api: BotApi, house: House, crowd: Crowd, store: Store, dice: Random) -> tuple[list[datetime], int]:
    """So many kills while the crowd taps; when they were, and how many days went by for somebody."""
    kills: list[datetime] = []
    turned = 0
    weather.stir(api, dice)
    async with in_the_background(crowd.live()), in_the_background(weather.storm(api, dice, HANG)):
        await asyncio.sleep(CALM)
        while len(kills) < KILLS:
            await asyncio.sleep(dice.uniform(0.5, 4))
            turned += await asyncio.to_thread(days.turn, store, datetime.now(UTC))
            if len(kills) % 3 == 0:
                hasten_rounds(store)
            kills.append(api.now())
            await house.kill(dice)
        await asyncio.sleep(2)
    return kills, turned


def hasten_rounds(store: Store) -> None:
    """Polls are open for ten seconds only."""
    with store.transaction() as tx:
        tx.execute(groups.update().values(seconds=10))


async def settled(api: BotApi, store: Store) -> None:
    """Wait until nothing is owed to anybody and the bot is quiet."""
    end = api.seconds() + PATIENCE
    while api.seconds() < end:
        before = api.calls.total
        await asyncio.sleep(QUIET_SECONDS)
        if api.calls.total - before <= QUIET_SECONDS and not api.updates.unanswered and not owed(store):
            return
    raise AssertionError(f"still owed after {PATIENCE:.0f} s: {owed(store)}; unanswered {api.updates.unanswered}")


def owed(store: Store) -> list[str]:
    """What somebody must still do."""
    queries = {
        "assertions to show": select(func.count()).select_from(asked).where(asked.c.show_due.is_not(None)),
        "verdicts to show": select(func.count()).select_from(asked).where(asked.c.feedback_due.is_not(None)),
        "sets on their way": select(func.count()).where(deliveries.c.state.in_(("planned", "sending"))),
        "polls to send": select(func.count()).where(group_asked.c.send_due.is_not(None)),
        "polls to stop": select(func.count()).where(group_asked.c.stop_due.is_not(None)),
        "rounds": select(func.count()).where(rounds.c.due_at.is_not(None)),
        "learners due": select(func.count()).where(learners.c.next_due_at <= datetime.now(UTC)),
    }
    with store.transaction() as tx:
        found = {name: tx.execute(query).scalar_one() for name, query in queries.items()}
    return [f"{count} {name}" for name, count in found.items() if count]


def counted(store: Store, table: object) -> int:
    """How many rows a table has."""
    with store.transaction() as tx:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


@asynccontextmanager
async def in_the_background(work: object) -> AsyncIterator[None]:
    """While inside; what it raises is raised here."""
    task = asyncio.ensure_future(work)  # type: ignore[arg-type]
    try:
        yield
    finally:
        was_over = task.done()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert not was_over
