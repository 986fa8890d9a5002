"""How much one person may ask of the bot: a bucket of tokens each, refilled by the second."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto


class Verdict(Enum):
    """What to do with somebody's next act."""

    WELCOME = auto()
    TOO_QUICK = auto()  # the first of a flood: it is said, once
    STILL_TOO_QUICK = auto()  # nothing is said


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` acts at once, then `rate` a second."""

    burst: int = 30
    rate: float = 2.0


class Flood:
    """The buckets of everybody seen lately; full ones are forgotten first, at most `most` are kept."""

    def __init__(self, allowance: Allowance | None = None, most: int = 10_000) -> None:
        self._allowance = allowance or Allowance()
        self._most = most
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def take(self, user_id: int, now: float) -> Verdict:
        """One act of a person at a monotonic instant. Whoever was told is told again after a full bucket."""
        bucket = self._buckets.setdefault(user_id, _Bucket(self._allowance.burst, now))
        self._buckets.move_to_end(user_id)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._allowance.burst, bucket.tokens + max(0.0, now - bucket.at) * self._allowance.rate)
        bucket.at = now
        if bucket.tokens >= self._allowance.burst:
            bucket.told = False
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Verdict.WELCOME
        was_told, bucket.told = bucket.told, True
        return Verdict.STILL_TOO_QUICK if was_told else Verdict.TOO_QUICK
