"""From the start of the command to the first reply, and the memory it holds at rest; beside a bare bot."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bot.trials import bare_bot, machine
from bot.trials.answering import ready
from bot.trials.bars import Figure, Report
from bot.trials.child import Child
from bot.trials.loopback import free_port
from bot.trials.machine import resident_mib
from bot.trials.standin import TOKEN, Call, Standin, message

REST = 5.0
PATIENCE = 30.0
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds to the first reply, MiB resident a while later."""

    seconds: float
    resident: float


def bench(times: int, progress: Progress) -> Report:
    """`assertiva run` on a new data folder, then on the same one again and again; a bare bot as often."""
    with tempfile.TemporaryDirectory(prefix="assertiva-bench-") as folder:
        ours = []
        for number in range(times + 1):
            progress("Assertiva", number, times + 1)
            ours.append(asyncio.run(_ours(folder, number)))
        progress("Assertiva", times + 1, times + 1)
    bare = []
    for number in range(times):
        progress("bare bot", number, times)
        bare.append(asyncio.run(_bare()))
    progress("bare bot", times, times)
    return report(ours[0], ours[1:], bare, {"starts": times, **machine.conditions()})


def report(first: Start, later: list[Start], bare: list[Start], conditions: dict[str, object]) -> Report:
    """The figures."""
    figures = (
        Figure("to the first reply, on a new data folder", first.seconds, "s", at_most=2),
        Figure("to the first reply, later, median", median(start.seconds for start in later), "s", at_most=2),
        Figure("resident at rest, most", max(start.resident for start in later), "MiB", at_most=110),
        Figure("bare bot: to the first reply, median", median(start.seconds for start in bare), "s"),
        Figure("bare bot: resident at rest, most", max(start.resident for start in bare), "MiB"),
    )
    return Report("start", conditions, figures)


async def _ours(folder: str, before: int) -> Start:
    heard = asyncio.Event()
    async with Standin(_notes(heard), updates=before) as standin:
        standin.queue(message(1 + before, "/start"))
        environment = {"PATH": os.defpath, "BOT_TOKEN": TOKEN, "BOT_API_URL": standin.url, "LOG_LEVEL": "error"}
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=folder, env=environment)
        try:
            await asyncio.wait_for(heard.wait(), PATIENCE)
            seconds = time.perf_counter() - began
            await asyncio.sleep(REST)
            return Start(seconds, resident_mib(process.pid))
        finally:
            process.send_signal(signal.SIGTERM)
            await process.wait()


async def _bare() -> Start:
    heard = asyncio.Event()
    async with Standin(_notes(heard)) as standin:
        began = time.perf_counter()
        with Child(bare_bot.run, standin.url, free_port()) as child:
            await ready(standin, child)
            await standin.push(message(1, "/start"))
            await asyncio.wait_for(heard.wait(), PATIENCE)
            seconds = time.perf_counter() - began
            await asyncio.sleep(REST)
            return Start(seconds, await asyncio.to_thread(child.resident))


def _notes(heard: asyncio.Event) -> Callable[[Call], None]:
    def hear(call: Call) -> None:
        if call.method == "sendMessage":
            heard.set()

    return hear
