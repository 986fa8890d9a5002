"""An event loop whose time stands still while anything runs and jumps to the next timer when nothing does."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    def __init__(self, step: float) -> None:
        super().__init__()
        self.now = 1_000.0
        self._step = step

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise RuntimeError("everybody waits and nobody would ever wake")
        self.now += max(self._step, timeout)
        return super().select(0)


class Clockwork(asyncio.SelectorEventLoop):
    """The loop; `time()` is seconds from an arbitrary beginning, and passes by a `step` at least each time round.

    Without a step, whoever asks for less time than a clock can show would ask for ever.
    """

    def __init__(self, step: float = 0.0) -> None:
        self._jumping = _Jumping(step)
        super().__init__(self._jumping)

    def time(self) -> float:
        """The loop's own time."""
        return self._jumping.now


def run(main: Coroutine[Any, Any, T], step: float = 0.0) -> T:
    """Run to the end, in no time."""
    with asyncio.Runner(loop_factory=lambda: Clockwork(step)) as runner:
        return runner.run(main)
