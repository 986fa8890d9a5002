from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.watch import server
from bot.watch.pulse import Pulse
from bot.watch.server import CannotListen, Watch, serving


class Bench:
    """What the checks find."""

    def __init__(self) -> None:
        self.pulse = Pulse(ticking=True)
        self.trouble: dict[str, Exception | float] = {}
        self.asked: list[str] = []
        self.refreshed = 0

    def check(self, name: str) -> Callable[[], object]:
        async def look() -> None:
            self.asked.append(name)
            trouble = self.trouble.get(name)
            if isinstance(trouble, float):
                await asyncio.sleep(trouble)
            elif trouble is not None:
                raise trouble

        return look

    def refresh(self) -> None:
        self.refreshed += 1


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
async def client(bench: Bench) -> AsyncIterator[TestClient]:
    watch = Watch(bench.pulse, bench.check("database"), bench.check("telegram"), bench.refresh)
    async with TestClient(TestServer(watch.app())) as opened:
        yield opened


async def ready(client: TestClient) -> tuple[int, dict[str, bool]]:
    answer = await client.get("/readyz")
    return answer.status, await answer.json()


async def test_a_process_that_turns_is_alive(client: TestClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_it_is_ready_where_database_telegram_and_tick_are(client: TestClient, bench: Bench) -> None:
    bench.pulse.ticked(time.monotonic())
    assert await ready(client) == (200, {"ready": True, "database": True, "telegram": True, "tick": True})


@pytest.mark.parametrize("name", ["database", "telegram"])
async def test_what_fails_is_named(client: TestClient, bench: Bench, name: str) -> None:
    bench.pulse.ticked(time.monotonic())
    bench.trouble[name] = OSError("gone")
    status, checks = await ready(client)
    assert status == 503
    assert [key for key, holds in checks.items() if not holds] == ["ready", name]


async def test_a_late_tick_is_named(client: TestClient) -> None:
    status, checks = await ready(client)
    assert (status, checks["tick"]) == (503, False)


async def test_a_database_that_hangs_is_not_waited_for(
    client: TestClient, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.05)
    bench.trouble["database"] = 30.0
    status, checks = await ready(client)
    assert (status, checks["database"]) == (503, False)


async def test_telegram_is_not_asked_where_it_was_heard_lately(client: TestClient, bench: Bench) -> None:
    bench.pulse.heard(time.monotonic())
    _, checks = await ready(client)
    assert checks["telegram"]
    assert bench.asked == ["database"]


async def test_the_metrics_are_prometheus_text_brought_up_to_date(client: TestClient, bench: Bench) -> None:
    answer = await client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "assertiva_queue_age_seconds" in await answer.text()
    assert bench.refreshed == 1


async def test_a_port_in_use_is_one_line(bench: Bench) -> None:
    watch = Watch(bench.pulse, bench.check("database"), bench.check("telegram"), bench.refresh)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CannotListen, match=r"^port \d+ cannot be listened on: [^\n]+$"):
            async with serving(watch, "127.0.0.1", taken.getsockname()[1]):
                pass


async def test_port_0_listens_nowhere(bench: Bench) -> None:
    async with serving(Watch(bench.pulse, bench.check("database"), bench.check("telegram"), bench.refresh), "", 0):
        pass
