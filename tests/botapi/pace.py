"""Telegram's limits on sending, and what the bot reached of them.

About 30 messages a second in all, one a second in a chat after a short burst, 20 a minute in a
group; 1,000 a second in all for paid broadcasts.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

_PAID_PER_SECOND = 1000
_MINUTE = 60.0
_MANY_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages allowed; `burst` is how many a chat takes at once before one a second holds."""

    per_second: int = 30
    per_chat: float = 1.0
    per_group_minute: int = 20
    burst: int = 5


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass(slots=True)
class Pace:
    """Times are seconds of the loop's clock. `peak` is the largest count of sends in any one second."""

    limits: Limits | None = None
    peak: int = 0
    refused: int = 0
    violations: list[str] = field(default_factory=list)
    _asked: deque[float] = field(default_factory=deque)
    _sent: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _chats: dict[int, _Bucket] = field(default_factory=dict)

    def send(self, chat_id: int, now: float, *, is_group: bool, paid: bool) -> int:
        """Note a send; seconds to wait if it is too fast, else 0. What is refused uses nothing up."""
        _forget(self._asked, now - 1)
        self._asked.append(now)
        self.peak = max(self.peak, len(self._asked))
        if self.limits is None:
            return 0
        wait = self._wait(self.limits, chat_id, now, is_group, paid)
        if wait:
            self.refused += 1
            return wait
        self._sent.append(now)
        self._chats[chat_id].tokens -= 1
        if is_group:
            self._groups[chat_id].append(now)
        return 0

    def _wait(self, limits: Limits, chat_id: int, now: float, is_group: bool, paid: bool) -> int:
        _forget(self._sent, now - 1)
        bucket = self._bucket(limits, chat_id, now)
        most = _PAID_PER_SECOND if paid else limits.per_second
        if len(self._sent) >= most:
            return self._violated(f"more than {most} messages in one second", 1)
        if bucket.tokens < 1:
            wait = math.ceil((1 - bucket.tokens) / limits.per_chat)
            return self._violated(f"chat {chat_id}: more than {limits.per_chat:g} a second", wait)
        if is_group:
            sent = self._groups.setdefault(chat_id, deque())
            _forget(sent, now - _MINUTE)
            if len(sent) >= limits.per_group_minute:
                wait = math.ceil(sent[0] + _MINUTE - now)
                return self._violated(f"group {chat_id}: more than {limits.per_group_minute} a minute", wait)
        return 0

    def _bucket(self, limits: Limits, chat_id: int, now: float) -> _Bucket:
        bucket = self._chats.pop(chat_id, None) or _Bucket(limits.burst, now)
        bucket.tokens = min(limits.burst, bucket.tokens + (now - bucket.at) * limits.per_chat)
        bucket.at = now
        self._chats[chat_id] = bucket
        if len(self._chats) > _MANY_CHATS:
            del self._chats[next(iter(self._chats))]
        return bucket

    def _violated(self, what: str, wait: int) -> int:
        if len(self.violations) < 1000:
            self.violations.append(what)
        return max(wait, 1)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
