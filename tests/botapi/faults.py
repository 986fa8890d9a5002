"""What may go wrong between the bot and Telegram, on demand."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.botapi.calls import Call
from tests.botapi.refusals import Refusal, bad_request, forbidden, too_many_requests


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """429; nothing is applied."""

    retry_after: int = 1

    def refusal(self) -> Refusal:
        return too_many_requests(self.retry_after)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403 with Telegram's prefix; nothing is applied."""

    text: str = "bot was blocked by the user"

    def refusal(self) -> Refusal:
        return forbidden(self.text)


@dataclass(frozen=True, slots=True)
class BadRequest:
    """400 with Telegram's prefix; nothing is applied."""

    text: str = "chat not found"

    def refusal(self) -> Refusal:
        return bad_request(self.text)


@dataclass(frozen=True, slots=True)
class Status:
    """An HTTP status with an HTML page, as a gateway sends it; nothing is applied."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset before the call is applied."""


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer for some seconds.

    Applied at once if `applied`; else at the end, unless the client has gone by then.
    """

    seconds: float
    applied: bool = False


@dataclass(frozen=True, slots=True)
class DropReply:
    """The call is applied, then the connection is reset: its outcome stays unknown to the bot."""


Kind = TooManyRequests | Forbidden | BadRequest | Status | Reset | Hang | DropReply
Refusing = TooManyRequests | Forbidden | BadRequest
KINDS: dict[str, type[Kind]] = {
    kind.__name__: kind for kind in (TooManyRequests, Forbidden, BadRequest, Status, Reset, Hang, DropReply)
}


@dataclass(slots=True)
class Fault:
    """A kind of failure for calls that match; `times` of None is for ever, `hits` counts them."""

    method: str
    kind: Kind
    times: int | None = 1
    chat: int | None = None
    when: Callable[[Call], bool] | None = None
    chance: float = 1.0
    hits: int = 0

    def matches(self, call: Call) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if self.method not in ("*", call.method) or self.chat not in (None, call.chat_id):
            return False
        return self.when is None or self.when(call)


class Faults:
    """Faults in the order they were asked for; the first that matches a call is taken."""

    def __init__(self) -> None:
        self.random = random.Random(0)
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults.clear()

    def take(self, call: Call) -> Kind | None:
        """The failure that this call meets, if any."""
        for fault in self._faults:
            if fault.matches(call) and (fault.chance >= 1 or self.random.random() < fault.chance):
                fault.hits += 1
                if fault.times is not None and fault.hits >= fault.times:
                    self._faults.remove(fault)
                return fault.kind
        return None
