"""An answer from the press to the next assertion: webhook, commit, three calls out; beside a bare bot's."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bot.trials import bare_bot, machine, our_bot
from bot.trials.bars import Figure, Report, quantile, ratio
from bot.trials.child import Child
from bot.trials.crowd import CALLS, Crowd, Taps
from bot.trials.loopback import free_port
from bot.trials.standin import Standin

IN_FLIGHT = 64
TURNS = 8
"""Presses of one person, so that no set of ten comes to its end, which is another message."""

READY_SECONDS = 30.0
SETTLING = 3.0
"""Seconds that a bot has to be done with what the flood left, before it is tried at half of that rate."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one bot did: CPU milliseconds a press and presses a second at 64 in flight, delays at half of that."""

    cpu_ms: float
    rate: float
    delays: tuple[float, ...]
    refused: int
    lost: int
    calls: float


def bench(presses: int, seed: int, progress: Progress, url: str | None) -> Report:
    """The bare bot, ours on SQLite, and ours on PostgreSQL where a URL is given."""
    conditions = {"presses": presses, "in flight": IN_FLIGHT, "seed": seed, **machine.conditions()}
    outcomes = {"bare bot": asyncio.run(_measured("bare bot", None, presses, seed, progress))}
    outcomes["SQLite"] = asyncio.run(_measured("SQLite", None, presses, seed, progress))
    if url is not None:
        outcomes["PostgreSQL"] = asyncio.run(_measured("PostgreSQL", url, presses, seed, progress))
    return report(outcomes, conditions)


def report(outcomes: dict[str, Outcome], conditions: dict[str, object]) -> Report:
    """The figures of each, ours with their bars."""
    bare, figures = outcomes["bare bot"], []
    for name, outcome in outcomes.items():
        figures.append(Figure(f"{name}: CPU a press", outcome.cpu_ms, "ms"))
        figures.append(Figure(f"{name}: presses a second at {IN_FLIGHT} in flight", outcome.rate))
        ours = name != "bare bot"
        p99 = 1000 * quantile(outcome.delays, 0.99)
        figures.append(Figure(f"{name}: p99 at half of that rate", p99, "ms", at_most=150 if ours else None))
        if ours:
            failed = outcome.refused + outcome.lost
            figures.append(Figure(f"{name}: presses refused or lost", failed, at_most=0))
            figures.append(Figure(f"{name}: calls a press", outcome.calls))
            share = ratio(outcome.cpu_ms, bare.cpu_ms)
            figures.append(Figure(f"{name}: CPU ÷ the bare bot's", share, "×", at_most=1.0))
    return Report("answers", conditions, tuple(figures))


async def _measured(name: str, url: str | None, presses: int, seed: int, progress: Progress) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="assertiva-bench-") as folder:
        async with Standin() as standin:
            port = free_port()
            child = (
                Child(bare_bot.run, standin.url, port)
                if name == "bare bot"
                else Child(our_bot.run, standin.url, port, folder, url, False)
            )
            with child:
                await ready(standin, child)
                return await _pressed(name, standin, child, presses, Random(seed), progress)


async def ready(standin: Standin, child: Child) -> None:
    """Wait until the bot has set its webhook. Raises TimeoutError."""
    async with asyncio.timeout(READY_SECONDS):
        while standin.hook is None:
            await asyncio.sleep(0.05)
            if not child.alive:
                raise RuntimeError("the bot did not start")


async def _pressed(
    name: str, standin: Standin, child: Child, presses: int, dice: Random, progress: Progress
) -> Outcome:
    warming = max(IN_FLIGHT, presses // 10)
    crowd = Crowd(standin, (2 * presses + warming) // TURNS + 1)
    people = (2 * presses + warming) // TURNS + 1
    await crowd.join(IN_FLIGHT // 4, lambda done: progress(f"{name}: joining", done, people))
    await crowd.press(warming, IN_FLIGHT, lambda _: None)
    before, calls = child.cpu(), sum(standin.calls[method] for method in CALLS)
    flood = await crowd.press(presses, IN_FLIGHT, lambda done: progress(f"{name}: as fast as it goes", done, presses))
    used = child.cpu() - before
    made = sum(standin.calls[method] for method in CALLS) - calls
    rate = presses / flood.seconds
    await asyncio.sleep(SETTLING)
    calm = await crowd.trickle(presses, rate / 2, dice, lambda done: progress(f"{name}: half as fast", done, presses))
    return _outcome(used, presses, rate, flood, calm, made)


def _outcome(used: float, presses: int, rate: float, flood: Taps, calm: Taps, calls: int) -> Outcome:
    return Outcome(
        cpu_ms=1000 * used / presses,
        rate=rate,
        delays=tuple(calm.delays),
        refused=flood.refused + calm.refused,
        lost=flood.lost + calm.lost,
        calls=calls / presses,
    )
