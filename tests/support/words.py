"""Getting to the question *which words are wrong?*, and answering it."""

from __future__ import annotations

from bot.chat.actions import WordsAction, decode
from bot.chat.reply import Reply
from tests.support.chats import Installation, Message, Person


def asks_words(message: Message) -> int | None:
    """The assertion whose words a message asks about, if it does."""
    for button in message.buttons.values():
        action = decode(button.data)
        if isinstance(action, WordsAction):
            return action.asked_id
    return None


def question(person: Person) -> Message:
    """The message that asks which words are wrong."""
    return next(message for message in reversed(person.messages) if asks_words(message) is not None)


async def to_question(chat: Installation, person: Person) -> int:
    """Answer rightly until it is asked which words are wrong; the assertion asked about."""
    for _ in range(20):
        await person.answer()
        for message in person.messages:
            asked_id = asks_words(message)
            if asked_id is not None:
                return asked_id
    raise AssertionError("the question never came")


async def choose(chat: Installation, person: Person, asked_id: int, *, right: bool) -> Reply:
    """Choose the falsified words, or a decoy."""
    order = person.row(asked_id).words_order
    assert order is not None
    place = order.index("0" if right else "1") + 1
    message = next((m for m in person.messages if asks_words(m) == asked_id), None)
    return await person.press(f"q:{asked_id}:{place}", message.ref if message else None)
