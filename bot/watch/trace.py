"""Correlation ids: what one update or one due set causes carries one id through every line of the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from structlog.contextvars import bind_contextvars, bound_contextvars


def follow(cause: str) -> None:
    """From here on, in this task and those it begins, lines carry `trace`. For tasks of their own."""
    bind_contextvars(trace=cause)


@contextmanager
def following(kind: str) -> Iterator[None]:
    """The same for a stretch of a task, under a fresh id such as `tick-5f0c2a1b`."""
    with bound_contextvars(trace=f"{kind}-{token_hex(4)}"):
        yield
