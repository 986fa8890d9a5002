"""A round of native polls in a group, through the real application over HTTP."""

from __future__ import annotations

import pytest

from tests.botapi import BotApi, Group, Message, Person
from tests.end_to_end.bots import Bot, Hands

CERTO, ERRADO = "Certo", "Errado"


@pytest.fixture
def bia(api: BotApi) -> Person:
    """Somebody without a private chat."""
    return api.person("Bia", language_code="pt-br")


@pytest.fixture
def group(api: BotApi, ana: Person, bia: Person) -> Group:
    """Ana's study group."""
    return api.group("Estudos", [ana, bia])


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


async def test_a_round_puts_one_poll_after_the_other_and_ends_on_its_table(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/quiz 3")
    for number in (1, 2, 3):
        poll = polls(group)[-1]
        assert len(polls(group)) == number
        assert poll.poll is not None
        assert poll.poll.question.startswith(f"{number}/3 · ")
        assert poll.poll.options == [CERTO, ERRADO]
        assert not poll.poll.is_anonymous
        assert poll.poll.open_period == 30
        clock.forward(seconds=2)
        await votes(bot, ana, poll, key(poll))
        await votes(bot, bia, poll, key(poll) if number == 1 else other(key(poll)))
        await passes(bot, clock, 31 if number == 1 else 1)
    table = texts(group)[-1]
    assert "Placar da rodada" in table
    assert "🥇 Ana  +3 (3 ✓ 0 ✗) · 2,0 s" in table
    assert "🥈 Bia  −1 (1 ✓ 2 ✗) · 2,0 s" in table
    assert "A mais errada (1 de 2)" in table
    assert len(polls(group)) == 3
