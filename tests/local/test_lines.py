from __future__ import annotations

import io
import os

from bot.local.lines import LONGEST, lines


async def read(source: io.RawIOBase) -> list[str]:
    """All the lines of a source."""
    return [line async for line in lines(source)]


class Raw(io.RawIOBase):
    """Bytes as an unbuffered source."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        return self._data.readinto(buffer)


async def test_lines_come_in_order_without_their_ends() -> None:
    assert await read(Raw("um\ndois\r\n\ntrês".encode())) == ["um", "dois", "", "três"]


async def test_more_lines_than_are_read_ahead_all_come() -> None:
    assert await read(Raw(b"x\n" * 100)) == ["x"] * 100


async def test_what_is_no_utf_8_is_replaced() -> None:
    assert await read(Raw(b"\xff\n")) == ["�"]


async def test_a_line_too_long_is_cut_and_the_next_one_is_whole() -> None:
    first, second = await read(Raw(b"a" * (3 * LONGEST) + b"\nb\n"))
    assert (first, second) == ("a" * LONGEST, "b")


async def test_a_source_that_cannot_be_read_is_at_its_end() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with io.FileIO(writing, "w") as unreadable:
        assert await read(unreadable) == []
