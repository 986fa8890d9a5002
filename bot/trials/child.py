"""A process of its own for what is measured: it tells its own CPU time and memory, and ends when told to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import threading
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from time import process_time
from types import TracebackType
from typing import Any

import structlog

from bot.trials.machine import resident_mib

Work = Callable[..., Awaitable[None]]
_END = 10.0


class Child:
    """Runs `work(*args)` in a fresh interpreter until `stop`; both must be importable by name."""

    def __init__(self, work: Work, *args: Any) -> None:
        here, there = multiprocessing.Pipe()
        self._line = here
        self._process = multiprocessing.get_context("spawn").Process(target=_main, args=(there, work, args))

    def __enter__(self) -> Child:
        self._process.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._line.send("stop")
        self._process.join(_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    def cpu(self) -> float:
        """CPU seconds it has used so far, in all its threads."""
        return self._ask("cpu")

    def resident(self) -> float:
        """MiB of memory it holds."""
        return self._ask("resident")

    def _ask(self, what: str) -> float:
        self._line.send(what)
        return float(self._line.recv())


def _main(line: Connection, work: Work, args: tuple[Any, ...]) -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with contextlib.suppress(asyncio.CancelledError, KeyboardInterrupt):
        asyncio.run(_run(line, work, args))


async def _run(line: Connection, work: Work, args: tuple[Any, ...]) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work(*args))
    threading.Thread(target=_answer, args=(line, lambda: loop.call_soon_threadsafe(task.cancel)), daemon=True).start()
    await task


def _answer(line: Connection, stop: Callable[[], object]) -> None:
    with contextlib.suppress(EOFError, OSError, RuntimeError):
        while (asked := line.recv()) != "stop":
            line.send(process_time() if asked == "cpu" else resident_mib(os.getpid()))
        stop()
