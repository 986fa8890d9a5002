"""What an import costs: garbage of two sizes, and whether ten times the text takes ten times as long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from content.importer import import_file

MEGABYTE = 1_000_000
_WORDS = (
    "modelo",
    "dados",
    "pipeline,",
    "teste.",
    "Feast",
    "“Docker”",
    "9.5",
    "10",
    "—",
    "ção\u0301",
    "\u200b\u00a0",
    "3)",
)
_HEADS = ("Pergunta Original: ", "1. Subtópico: ", "Assertivas:", "{n}. ", "{n}) ", "- ", "", "   ", "2.")


@dataclass(frozen=True, slots=True)
class ImportCost:
    """One import: its size, its time, and what came of it."""

    megabytes: float
    seconds: float
    drafts: int
    notes: int

    @property
    def per_megabyte(self) -> float:
        """Seconds a megabyte."""
        return self.seconds / self.megabytes


def garbage(size: int, coin: Random) -> bytes:
    """Lines that look now and then like headings and assertions, about `size` bytes of them."""
    lines: list[str] = []
    written = 0
    while written < size:
        head = coin.choice(_HEADS).format(n=coin.randrange(1, 1_000))
        line = head + " ".join(coin.choices(_WORDS, k=coin.randrange(0, 24)))
        lines.append(line)
        written += len(line.encode()) + 1
    return "\n".join(lines).encode()[:size]


def import_cost(data: bytes) -> ImportCost:
    """Import this text into an empty bank."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "garbage.txt")
        source.write_bytes(data)
        start = perf_counter()
        report = import_file(source, Path(folder, "bank"), Random(1))
        seconds = perf_counter() - start
    return ImportCost(len(data) / MEGABYTE, seconds, len(report.written), len(report.notes))


def import_bench(sizes: tuple[int, ...] = (MEGABYTE, 10 * MEGABYTE), seed: int = 1) -> Iterator[str]:
    """A line for each size, then the ratio of the last to the first in time a megabyte (1.0 is linear)."""
    costs = []
    for size in sizes:
        cost = import_cost(garbage(size, Random(seed)))
        costs.append(cost)
        made = f"{cost.drafts:,} drafts, {cost.notes:,} notes"
        yield f"{cost.megabytes:6.1f} MB  {cost.seconds:7.2f} s  {cost.per_megabyte:6.3f} s/MB  {made}"
    yield f"time a megabyte, last to first: {costs[-1].per_megabyte / costs[0].per_megabyte:.2f}"
