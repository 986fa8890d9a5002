"""`assertiva bench`: what is claimed, measured. The work is imported by the command that does it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="bench", help="Measure what is claimed.", no_args_is_help=True)

CORES = os.cpu_count() or 1

Learners = Annotated[int, typer.Option(min=2, max=5000, help="Simulated learners in every cell.")]
Seed = Annotated[int, typer.Option(min=0, help="Which learners; the same seed draws the same.")]
Who = Annotated[str, typer.Option(help="One of specified, guess-35, guess-65, slip-15, steep, very-steep, all.")]
Share = Annotated[float, typer.Option(min=0.1, max=1.0, help="How much of a set may be new.")]
Processes = Annotated[int, typer.Option(min=1, max=64, help="Processes to spread the learners over.")]
Plot = Annotated[Path | None, typer.Option(help="Draw the result as an SVG here (needs the extra 'plots').")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Postgres = Annotated[
    str | None,
    typer.Option(help="URL of an empty PostgreSQL database; without it, a server of its own where one is installed."),
]
OnPostgres = Annotated[str | None, typer.Option(help="URL of an empty PostgreSQL database, instead of SQLite.")]
Own = Annotated[bool, typer.Option("--own/--no-own", help="Start a PostgreSQL server where one is installed.")]
Presses = Annotated[int, typer.Option(min=10, help="Presses measured at full speed, and as many at half of it.")]
Chats = Annotated[int, typer.Option(min=100, help="Chats that the broadcast goes to.")]
Queued = Annotated[int, typer.Option(min=100, help="Chats that a set is sent to.")]
Starts = Annotated[int, typer.Option(min=1, max=100, help="Starts on a data folder that is there.")]
Largest = Annotated[int, typer.Option(min=1, help="Chats in the largest of the databases.")]
Fitting = Annotated[bool, typer.Option("--fitting", help="Try the rule fitted to each learner too; slow.")]
Speed = Annotated[bool, typer.Option("--speed", help="Only measure how fast answers and ordering are.")]


@app.callback()
def bench() -> None:
    """Measure what is claimed."""


@app.command("import")
def import_text() -> None:
    """The importer's cost on 1 MB and 10 MB of garbage: it must grow no faster than the text."""
    from bot.trials.importing import import_bench

    for line in import_bench():
        typer.echo(line)


@app.command()
def memory(
    learners: Learners = 200,
    seed: Seed = 1,
    population: Who = "specified",
    new_share: Share = 0.5,
    processes: Processes = CORES,
    plot: Plot = None,
    fitting: Fitting = False,
    speed: Speed = False,
) -> None:
    """Simulated learners study for an exam under the bot's rule and under its peers.

    Exits with 1 where a bar is missed. With fewer than 200 learners a bar counts as missed only where the whole
    95 % interval lies beyond it.
    """
    from bot.cli import bench_memory

    if speed:
        held = bench_memory.speed()
    else:
        cells = bench_memory.cells(population, seed, new_share, fits=fitting)
        held = bench_memory.trial(cells, learners, processes, plot)
    raise typer.Exit(0 if held else 1)


@app.command()
def tick(chats: Largest = 1_000_000, seed: Seed = 1, postgres: OnPostgres = None, as_json: Json = False) -> None:
    """What the clock costs among 10,000, 100,000 and a million chats, against one APScheduler job a chat.

    Exits with 1 where a bar is missed.
    """
    from bot.cli import bench_report, bench_runs

    bench_report.show(bench_runs.tick(chats, seed, postgres), as_json=as_json)


@app.command()
def answers(
    presses: Presses = 3000, seed: Seed = 1, postgres: Postgres = None, own: Own = True, as_json: Json = False
) -> None:
    """From a press to the next assertion, on SQLite and PostgreSQL, beside a bare bot with its default client.

    Exits with 1 where a bar is missed.
    """
    from bot.cli import bench_report, bench_runs

    bench_report.show(bench_runs.answers(presses, seed, postgres, own=own), as_json=as_json)


@app.command()
def bulk(chats: Queued = 8_000, seed: Seed = 1, as_json: Json = False) -> None:
    """Sets sent a second at Telegram's paid rate by one worker and by two, on a PostgreSQL server of its own.

    Exits with 1 where a bar is missed.
    """
    from bot.cli import bench_report, bench_runs

    bench_report.show(bench_runs.bulk(chats, seed), as_json=as_json)


@app.command()
def start(starts: Starts = 5, as_json: Json = False) -> None:
    """How long the first reply takes after a start, and the memory held at rest, beside a bare bot.

    Exits with 1 where a bar is missed.
    """
    from bot.cli import bench_report, bench_runs

    bench_report.show(bench_runs.start(starts), as_json=as_json)


@app.command()
def broadcast(chats: Chats = 10_000, seed: Seed = 1, as_json: Json = False) -> None:
    """How long a reply takes while a broadcast is under way, beside python-telegram-bot's AIORateLimiter.

    Exits with 1 where a bar is missed.
    """
    from bot.cli import bench_report, bench_runs

    bench_report.show(bench_runs.broadcast(chats, seed), as_json=as_json)
