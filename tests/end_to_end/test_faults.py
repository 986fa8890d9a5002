"""The house's own faults: a disk that is full or read-only, a database gone for a while, a clock set back.

Each is one clear line in the log; nothing is lost, and nobody restarts anything.
"""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from structlog.testing import capture_logs

from storage.tables import answers, deliveries
from tests.botapi import BotApi, Message, Person
from tests.end_to_end.acts import answers_all, from_bot, is_assertion, key_of, open_assertions, says
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.test_command_line import Process, one_line
from tests.end_to_end.test_durability import count

pytestmark = pytest.mark.timeout(120)

LINE = "the database cannot be used"


@contextmanager
def ailing(bot: Bot, *pragmas: str, well: str) -> Iterator[None]:
    """Every connection of the bot's database is under these pragmas while inside."""

    def ail(connection: Any, *_: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def heal(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA {well}")

    event.listen(bot.store.engine, "checkout", ail)
    yield
    event.remove(bot.store.engine, "checkout", ail)
    event.listen(bot.store.engine, "checkout", heal)


async def tap_all(people: list[Person]) -> None:
    for person in people:
        message = open_assertions(person)[-1]
        await person.taps(message, key_of(message))


@pytest.mark.parametrize(
    ("pragma", "well", "why"),
    [
        ("query_only=ON", "query_only=OFF", "attempt to write a readonly database"),
        ("max_page_count=1", "max_page_count=1000000", "database or disk is full"),
    ],
    ids=["read-only", "full"],
)
@pytest.mark.slow
async def test_a_disk_that_takes_nothing_is_waited_for_and_no_answer_is_lost(
    api: BotApi, bot: Bot, pragma: str, well: str, why: str
) -> None:
    people = [api.person(f"P{number}", language_code="pt-br") for number in range(8)]
    for person in people:
        await says(bot, person, "/start")
    with bot.store.transaction() as tx:  # an answer needs new pages
        tx.exec_driver_sql("CREATE TABLE ballast (weight BLOB)")
        heavy = "BEGIN INSERT INTO ballast VALUES (zeroblob(100000)); END"
        tx.exec_driver_sql(f"CREATE TRIGGER heavy BEFORE INSERT ON answers {heavy}")
    with capture_logs() as lines, ailing(bot, pragma, well=well):
        await tap_all(people)
        await api.until(lambda: [line for line in lines if line["event"] == LINE], timeout=20)
        await asyncio.sleep(6)  # longer than an update that is itself at fault is tried
    assert {line["why"] for line in lines if line["event"] == LINE} == {why}
    await api.until(lambda: count(bot, answers.name) == len(people), timeout=30)
    await bot.settled()
    assert Counter(len(open_assertions(person)) for person in people) == {1: len(people)}
    assert all("2/10" in open_assertions(person)[-1].text for person in people)
    assert not any("deu errado" in message.text for person in people for message in from_bot(person))


async def test_a_clock_set_back_by_an_hour_repeats_no_set_and_loses_none(
    api: BotApi, polling_bot: Bot, ana: Person, clock: Hands
) -> None:
    await says(polling_bot, ana, "/start")
    await answers_all(polling_bot, ana)
    clock.at(3, 11)
    await polling_bot.tick()
    await polling_bot.settled()
    assert count(polling_bot, deliveries.name) == 2
    clock.forward(hours=-1)
    for _ in range(3):
        await polling_bot.tick()
        await polling_bot.settled()
    assert count(polling_bot, deliveries.name) == 2
    await answers_all(polling_bot, ana)
    clock.at(4, 10, 59)
    await polling_bot.tick()
    assert count(polling_bot, deliveries.name) == 2
    clock.at(4, 11)
    await polling_bot.tick()
    await polling_bot.settled()
    assert count(polling_bot, deliveries.name) == 3
    assert len(open_assertions(ana)) == 1


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a place where not even root may write")
async def test_a_data_folder_that_cannot_be_written_is_one_line(api: BotApi, tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": api.token, "BOT_API_URL": api.url, "DATA_DIR": "/sys/kernel/assertiva"}
    code, stderr = await Process(tmp_path, **settings).outcome()
    assert code == 1
    assert "the data folder cannot be used" in one_line(stderr)


@pytest.mark.postgres
async def test_a_server_that_is_gone_for_a_while_is_waited_for(
    api: BotApi, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("postgres_server")
    url = server.migrated()
    people = [api.person(f"P{number}", language_code="pt-br") for number in range(5)]
    process = Process(tmp_path, "run", BOT_TOKEN=api.token, BOT_API_URL=api.url, DATABASE_URL=url)
    await process.start()
    for person in people:
        await person.says("/start")
    await api.until(lambda: all(map(waiting, people)), timeout=40)
    server.shut(url)
    first = [waiting(person) for person in people]
    for message, person in zip(first, people, strict=True):
        await person.taps(message, "Certo")
    await asyncio.sleep(8)
    server.open(url)
    await api.until(lambda: all("2/10" in waiting(person).text for person in people), timeout=60)
    assert process.running is not None
    process.running.send_signal(signal.SIGTERM)
    _, stderr = await process.running.communicate()
    assert process.running.returncode == 0
    assert LINE in stderr.decode()
    assert "Traceback" not in stderr.decode()


def waiting(person: Person) -> Message:
    """The assertion that waits. LookupError where there is none."""
    return [message for message in from_bot(person) if is_assertion(message)][-1]
