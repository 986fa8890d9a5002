"""What the bot asked the server for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.botapi.refusals import Refusal


@dataclass(slots=True)
class Call:
    """One request: `result` is what it was answered, `error` the refusal, `fault` what was done to it."""

    number: int
    method: str
    params: dict[str, Any]
    at: datetime
    result: Any = None
    error: Refusal | None = None
    fault: str | None = None

    @property
    def chat_id(self) -> int | str | None:
        found = self.params.get("chat_id")
        return found if isinstance(found, int | str) else None

    def line(self) -> str:
        """One line for a log: parameters shortened."""
        shown = ", ".join(f"{name}={_short(value)}" for name, value in self.params.items())
        outcome = f" -> {self.error}" if self.error else ""
        fault = f" [{self.fault}]" if self.fault else ""
        return f"{self.number:>5} {self.method}({shown}){outcome}{fault}"


class CallLog(list[Call]):
    """The newest calls, oldest first; `total` counts all. getUpdates is in it only when refused."""

    def __init__(self, keep: int) -> None:
        super().__init__()
        self.keep = keep
        self.total = 0

    def note(self, call: Call) -> None:
        self.append(call)
        if len(self) > self.keep + self.keep // 4:
            del self[: len(self) - self.keep]

    def of(self, method: str, chat: int | None = None) -> list[Call]:
        """Calls of one method, in one chat if given."""
        return [call for call in self if call.method == method and chat in (None, call.chat_id)]

    def tail(self, count: int = 12) -> str:
        """The last lines, for an error message."""
        return "\n".join(call.line() for call in self[-count:]) or "(no calls)"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
