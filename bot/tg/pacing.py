"""The outbox in memory: every send waits its turn here, by priority, within Telegram's limits.

Limits (Bot API FAQ, «My bot is hitting limits»): 30 messages a second in all, or 1,000 where they are paid for; 1 a
second in one chat with short bursts, 20 a minute in one group. A 429 is a deadline for the chat, or for all; what it
held goes out later, in order. What nobody wants any more when its turn comes is dropped.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.chat.posting import Stale
from bot.chat.priority import priority
from bot.chat.wanted import wanted
from bot.tg.lane import Lane, Waiter

log = structlog.get_logger()

PAID = 970
"""Paid calls a second: with the free ones they stay below 1,000."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may leave: `in_all` a second, `burst` at once and then one a second a chat, `group` a minute.

    `margin` seconds are added to every second, so that 30 are 29 on average and 40 ms of jitter make no 31. `paid`: so
    many more a second of those calls that can be paid for; with 0 none is.
    """

    in_all: int = 30
    paid: int = 0
    burst: int = 3
    group: int = 20
    margin: float = 0.04


UNPACED = ("answer", "get", "set", "delete", "log", "close", "leave")
"""Methods that put nothing into a chat; answers to a tap go past the queue."""

PAYABLE = frozenset(
    f"send{kind}"
    for kind in ("Message", "Photo", "Audio", "Document", "Video", "Animation", "Voice", "VideoNote", "Poll", "Sticker")
)
"""Methods we may use that take `allow_paid_broadcast`."""

MANY_CHATS = 10_000
FORGET_EVERY = 10.0


class Pacing(BaseRateLimiter[int]):
    """A priority queue in front of every send; `clock` is the loop's monotonic time unless given."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] | None = None) -> None:
        self._limits = limits or Limits()
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._free = Lane(self._limits.in_all, self._limits.margin)
        self._paid = Lane(self._limits.paid, self._limits.margin) if self._limits.paid else self._free
        self._lanes = (self._free, self._paid) if self._limits.paid else (self._free,)
        self._held: dict[int, list[Waiter]] = {}  # chats that must wait, each with its own queue
        self._wakes: list[tuple[float, int]] = []
        self._by_chat: dict[int, deque[float]] = defaultdict(deque)
        self._forget_at = 0.0
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
        for waiter in self._waiters():
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
        """Wait for the turn, call; after a 429 wait for the deadline and call again. Raises Stale."""
        chat = data.get("chat_id")
        if endpoint.startswith(UNPACED) or not isinstance(chat, int):
            return await callback(*args, **kwargs)
        self._count += 1
        rank = (priority.get() if rate_limit_args is None else rate_limit_args, self._count)
        lane = self._lane(endpoint, data)
        while True:
            at = await self._turn(rank, chat, lane)
            await self._check(chat, lane, at)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                self._halt(chat, _seconds(refusal))

    @property
    def waiting(self) -> int:
        """How many sends wait."""
        return len(self._waiters())

    def _waiters(self) -> list[Waiter]:
        queues = [*(lane.waiting for lane in self._lanes), *self._held.values()]
        return [waiter for queue in queues for waiter in queue]

    def _lane(self, endpoint: str, data: dict[str, Any]) -> Lane:
        if self._limits.paid and endpoint in PAYABLE:
            data["allow_paid_broadcast"] = True
            return self._paid
        return self._free

    async def _turn(self, rank: tuple[int, int], chat: int, lane: Lane) -> float:
        waiter = Waiter(rank, chat, lane, asyncio.get_running_loop().create_future())
        heapq.heappush(self._held.get(chat, lane.waiting), waiter)
        self._pump()
        return await waiter.turn

    async def _check(self, chat: int, lane: Lane, at: float) -> None:
        """Raise Stale where the reason has passed; the turn is given to the next."""
        still = wanted.get()
        if still is None or await still():
            return
        lane.forget(at)
        if at in self._by_chat[chat]:
            self._by_chat[chat].remove(at)
        self._pump()
        raise Stale

    def _pump(self) -> None:
        now = self._clock()
        self._wake_chats(now)
        for lane in self._lanes:
            while lane.waiting and self._free_at(lane, now) <= now:
                self._let_go(lane, now)
        self._arm(now)

    def _let_go(self, lane: Lane, now: float) -> None:
        waiter = lane.waiting[0]
        at = now if waiter.turn.done() else self._chat_free_at(waiter.chat, now)
        if at <= now and not waiter.turn.done():
            lane.note(now)
            self._note(waiter.chat, now)
            waiter.turn.set_result(now)
        heapq.heappop(lane.waiting)
        if at > now:
            self._hold(waiter, at)

    def _hold(self, waiter: Waiter, until: float) -> None:
        if waiter.chat not in self._held:
            self._held[waiter.chat] = []
            heapq.heappush(self._wakes, (until, waiter.chat))
        heapq.heappush(self._held[waiter.chat], waiter)

    def _wake_chats(self, now: float) -> None:
        while self._wakes and self._wakes[0][0] <= now:
            _, chat = heapq.heappop(self._wakes)
            for waiter in self._held.pop(chat, []):
                heapq.heappush(waiter.lane.waiting, waiter)

    def _free_at(self, lane: Lane, now: float) -> float:
        return max(self._halted_until, lane.free_at(now))

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
        self._by_chat[chat].append(now)
        if len(self._by_chat) > MANY_CHATS and now >= self._forget_at:
            self._forget(now)

    def _forget(self, now: float) -> None:
        self._forget_at = now + FORGET_EVERY
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
        instants = [self._free_at(lane, now) for lane in self._lanes if lane.waiting]
        if self._wakes:
            instants.append(self._wakes[0][0])
        if instants:
            delay = max(0.0, min(instants) - now)
            self._timer = asyncio.get_running_loop().call_later(delay + 0.001, self._pump)


def _seconds(refusal: RetryAfter) -> float:
    wait = refusal.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
