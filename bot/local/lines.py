"""Lines somebody types, as they come, without keeping the event loop or its end waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from io import RawIOBase

LONGEST = 4 * 4096 + 2
"""Bytes of a line: the longest message in UTF-8; what goes beyond is dropped."""

AHEAD = 8


async def lines(source: RawIOBase) -> AsyncIterator[str]:
    """Each line without its end, until the source ends.

    A thread of its own reads unbuffered: one that waits in a buffered reader would hold up the end of the program.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    places = threading.Semaphore(AHEAD)

    def read() -> None:
        line = b" "
        while line:
            places.acquire()
            line = _line(source)
            with suppress(RuntimeError):  # nobody listens any more
                loop.call_soon_threadsafe(queue.put_nowait, line)

    threading.Thread(target=read, name="lines", daemon=True).start()
    while line := await queue.get():
        places.release()
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _line(source: RawIOBase) -> bytes:
    """One line with its end, b"" at the end of the source or where it cannot be read."""
    with suppress(OSError, ValueError):
        line = rest = source.readline(LONGEST)
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST)
        return line
    return b""
