from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from bot.chat.desk import Press, Said
from bot.chat.reply import Post, Reply, Screen, say
from bot.lessons.outcomes import Who
from bot.local.board import Board, ChatReplaced, Event, MessageStands, ProfileChanged, Typing
from bot.local.conversation import Conversation
from bot.local.parts import Local
from bot.local.people import ANA, BRUNO
from storage import local as rows
from storage.store import Store
from tests.conftest import MORNING


class SlowDesk:
    """Answers when it is let; keeps the order in which it was asked."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.may = asyncio.Event()

    async def say(self, said: Said) -> Reply:
        name = f"{said.who.user_id}:{said.text}"
        self.begun.append(name)
        if said.who == ANA.who:
            await self.may.wait()
        self.done.append(name)
        return Reply(posts=(Post(Screen((say(name),))),))


class BrokenDesk:
    """Fails at everything."""

    async def say(self, said: Said) -> Reply:
        raise RuntimeError

    async def press(self, press: Press) -> Reply:
        raise RuntimeError


class NoPoster:
    """Posts nothing."""

    async def reply(self, who: Who, reply: Reply, now: datetime, *, ref: str | None = None) -> None:
        pass


def conversation(store: Store, desk: object, board: Board | None = None) -> Conversation:
    """A conversation at that desk."""
    return Conversation(store, board or Board(), desk, NoPoster(), lambda: MORNING)


async def test_one_persons_messages_are_taken_in_order_and_nobody_waits_for_another(store: Store) -> None:
    desk = SlowDesk()
    talk = conversation(store, desk)
    async with asyncio.TaskGroup() as tasks:
        for text in ("first", "second", "third"):
            tasks.create_task(talk.say(ANA, text))
        await talk.say(BRUNO, "meanwhile")
        assert desk.done == ["2:meanwhile"]
        assert "1:second" not in desk.begun
        desk.may.set()
    assert desk.done == ["2:meanwhile", "1:first", "1:second", "1:third"]


async def test_after_a_failure_the_next_message_is_taken_and_nobody_types_for_ever(store: Store) -> None:
    board, told = Board(), list[Event]()
    talk = conversation(store, BrokenDesk(), board)
    with board.listening(told.append):
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await talk.say(ANA, "oi")
    assert told[-1] == Typing(ANA.id, on=False)
    assert sum(isinstance(event, MessageStands) for event in told) == 2


async def test_a_press_is_acknowledged_before_the_message_changes(local: Local) -> None:
    happened: list[str] = []
    await local.conversation.say(ANA, "/start")
    [question] = [one for one in await messages(local) if one.outgoing]
    with local.board.listening(lambda event: happened.append(type(event).__name__)):
        await local.conversation.press(ANA, question.id, "a:1:c", lambda _: happened.append("toast"))
    assert [what for what in happened if what in ("toast", "MessageStands")] == ["toast"] + ["MessageStands"] * 2


async def test_a_press_under_a_message_that_is_gone_changes_nothing_and_shows_the_chat_anew(local: Local) -> None:
    await local.conversation.say(ANA, "/start")
    toasts: list[str | None] = []
    told: list[Event] = []
    with local.board.listening(told.append):
        await local.conversation.press(ANA, 999, "a:1:c", toasts.append)
    assert toasts[0]
    assert ChatReplaced(ANA.id) in told
    assert not any(isinstance(event, MessageStands) for event in told)


async def test_another_language_is_told(local: Local) -> None:
    await local.conversation.say(ANA, "/start")
    await local.conversation.say(ANA, "/config")
    told: list[Event] = []
    with local.board.listening(told.append):
        await local.conversation.press(ANA, (await messages(local))[-1].id, "s:lang:en", lambda _: None)
    [changed] = [event for event in told if isinstance(event, ProfileChanged)]
    assert (changed.chat_id, changed.profile.language) == (ANA.id, "en")


async def messages(local: Local) -> list[rows.LocalMessage]:
    """Ana's chat."""
    return list(await local.store.run(lambda tx: rows.latest(tx, ANA.id, 50)))
