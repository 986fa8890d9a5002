"""The pacing, watched: what waits, for how long, and what Telegram made of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.chat.posting import Stale
from bot.chat.priority import Priority, priority
from bot.tg.http import NotSent
from bot.tg.pacing import UNPACED
from bot.watch import meters

log = structlog.get_logger()

Call = Callable[..., Coroutine[Any, Any, Any]]


class Watched(BaseRateLimiter[int]):
    """Counts and times around another rate limiter, and says in the log what each call came to."""

    def __init__(self, inner: BaseRateLimiter[int]) -> None:
        self._inner = inner
        self._waiting: dict[int, float] = {}  # in order of arrival: the first is the oldest
        self._count = 0

    async def initialize(self) -> None:
        """Open what is inside."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Close what is inside."""
        await self._inner.shutdown()

    async def process_request(
        self, callback: Call, args: Any, kwargs: dict[str, Any], endpoint: str, data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # fmt: skip
        """Hand on a callback that notes when its turn came and how it ended."""
        if endpoint.startswith(UNPACED):
            return await self._inner.process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
        self._count += 1
        number, rank = self._count, _name(priority.get() if rate_limit_args is None else rate_limit_args)
        self._waiting[number] = time.monotonic()
        try:
            watched = self._watched(callback, number, rank, endpoint)
            return await self._inner.process_request(watched, args, kwargs, endpoint, data, rate_limit_args)
        except Stale:
            meters.sends.labels(rank, "dropped").inc()
            raise
        finally:
            self._waiting.pop(number, None)

    def refresh(self) -> None:
        """Bring the gauges up to date."""
        meters.queue.set(len(self._waiting))
        oldest = next(iter(self._waiting.values()), None)
        meters.queue_age.set(0.0 if oldest is None else time.monotonic() - oldest)

    def _watched(self, callback: Call, number: int, rank: str, endpoint: str) -> Call:
        async def call(*args: Any, **kwargs: Any) -> Any:
            since = self._waiting.pop(number, None)
            if since is not None:
                meters.send_seconds.labels(rank).observe(time.monotonic() - since)
            outcome = "sent"
            try:
                return await callback(*args, **kwargs)
            except TelegramError as error:
                outcome = _outcome(error)
                if isinstance(error, RetryAfter):
                    meters.refused.inc()
                    self._waiting[number] = time.monotonic()
                raise
            finally:
                meters.sends.labels(rank, outcome).inc()
                log.debug("call made", method=endpoint, rank=rank, outcome=outcome)

        return call


def _name(rank: int) -> str:
    return Priority(rank).name.lower() if rank in tuple(Priority) else "other"


def _outcome(error: TelegramError) -> str:
    """BadRequest and TimedOut are NetworkErrors too, NotSent is one that is sure: order matters."""
    match error:
        case RetryAfter():
            return "429"
        case Forbidden():
            return "forbidden"
        case BadRequest():
            return "refused"
        case NotSent():
            return "not sent"
        case TimedOut() | NetworkError():
            return "unknown"
        case _:
            return "other"
