"""What happens in a group in these tests, and what is read there."""

from __future__ import annotations

from sqlalchemy import select

from storage import tables
from tests.botapi import Group, Message, Person
from tests.end_to_end.bots import Bot, Hands

CERTO, ERRADO = "Certo", "Errado"


def rows(bot: Bot, table: str) -> list[dict[str, object]]:
    """A table's rows."""
    with bot.store.transaction() as tx:
        return [dict(row) for row in tx.execute(select(tables.metadata.tables[table])).mappings()]


def polls(group: Group) -> list[Message]:
    """The polls in the chat, oldest first."""
    return [message for message in group.shown if message.poll is not None]


def texts(group: Group) -> list[str]:
    """What the bot has written there, polls apart."""
    return [message.text for message in group.shown if message.poll is None]


def key(poll: Message) -> str:
    """The right option: the small bank's true sentences are blue."""
    assert poll.poll is not None
    return CERTO if "é azul" in poll.poll.question else ERRADO


def other(option: str) -> str:
    """The wrong one."""
    return ERRADO if option == CERTO else CERTO


async def asks(bot: Bot, person: Person, group: Group, text: str, **how: int | bool) -> None:
    """A command in the group, done with, and a tick."""
    await person.says(text, group, **how)  # type: ignore[arg-type]
    await bot.settled()
    await bot.tick()
    await bot.settled()


async def votes(bot: Bot, person: Person, poll: Message, option: str) -> None:
    """A vote, done with."""
    await person.votes(poll, option)
    await bot.settled()


async def passes(bot: Bot, clock: Hands, seconds: float) -> None:
    """Time goes by, and a tick."""
    clock.forward(seconds=seconds)
    await bot.tick()
    await bot.settled()


async def plays(bot: Bot, clock: Hands, group: Group, right: list[Person], wrong: list[Person]) -> None:
    """Everybody answers the newest poll, two seconds after it came."""
    clock.forward(seconds=2)
    poll = polls(group)[-1]
    for person in right:
        await votes(bot, person, poll, key(poll))
    for person in wrong:
        await votes(bot, person, poll, other(key(poll)))


async def finishes(bot: Bot, clock: Hands, group: Group, right: list[Person], wrong: list[Person]) -> str:
    """The round is played to its end; its table."""
    seen = -1
    for _ in range(30):
        if len(polls(group)) > seen:
            seen = len(polls(group))
            await plays(bot, clock, group, right, wrong)
        await passes(bot, clock, 31)
        if tables := [text for text in texts(group) if "Placar da rodada" in text]:
            return tables[-1]
    raise AssertionError("the round does not end")
