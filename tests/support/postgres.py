"""A PostgreSQL server of the tests' own: in memory, and with nothing made sure of on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.trials import postgres
from bot.trials.postgres import Absent, Server

__all__ = ["Absent", "Server", "server"]

_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def server() -> Iterator[Server]:
    """Start a server and stop it again. Raises Absent."""
    memory = Path("/dev/shm")
    with postgres.server(_FAST, memory if memory.is_dir() else None) as running:
        yield running
