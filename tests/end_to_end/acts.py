"""What learners do in these tests, and what they read."""

from __future__ import annotations

from tests.botapi import Message, Person
from tests.end_to_end.bots import Bot

CERTO, ERRADO, BLANK = "Certo", "Errado", "Em branco"


def is_assertion(message: Message) -> bool:
    """Whether a message puts an assertion that waits for an answer."""
    return CERTO in message.labels and ERRADO in message.labels


def key_of(message: Message) -> str:
    """The right answer: the small bank's true sentences are blue."""
    return CERTO if "é azul" in message.text else ERRADO


def wrong(message: Message) -> str:
    """The other one."""
    return ERRADO if key_of(message) == CERTO else CERTO


def from_bot(person: Person) -> list[Message]:
    """The bot's messages in the chat, as they stand now."""
    return [message for message in person.chat.shown if message.sender["is_bot"]]


def open_assertions(person: Person) -> list[Message]:
    """The assertions in the chat that still have their buttons."""
    return [message for message in from_bot(person) if is_assertion(message)]


async def says(bot: Bot, person: Person, text: str) -> Message:
    """Say something, wait until the bot has done with it, and return its last message."""
    await person.says(text)
    await bot.settled()
    return from_bot(person)[-1]


async def taps(bot: Bot, person: Person, button: str, message: Message | None = None) -> str:
    """Tap a button of the last message and wait until the bot has done with it; the toast."""
    tap = await person.taps(message or from_bot(person)[-1], button)
    answer = await tap.answer
    await bot.settled()
    return answer.text or ""


async def answers_all(bot: Bot, person: Person, missing: int = 0) -> list[str]:
    """Answer the set that is open, the first `missing` wrong; the texts that were put."""
    put = []
    while is_assertion(message := from_bot(person)[-1]):
        put.append(message.text)
        await taps(bot, person, wrong(message) if len(put) <= missing else key_of(message), message)
    return put
