"""The benches of the machinery, with their progress on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import typer
from rich.progress import Progress

from bot.cli.bench_report import console
from bot.trials import answering, broadcasting, starting, ticking
from bot.trials.bars import Report
from storage import queue
from storage.migrate import upgrade
from storage.store import Store

if TYPE_CHECKING:
    from bot.trials.postgres import Server

Told = Callable[[str, int, int], None]


def tick(chats: int, seed: int, postgres: str | None) -> Report:
    """`bench tick`."""
    sizes = (*(size for size in ticking.SIZES if size < chats), chats)
    with shown() as told:
        return ticking.bench(sizes, seed, told, postgres)


def answers(presses: int, seed: int, url: str | None, *, own: bool) -> Report:
    """`bench answers`."""
    with shown() as told, _postgres(url, own=own) as place:
        return answering.bench(presses, seed, told, place)


def bulk(chats: int, seed: int) -> Report:
    """`bench bulk`."""
    from bot.trials import bulk as bulks

    with shown() as told, ExitStack() as stack:
        server = _server(stack)
        if isinstance(server, str):
            raise typer.BadParameter(server)
        urls = tuple(server.migrated() for _ in range(3))
        for url in urls:
            queue.install(url)
        return bulks.bench(chats, seed, told, urls)


def start(starts: int) -> Report:
    """`bench start`."""
    with shown() as told:
        return starting.bench(starts, told)


def broadcast(chats: int, seed: int) -> Report:
    """`bench broadcast`."""
    try:
        with shown() as told:
            return broadcasting.bench(chats, seed, told)
    except RuntimeError as error:  # what python-telegram-bot raises where its extra is missing
        raise typer.BadParameter(f"the peer needs aiolimiter: install the extra 'bench' ({error})") from None


@contextmanager
def _postgres(url: str | None, *, own: bool) -> Iterator[str | None]:
    """A migrated database with the queue's tables: the given one, or on a server of our own where there can be one."""
    with ExitStack() as stack:
        if url is None and own:
            url = _own(stack)
        if url is not None:
            store = Store(url)
            upgrade(store.engine)
            store.close()
            queue.install(url)
        yield url


def _own(stack: ExitStack) -> str | None:
    found = _server(stack)
    if not isinstance(found, str):
        return found.new()
    console(stderr=True).print(f"not on PostgreSQL: {found}")
    return None


def _server(stack: ExitStack) -> Server | str:
    """A PostgreSQL server of our own, or why there is none."""
    try:
        from bot.trials import postgres

        return stack.enter_context(postgres.server())
    except ImportError:
        return "psycopg is not installed: pip install 'assertiva[postgres]'"
    except postgres.Absent as absent:
        return str(absent)


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
