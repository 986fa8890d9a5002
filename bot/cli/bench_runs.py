"""The benches of the machinery, with their progress on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress

from bot.cli.bench_report import console
from bot.trials import ticking
from bot.trials.bars import Report

Told = Callable[[str, int, int], None]


def tick(chats: int, seed: int, postgres: str | None) -> Report:
    """`bench tick`."""
    sizes = (*(size for size in ticking.SIZES if size < chats), chats)
    with shown() as told:
        return ticking.bench(sizes, seed, told, postgres)


@contextmanager
def shown() -> Iterator[Told]:
    """Progress by name, on the error stream, so that a table or JSON can go to a file."""
    with Progress(console=console(stderr=True)) as progress:
        tasks: dict[str, int] = {}

        def told(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what)
            progress.update(tasks[what], completed=done, total=of)  # type: ignore[arg-type]

        yield told
