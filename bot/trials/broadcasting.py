"""Replies while a broadcast is under way: our outbox and python-telegram-bot's AIORateLimiter, on a clock that jumps.

What is simulated is the way to Telegram and time itself; both limiters run their own code. Telegram refuses nothing
here, which favours a limiter that sends too fast: it would be halted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from telegram.ext import BaseRateLimiter

from bot.chat.priority import Priority, priority
from bot.tg.pacing import Pacing
from bot.trials import clockwork
from bot.trials.bars import Figure, Report, most_within, quantile, ratio

PERMITTED = 30
REPLIES_A_SECOND = 2.0
FIRST_LEARNER, FIRST_READER = 1_000_000, 1
STEP = 1e-6
WAY = (0.02, 0.05)
"""Seconds to Telegram, and as many back."""

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Course:
    """What arrived when, and how long each reply took from the press to the next assertion."""

    arrivals: list[float] = field(default_factory=list)
    broadcast: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)

    @property
    def most(self) -> int:
        """The largest count in any one second."""
        return most_within(self.arrivals, 1.0)

    @property
    def used(self) -> float:
        """The share of the permitted rate that was used from the first send of the broadcast to its last."""
        if len(self.broadcast) < 2:
            return float("nan")
        first, last = min(self.broadcast), max(self.broadcast)
        within = sum(first <= at <= last for at in self.arrivals)
        return (within - 1) / (PERMITTED * (last - first))


def bench(chats: int, seed: int, progress: Progress) -> Report:
    """The same broadcast and the same presses through both."""
    from telegram.ext import AIORateLimiter

    ours = clockwork.run(_course("Assertiva", Pacing(), chats, seed, progress), STEP)
    theirs = clockwork.run(_course("AIORateLimiter", AIORateLimiter(), chats, seed, progress), STEP)
    conditions = {"chats": chats, "seed": seed, "replies a second": REPLIES_A_SECOND, "clock": "simulated"}
    return report(ours, theirs, conditions)


def report(ours: Course, theirs: Course, conditions: dict[str, object]) -> Report:
    """The figures of both."""
    our_p99, their_p99 = quantile(ours.delays, 0.99), quantile(theirs.delays, 0.99)
    figures = (
        Figure("a reply during the broadcast, median", quantile(ours.delays, 0.5), "s"),
        Figure("a reply during the broadcast, p99", our_p99, "s", at_most=0.25),
        Figure("the same through AIORateLimiter, median", quantile(theirs.delays, 0.5), "s"),
        Figure("the same through AIORateLimiter, p99", their_p99, "s"),
        Figure("its p99 ÷ ours", ratio(their_p99, our_p99), "×", at_least=100),
        Figure("most in any one second", ours.most, at_most=PERMITTED),
        Figure("most in any one second through AIORateLimiter", theirs.most),
        Figure("share of the permitted rate used", ours.used, at_least=0.95),
        Figure("the same by AIORateLimiter", theirs.used),
    )
    return Report("broadcast", conditions, figures)


async def _course(name: str, limiter: BaseRateLimiter[Any], chats: int, seed: int, progress: Progress) -> Course:
    course, dice = Course(), Random(seed)
    wire = _Wire(limiter, course, dice)
    await limiter.initialize()
    over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_replies(wire, dice, over))
        await _broadcast(wire, chats, lambda done: progress(name, done, chats))
        over.set()
    await limiter.shutdown()
    return course


class _Wire:
    def __init__(self, limiter: BaseRateLimiter[Any], course: Course, dice: Random) -> None:
        self._limiter, self.course, self._dice = limiter, course, dice

    async def call(self, chat: int, endpoint: str, rank: Priority) -> float:
        """Wait until it has been answered; when it arrived."""
        priority.set(rank)

        async def there_and_back() -> Any:
            await asyncio.sleep(self._dice.uniform(*WAY))
            now = asyncio.get_running_loop().time()
            self.course.arrivals.append(now)
            if rank is Priority.SET:
                self.course.broadcast.append(now)
            await asyncio.sleep(self._dice.uniform(*WAY))
            return now

        arrived: Any = await self._limiter.process_request(there_and_back, (), {}, endpoint, {"chat_id": chat}, None)
        return float(arrived)


async def _broadcast(wire: _Wire, chats: int, told: Callable[[int], None]) -> None:
    done = 0

    async def one(chat: int) -> None:
        nonlocal done
        await wire.call(chat, "sendMessage", Priority.SET)
        done += 1
        told(done)

    await asyncio.gather(*(one(FIRST_LEARNER + number) for number in range(chats)))


async def _replies(wire: _Wire, dice: Random, over: asyncio.Event) -> None:
    """People who press while the broadcast lasts: the verdict is an edit, then the next assertion is sent."""
    async with asyncio.TaskGroup() as tasks:
        chat = FIRST_READER
        while not over.is_set():
            await asyncio.sleep(dice.expovariate(REPLIES_A_SECOND))
            chat += 1
            tasks.create_task(_reply(wire, chat))


async def _reply(wire: _Wire, chat: int) -> None:
    pressed = asyncio.get_running_loop().time()
    await wire.call(chat, "editMessageText", Priority.REPLY)
    wire.course.delays.append(await wire.call(chat, "sendMessage", Priority.REPLY) - pressed)
