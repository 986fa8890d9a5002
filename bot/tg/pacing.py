"""The outbox in memory: every send waits its turn here, by priority, within Telegram's limits.

Limits (Bot API FAQ, «My bot is hitting limits»): 30 messages a second in all, 1 a second in one chat with short
bursts, 20 a minute in one group. A 429 is a deadline for the chat, or for all; what it held goes out later, in order.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.chat.priority import priority

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may leave: `in_all` a second, `burst` at once and then one a second a chat, `group` a minute."""

    in_all: int = 29
    burst: int = 3
    group: int = 20


UNPACED = ("answer", "get", "set", "delete", "log", "close", "leave")
"""Methods that put nothing into a chat; answers to a tap go past the queue."""


@dataclass(order=True, slots=True)
class _Waiter:
    rank: tuple[int, int]
    chat: int = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class Pacing(BaseRateLimiter[int]):
    """A priority queue in front of every send; `clock` is the loop's monotonic time unless given."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] | None = None) -> None:
        self._limits = limits or Limits()
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._ready: list[_Waiter] = []
        self._held: dict[int, list[_Waiter]] = {}  # chats that must wait, each with its own queue
        self._wakes: list[tuple[float, int]] = []
        self._sent: deque[float] = deque()
        self._by_chat: dict[int, deque[float]] = defaultdict(deque)
        self._halted_until = 0.0
        self._chat_until: dict[int, float] = {}
        self._last_refusal: tuple[float, int] | None = None
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Whoever still waits is told that nothing was sent."""
        if self._timer is not None:
            self._timer.cancel()
        for waiter in [*self._ready, *(w for held in self._held.values() for w in held)]:
            waiter.turn.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Wait for the turn, call; after a 429 wait for the deadline and call again."""
        chat = data.get("chat_id")
        if endpoint.startswith(UNPACED) or not isinstance(chat, int):
            return await callback(*args, **kwargs)
        self._count += 1
        rank = (priority.get() if rate_limit_args is None else rate_limit_args, self._count)
        while True:
            await self._turn(rank, chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                self._halt(chat, _seconds(refusal))

    @property
    def waiting(self) -> int:
        """How many sends wait."""
        return len(self._ready) + sum(map(len, self._held.values()))

    async def _turn(self, rank: tuple[int, int], chat: int) -> None:
        waiter = _Waiter(rank, chat, asyncio.get_running_loop().create_future())
        heapq.heappush(self._held.get(chat, self._ready), waiter)
        self._pump()
        await waiter.turn

    def _pump(self) -> None:
        now = self._clock()
        self._wake_chats(now)
        while self._ready and self._free_at(now) <= now:
            waiter = heapq.heappop(self._ready)
            if waiter.turn.done():
                continue
            at = self._chat_free_at(waiter.chat, now)
            if at > now:
                self._hold(waiter, at)
            else:
                self._note(waiter.chat, now)
                waiter.turn.set_result(None)
        self._arm(now)

    def _hold(self, waiter: _Waiter, until: float) -> None:
        if waiter.chat not in self._held:
            self._held[waiter.chat] = []
            heapq.heappush(self._wakes, (until, waiter.chat))
        heapq.heappush(self._held[waiter.chat], waiter)

    def _wake_chats(self, now: float) -> None:
        while self._wakes and self._wakes[0][0] <= now:
            _, chat = heapq.heappop(self._wakes)
            for waiter in self._held.pop(chat, []):
                heapq.heappush(self._ready, waiter)

    def _free_at(self, now: float) -> float:
        while self._sent and self._sent[0] <= now - 1:
            self._sent.popleft()
        full = len(self._sent) >= self._limits.in_all
        return max(self._halted_until, self._sent[0] + 1 if full else 0.0)

    def _chat_free_at(self, chat: int, now: float) -> float:
        recent = self._by_chat[chat]
        most, window = (self._limits.group, 60.0) if chat < 0 else (self._limits.burst, float(self._limits.burst))
        while recent and recent[0] <= now - window:
            recent.popleft()
        free = recent[0] + window if len(recent) >= most else 0.0
        if chat < 0 and recent:
            free = max(free, recent[-1] + 1)
        return max(free, self._chat_until.get(chat, 0.0))

    def _note(self, chat: int, now: float) -> None:
        self._sent.append(now)
        self._by_chat[chat].append(now)
        if len(self._by_chat) > 10_000:
            self._forget(now)

    def _forget(self, now: float) -> None:
        for chat in [chat for chat, sent in self._by_chat.items() if not sent or sent[-1] < now - 60]:
            del self._by_chat[chat]
        self._chat_until = {chat: until for chat, until in self._chat_until.items() if until > now}

    def _halt(self, chat: int, seconds: float) -> None:
        now = self._clock()
        log.warning("told to wait", seconds=seconds)
        self._chat_until[chat] = max(self._chat_until.get(chat, 0.0), now + seconds)
        # Two chats refused within a second: it is the bot as a whole that is too fast.
        last, self._last_refusal = self._last_refusal, (now, chat)
        if last is not None and last[1] != chat and now - last[0] < 1:
            self._halted_until = max(self._halted_until, now + seconds)

    def _arm(self, now: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        instants = [self._free_at(now)] if self._ready else []
        if self._wakes:
            instants.append(self._wakes[0][0])
        if instants:
            delay = max(0.0, min(instants) - now)
            self._timer = asyncio.get_running_loop().call_later(delay + 0.001, self._pump)


def _seconds(refusal: RetryAfter) -> float:
    wait = refusal.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
