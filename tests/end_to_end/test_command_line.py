"""The command as an operator runs it: a process, killed for real, and one clear line where it cannot start."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.trials.loopback import free_port
from tests.botapi import BadRequest, BotApi, Person, Status
from tests.end_to_end.acts import from_bot, is_assertion

pytestmark = pytest.mark.timeout(90)


class Process:
    """`assertiva` with these settings in a folder of its own."""

    def __init__(self, folder: Path, *args: str, **settings: str) -> None:
        self._args = args
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "WEBHOOK_"))}
        self._env = {**plain, "DATA_DIR": str(folder / "data"), "PYTHONUNBUFFERED": "1", **settings}
        self._folder = folder
        self.running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it."""
        root = str(Path(__file__).parents[2])
        self.running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *self._args, cwd=self._folder, env={**self._env, "PYTHONPATH": root},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def end(self, number: signal.Signals) -> int:
        """Send a signal and wait."""
        assert self.running is not None
        if self.running.returncode is None:
            self.running.send_signal(number)
        await self.running.communicate()
        assert self.running.returncode is not None
        return self.running.returncode

    async def outcome(self) -> tuple[int, str]:
        """Wait for it to end by itself: the exit code and what it wrote on stderr."""
        await self.start()
        assert self.running is not None
        _, stderr = await asyncio.wait_for(self.running.communicate(), 40)
        assert self.running.returncode is not None
        return self.running.returncode, stderr.decode()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram's stand-in."""
    async with BotApi("987654321:very-secret-token") as server:
        yield server


def one_line(stderr: str) -> str:
    """The last line, of which there is to be one that is ours."""
    ours = [line for line in stderr.splitlines() if line.startswith("assertiva: ")]
    assert len(ours) == 1, stderr
    assert "Traceback" not in stderr
    return ours[0]


@pytest.mark.slow
async def test_a_killed_process_goes_on_where_it_was(api: BotApi, tmp_path: Path) -> None:
    ana: Person = api.person("Ana", language_code="pt-br")
    process = Process(tmp_path, BOT_TOKEN=api.token, BOT_API_URL=api.url)
    await process.start()
    await ana.says("/start")
    await api.until(lambda: is_assertion(from_bot(ana)[-1]), timeout=20)
    await process.end(signal.SIGKILL)
    await ana.taps(from_bot(ana)[-1], "Certo")
    await process.start()
    await api.until(lambda: "2/10" in from_bot(ana)[-1].text, timeout=20)
    assert await process.end(signal.SIGTERM) == 0
    assert len([message for message in from_bot(ana) if is_assertion(message)]) == 1


async def test_a_token_that_telegram_does_not_know_is_one_line(api: BotApi, tmp_path: Path) -> None:
    code, stderr = await Process(tmp_path, BOT_TOKEN="1:wrong", BOT_API_URL=api.url).outcome()
    assert code == 1
    assert "does not know this BOT_TOKEN" in one_line(stderr)
    assert "1:wrong" not in stderr


@pytest.mark.slow
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_run_waits_for_a_telegram_that_cannot_be_reached_at_first(
    api: BotApi, tmp_path: Path, method: str
) -> None:
    api.fault(method, Status(502), times=2)
    process = Process(tmp_path, "run", BOT_TOKEN=api.token, BOT_API_URL=api.url)
    await process.start()
    await api.until(lambda: api.updates.is_polled, timeout=20)
    assert await process.end(signal.SIGTERM) == 0


@pytest.mark.slow
async def test_a_webhook_waits_for_a_telegram_that_cannot_be_reached_at_first(api: BotApi, tmp_path: Path) -> None:
    api.fault("setWebhook", Status(502), times=2)
    ana: Person = api.person("Ana", language_code="pt-br")
    port = free_port()
    address = f"http://127.0.0.1:{port}/telegram"
    process = Process(
        tmp_path, "webhook", BOT_TOKEN=api.token, BOT_API_URL=api.url, WEBHOOK_URL=address, WEBHOOK_PORT=str(port)
    )
    await process.start()
    await api.until(lambda: api.courier.info()["url"], timeout=20)
    await ana.says("/start")
    await api.until(lambda: from_bot(ana), timeout=20)
    assert await process.end(signal.SIGTERM) == 0


async def test_a_webhook_that_telegram_refuses_is_one_line(api: BotApi, tmp_path: Path) -> None:
    port = free_port()
    process = Process(
        tmp_path, "webhook", BOT_TOKEN=api.token, BOT_API_URL=api.url, WEBHOOK_URL="http://a.b", WEBHOOK_PORT=str(port)
    )
    api.fault("setWebhook", BadRequest("bad webhook: An HTTPS URL must be provided for webhook"))
    code, stderr = await process.outcome()
    assert code == 1
    assert "https url must be provided" in one_line(stderr)


async def test_run_without_a_token_is_one_line(tmp_path: Path) -> None:
    code, stderr = await Process(tmp_path, "run").outcome()
    assert code == 1
    assert "BOT_TOKEN is not set" in one_line(stderr)


@pytest.mark.slow
async def test_a_second_poller_stops_with_one_line(api: BotApi, tmp_path: Path) -> None:
    first = Process(tmp_path, BOT_TOKEN=api.token, BOT_API_URL=api.url)
    await first.start()
    await api.until(lambda: api.updates.is_polled, timeout=20)
    second = Process(tmp_path, BOT_TOKEN=api.token, BOT_API_URL=api.url, DATA_DIR=str(tmp_path / "other"))
    await second.start()
    assert first.running is not None
    assert second.running is not None
    ends = [asyncio.ensure_future(p.running.communicate()) for p in (first, second)]
    done, _ = await asyncio.wait(ends, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    stderr = next(iter(done)).result()[1].decode()
    assert "only one may run" in one_line(stderr)
    assert api.token not in stderr
    for process in (first, second):
        if process.running is not None and process.running.returncode is None:
            process.running.terminate()
    await asyncio.gather(*ends)


async def test_a_database_of_a_newer_version_is_one_line(api: BotApi, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with sqlite3.connect(folder / "assertiva.sqlite3") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    code, stderr = await Process(tmp_path, BOT_TOKEN=api.token, BOT_API_URL=api.url).outcome()
    assert code == 1
    assert "newer version" in one_line(stderr)


async def test_a_file_that_is_no_database_is_one_line(api: BotApi, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "assertiva.sqlite3").write_bytes(b"not a database at all" * 100)
    code, stderr = await Process(tmp_path, BOT_TOKEN=api.token, BOT_API_URL=api.url).outcome()
    assert code == 1
    assert "cannot open the database" in one_line(stderr)


async def test_a_data_folder_that_is_a_file_is_one_line(api: BotApi, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    code, stderr = await Process(tmp_path, BOT_TOKEN=api.token, BOT_API_URL=api.url).outcome()
    assert code == 1
    assert "data folder" in one_line(stderr)


async def test_a_setting_that_makes_no_sense_is_one_line(tmp_path: Path) -> None:
    code, stderr = await Process(tmp_path, LOG_LEVEL="loud").outcome()
    assert code == 1
    assert "LOG_LEVEL" in one_line(stderr)


@pytest.mark.parametrize("command", ["chat", "webhook"])
async def test_a_port_in_use_is_one_line(api: BotApi, tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {"LOCAL_PORT": port, "WEBHOOK_PORT": port, "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram"}
        process = Process(tmp_path, command, BOT_TOKEN=api.token, BOT_API_URL=api.url, **settings)
        code, stderr = await process.outcome()
    assert code == 1
    assert port in one_line(stderr)
