"""`assertiva replay`: every memory rebuilt from the answer log, and compared with what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.config import Config
    from bot.house import House
    from bot.lessons.replaying import Replayed

REFUSED = 2

Learner = Annotated[int | None, typer.Option(help="Only this learner, by the id in the database.", min=1)]
Apply = Annotated[bool, typer.Option("--apply", help="Put right what differs, and tell those whose score changes.")]
Local = Annotated[bool, typer.Option("--local", help="The local chat's database instead of Telegram's.")]


@dataclass(slots=True)
class _Account:
    """What came of all learners together."""

    learners: int = 0
    answers: int = 0
    memories: int = 0
    differing: int = 0

    def add(self, found: Replayed) -> None:
        self.learners += 1
        self.answers += found.answers
        self.memories += found.memories
        self.differing += not found.identical

    def __str__(self) -> str:
        return ", ".join(
            _counted(*pair)
            for pair in (
                (self.learners, "learner", "learners"),
                (self.answers, "answer", "answers"),
                (self.memories, "memory", "memories"),
            )
        )


def replay(learner: Learner = None, apply: Apply = False, local: Local = False) -> None:
    """Rebuild every memory from the answer log and say whether it is what is stored.

    Keys that the bank has corrected since count as a difference. Exit code 0: identical, or put right (--apply);
    1: something differs and nothing was changed; 2: there is nothing to read.
    """
    house = _open(local)
    try:
        account = _Account()
        for found in _each(house, learner, apply):
            account.add(found)
            for line in _lines(found):
                typer.echo(line)
    finally:
        house.store.close()
    if learner is not None and not account.learners:
        _refuse(f"there is no learner {learner}")
    if account.differing == 0:
        typer.echo(f"{account}: identical")
    elif apply:
        typer.echo(f"{account}: put right for {account.differing}")
    else:
        typer.echo(f"{account}: {account.differing} differ; --apply puts them right")
        raise typer.Exit(1)


def _open(local: bool) -> House:
    from bot.config import ConfigError, read
    from bot.house import CannotStart, open_house

    try:
        config = read()
    except ConfigError as error:
        _refuse(str(error))
    name = "local.sqlite3" if local else "assertiva.sqlite3"
    if local:
        config = config.model_copy(update={"database_url": None})
    _must_exist(config, name)
    try:
        return open_house(config, name)
    except CannotStart as error:
        _refuse(str(error))


def _must_exist(config: Config, name: str) -> None:
    if config.database_url is None and not (config.data_dir / name).exists():
        _refuse(f"there is no database {config.data_dir / name}")


def _each(house: House, learner: int | None, apply: bool) -> Iterator[Replayed]:
    """One learner after another, each in a transaction of its own, so that a running bot is not held up."""
    from bot.clock import utc_now
    from bot.lessons import replaying

    school = house.school
    ids: Sequence[int] = [learner] if learner is not None else school.run_now(replaying.everyone)
    for learner_id in ids:
        if apply:
            found = school.run_now(replaying.rebuild, learner_id, utc_now())
        else:
            found = school.run_now(replaying.compare, learner_id)
        if found is not None:
            yield found


def _lines(found: Replayed) -> Iterator[str]:
    who = f"learner {found.learner_id}"
    for correction in found.corrections:
        key = "certo" if correction.key else "errado"
        yield f"{who}: the key of {correction.fact_id} {correction.variant_id} is now {key}"
    if found.differing:
        yield f"{who}: {len(found.differing)} of {found.memories} memories differ: {', '.join(found.differing[:10])}"
    if found.habits_differ:
        yield f"{who}: the use of the guess button differs"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _refuse(line: str) -> NoReturn:
    typer.echo(f"assertiva: {line}", err=True)
    raise typer.Exit(REFUSED)
