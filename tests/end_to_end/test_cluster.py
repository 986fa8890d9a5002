"""Two workers and a webhook replica as processes, on PostgreSQL, against the strict Bot API; one of them killed."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from storage import queue
from storage.store import Store
from storage.tables import answers, asked, deliveries, learners
from tests.botapi import BotApi, Person
from tests.end_to_end.acts import from_bot, is_assertion
from tests.end_to_end.test_command_line import Process, one_line

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]

Run = Callable[..., Process]


@pytest.fixture
def place(request: pytest.FixtureRequest) -> str:
    """The URL of a database with every table, the queue's too."""
    url: str = request.getfixturevalue("postgres_server").migrated()
    queue.install(url)
    return url


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """A look into it."""
    opened = Store(place)
    yield opened
    opened.close()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram's stand-in."""
    async with BotApi("987654321:very-secret-token") as server:
        yield server


@pytest.fixture
async def run(api: BotApi, place: str, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts the command on that database; what still runs at the end is stopped."""
    started: list[Process] = []

    def begin(*args: str, **settings: str) -> Process:
        common = {"BOT_TOKEN": api.token, "BOT_API_URL": api.url, "DATABASE_URL": place}
        started.append(Process(tmp_path, *args, **common, **settings))
        return started[-1]

    yield begin
    for process in started:
        if process.running is not None:
            await process.end(signal.SIGKILL)


async def replica(run: Run, api: BotApi) -> Process:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = run("webhook", WEBHOOK_PORT=port, WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram", CLUSTER="1")
    await process.start()
    await api.until(lambda: api.courier.info()["url"], timeout=40)
    return process


async def joined(api: BotApi, count: int) -> list[Person]:
    people = [api.person(f"P{number}", language_code="pt-br") for number in range(count)]
    for person in people:
        await person.says("/start")
    await api.until(lambda: all(is_assertion(from_bot(person)[-1]) for person in people if from_bot(person))
                    and all(from_bot(person) for person in people), timeout=60)  # fmt: skip
    return people


def tally(store: Store) -> tuple[int, int]:
    """Today's sets: how many are known to stand in their chats, how many somebody took who has not said so."""
    today = asked.c.handed_at > datetime.now(UTC) - timedelta(hours=1)
    known = select(func.count()).where(today, asked.c.shown_ref.is_not(None))
    taken = select(func.count()).where(today, asked.c.shown_ref.is_(None), asked.c.attempts > 0)
    return counted(store, known), counted(store, taken)


def make_due(store: Store) -> None:
    """It is a day later for everybody, and their set is due a minute ago."""
    now = datetime.now(UTC)
    minute = (now - timedelta(minutes=1)).hour * 60 + (now - timedelta(minutes=1)).minute
    with store.transaction() as tx:
        tx.execute(update(asked).values(answered_at=now, answer="c", points=0, guess=False, show_due=None,
                                        handed_at=now - timedelta(days=1)))  # fmt: skip
        tx.execute(update(deliveries).values(day=deliveries.c.day - 1, state="answered"))
        tx.execute(update(asked).values(answered_at=now - timedelta(days=1)))
        tx.execute(update(learners).values(zone="UTC", delivery_minute=minute, last_day=learners.c.last_day - 1,
                                           quiet_from=0, quiet_to=0, next_due_at=now))  # fmt: skip


def sets_of(person: Person) -> int:
    """Sets after the one that /start brings; one that a resumer shows has no greeting."""
    return sum("1/10" in message.text for message in from_bot(person)) - 1


def counted(store: Store, query: object) -> int:
    with store.transaction() as tx:
        return int(tx.execute(query).scalar_one())  # type: ignore[call-overload]


async def test_two_workers_and_a_replica_bring_everybody_one_set_and_take_every_answer_once(
    api: BotApi, run: Run, store: Store
) -> None:
    await replica(run, api)
    people = await joined(api, 12)
    workers = [run("worker"), run("worker")]
    for worker in workers:
        await worker.start()
    make_due(store)
    await api.until(lambda: all(sets_of(person) for person in people), timeout=60)
    await asyncio.sleep(3)  # three more ticks of each
    assert Counter(sets_of(person) for person in people) == {1: 12}
    before = [len(from_bot(person)) for person in people]
    for person in people:
        message = from_bot(person)[-1]
        await asyncio.gather(person.taps(message, "Certo"), person.taps(message, "Errado"))
    await api.until(lambda: counted(store, select(func.count()).select_from(answers)) == 12, timeout=30)
    await api.until(lambda: [len(from_bot(person)) - 1 for person in people] == before, timeout=30)
    await asyncio.sleep(2)
    assert [len(from_bot(person)) - 1 for person in people] == before
    assert counted(store, select(func.count()).select_from(answers)) == 12
    assert counted(store, select(func.count()).select_from(deliveries)) == 24
    assert await workers[0].end(signal.SIGTERM) == 0
    assert await workers[1].end(signal.SIGTERM) == 0
    waiting = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'send'")
    assert counted(store, waiting) == 0


@pytest.mark.slow
async def test_a_worker_killed_while_it_sends_loses_no_set_and_doubles_none(
    api: BotApi, run: Run, store: Store
) -> None:
    await replica(run, api)
    people = await joined(api, 30)
    first, second = run("worker", BULK_RATE="2"), run("worker", BULK_RATE="20")
    await first.start()
    await asyncio.sleep(4)
    make_due(store)
    await api.until(lambda: sum(map(sets_of, people)) >= 4, timeout=60)
    await first.end(signal.SIGKILL)
    known, taken = tally(store)
    sent = sum(map(sets_of, people))
    killed = asyncio.get_running_loop().time()
    await second.start()
    await api.until(lambda: sum(map(sets_of, people)) >= 30 - taken, timeout=45)
    takeover = asyncio.get_running_loop().time() - killed
    await api.until(lambda: all(map(sets_of, people)), timeout=90)
    await asyncio.sleep(3)
    doubled = sum(sets_of(person) - 1 for person in people)
    print(f"killed after {sent} sends; the rest of the job sent within {takeover:.0f} s; doubled {doubled}")
    assert takeover < 30
    assert doubled <= sent - known  # those alone whose arrival the dead worker had not yet written down


async def test_a_worker_on_sqlite_is_one_line(api: BotApi, tmp_path: Path) -> None:
    code, stderr = await Process(tmp_path, "worker", BOT_TOKEN=api.token, BOT_API_URL=api.url).outcome()
    assert code == 1
    assert "needs DATABASE_URL=postgresql" in one_line(stderr)


@pytest.mark.parametrize("command", ["run", "webhook", "worker"])
async def test_a_database_that_nobody_has_upgraded_is_one_line(
    api: BotApi, tmp_path: Path, request: pytest.FixtureRequest, command: str
) -> None:
    url = request.getfixturevalue("postgres_server").new()
    settings = {"BOT_TOKEN": api.token, "BOT_API_URL": api.url, "WEBHOOK_URL": "http://127.0.0.1:1/telegram"}
    code, stderr = await Process(tmp_path, command, DATABASE_URL=url, **settings).outcome()
    assert code == 1
    assert "run `assertiva db upgrade`" in one_line(stderr)
    assert await upgraded(tmp_path, url) == 0


async def upgraded(folder: Path, url: str) -> int:
    process = Process(folder, "db", "upgrade", DATABASE_URL=url)
    code, stderr = await process.outcome()
    assert "Traceback" not in stderr
    return code
