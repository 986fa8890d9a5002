"""What an operator sees: the port of its own, one id through the log, and who is asked to slow down."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.chat.flood import Allowance
from storage.tables import answers
from tests.botapi import BotApi, Hang, Person
from tests.end_to_end.acts import from_bot, is_assertion, key_of, says, taps
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.test_command_line import Process
from tests.end_to_end.test_durability import count
from tests.support.banks import bank

pytestmark = pytest.mark.timeout(90)

TOKEN = "987654321:very-secret-token"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def secret_api() -> AsyncIterator[BotApi]:
    """Telegram's stand-in, with a token that must be seen nowhere."""
    async with BotApi(TOKEN) as server:
        yield server


async def begun(api: BotApi, ana: Person) -> None:
    """Ana has started, and has her first assertion."""
    await ana.says("/start")
    await api.until(lambda: any(is_assertion(message) for message in from_bot(ana)), timeout=30)


async def test_one_id_goes_from_the_update_to_every_send_and_no_text_or_token_is_in_the_log(
    secret_api: BotApi, tmp_path: Path
) -> None:
    ana = secret_api.person("Ana Maria", language_code="pt-br")
    process = Process(tmp_path, BOT_TOKEN=TOKEN, BOT_API_URL=secret_api.url, LOG_LEVEL="debug")
    await process.start()
    await begun(secret_api, ana)
    await ana.says("um segredo meu")
    first = next(message for message in from_bot(ana) if is_assertion(message))
    tap = await ana.taps(first, key_of(first))
    await tap.answer
    await secret_api.until(lambda: sum(map(is_assertion, from_bot(ana))) == 1 and not is_assertion(first), timeout=20)
    assert process.running is not None
    process.running.send_signal(signal.SIGTERM)
    _, raw = await process.running.communicate()
    stderr = raw.decode()
    lines = [json.loads(line) for line in stderr.splitlines() if line.startswith("{")]
    taken = {line["trace"]: line["kind"] for line in lines if line["event"] == "update taken"}
    press = next(trace for trace, kind in taken.items() if kind == "callback_query")
    caused = [line["method"] for line in lines if line["event"] == "call made" and line["trace"] == press]
    assert caused == ["editMessageText", "sendMessage"]
    for hidden in (TOKEN, "very-secret-token", "segredo", "Ana Maria", first.text[:30]):
        assert hidden not in stderr


async def test_a_running_bot_answers_whether_it_is_alive_and_ready_and_what_it_counts(
    secret_api: BotApi, tmp_path: Path
) -> None:
    ana, port = secret_api.person("Ana", language_code="pt-br"), free_port()
    settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": secret_api.url, "HEALTH_PORT": str(port)}
    process = Process(tmp_path, **settings)
    await process.start()
    await begun(secret_api, ana)
    await asyncio.sleep(1.2)  # the first tick
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        ready = await (await client.get("/readyz")).json()
        assert ready == {"ready": True, "database": True, "telegram": True, "tick": True}
        metrics = await (await client.get("/metrics")).text()
    assert 'assertiva_updates_total{kind="message"} 1.0' in metrics
    assert 'assertiva_sends_total{outcome="sent",rank="reply"} 1.0' in metrics
    assert 'assertiva_database_seconds_count{outcome="committed"}' in metrics
    for arguments in (["health"], ["health", "--ready"]):
        assert await Process(tmp_path, *arguments, **settings).outcome() == (0, "")
    assert await process.end(signal.SIGTERM) == 0
    code, stderr = await Process(tmp_path, "health", **settings).outcome()
    assert code == 1
    assert stderr.startswith(f"assertiva: no answer on port {port}")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "webhook"])
async def test_a_clean_stop_takes_less_than_ten_seconds_though_telegram_hangs(
    secret_api: BotApi, tmp_path: Path, command: str
) -> None:
    ana = secret_api.person("Ana", language_code="pt-br")
    port = free_port()
    settings = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "WEBHOOK_PORT": str(port)}
    process = Process(tmp_path, command, BOT_TOKEN=TOKEN, BOT_API_URL=secret_api.url, **settings)
    await process.start()
    await begun(secret_api, ana)
    fault = secret_api.fault("sendMessage", Hang(60, applied=False))
    await ana.says("/ajuda")
    await secret_api.until(lambda: fault.hits, timeout=20)
    secret_api.fault("getUpdates", Hang(60, applied=False))
    began = time.monotonic()
    assert await process.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 10


async def test_who_taps_faster_than_anyone_can_read_hears_one_polite_word_and_loses_nothing(
    api: BotApi, clock: Hands, tmp_path: Path, ana: Person
) -> None:
    bot = Bot(api, tmp_path, bank(), clock, allowance=Allowance(burst=3, rate=0.5))
    await bot.start()
    await says(bot, ana, "/start")
    await says(bot, ana, "/hoje")
    await says(bot, ana, "/hoje")
    for _ in range(4):
        await says(bot, ana, "/hoje")
    assert [message.text for message in from_bot(ana)].count(from_bot(ana)[-1].text) == 1
    assert "Foi muita coisa de uma vez" in from_bot(ana)[-1].text
    waiting = next(message for message in from_bot(ana) if is_assertion(message))
    await taps(bot, ana, key_of(waiting), waiting)
    assert count(bot, answers.name) == 0
    await asyncio.sleep(2.1)
    await taps(bot, ana, key_of(waiting), waiting)
    assert count(bot, answers.name) == 1
    await bot.close()


async def test_a_flood_of_taps_is_told_in_a_toast(api: BotApi, clock: Hands, tmp_path: Path, ana: Person) -> None:
    bot = Bot(api, tmp_path, bank(), clock, allowance=Allowance(burst=1, rate=0.01))
    await bot.start()
    first = await says(bot, ana, "/start")
    tap = await ana.taps(first, key_of(first))
    assert "Foi muita coisa de uma vez" in ((await tap.answer).text or "")
    await bot.close()
