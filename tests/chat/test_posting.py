from __future__ import annotations

import pytest

from bot.chat.posting import Gone, Later, NotThere, Refused, Undelivered, Unknown
from bot.chat.priority import Priority, priority
from bot.chat.reply import Screen
from tests.support.chats import Installation, Sheet, Trouble
from tests.support.looking import learner


def at(what: str, trouble: Undelivered) -> Trouble:
    """That trouble with that call, every time."""
    return lambda call, chat_id: trouble if call == what else None


async def test_the_message_pressed_is_rewritten_before_the_next_is_sent(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.calls.clear()
    await ana.answer()
    assert [what for what, _ in chat.sheet.calls] == ["edit", "send"]


async def test_the_older_message_loses_its_buttons_before_the_assertion_is_shown_anew(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.calls.clear()
    await ana.say("/hoje")
    assert [what for what, _ in chat.sheet.calls] == ["retire", "send"]


async def test_what_was_sent_is_known_by_its_message(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    row = ana.rows()[0]
    assert (row.shown_ref, row.shown_at, row.show_due) == (ana.last.ref, chat.now, None)


@pytest.mark.parametrize("trouble", [Unknown(), Later(), Refused("x"), NotThere()])
async def test_an_older_message_that_keeps_its_buttons_holds_nothing_up(
    chat: Installation, trouble: Undelivered
) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.trouble = at("retire", trouble)
    await ana.say("/hoje")
    assert len(ana.messages) == 2
    assert ana.rows()[0].shown_ref == ana.last.ref


@pytest.mark.parametrize("what", ["edit", "retire", "send"])
async def test_whoever_is_gone_is_not_written_to_again(chat: Installation, what: str) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.trouble = at(what, Gone())
    await (ana.say("/hoje") if what == "retire" else ana.answer())
    assert learner(chat, ana).next_due_at is None
    calls = len(chat.sheet.calls)
    chat.sheet.trouble = lambda call, chat_id: None
    await chat.tick(minutes=10)
    assert len(chat.sheet.calls) == calls


@pytest.mark.parametrize("trouble", [Unknown(), Later(), Refused("x")])
async def test_a_verdict_that_is_not_known_to_stand_is_brought_by_the_clock(
    chat: Installation, trouble: Undelivered
) -> None:
    ana = chat.person()
    await ana.say("/start")
    message = ana.last
    chat.sheet.trouble = at("edit", trouble)
    await ana.answer()
    assert message.asks is not None
    chat.sheet.trouble = lambda call, chat_id: None
    await chat.tick(seconds=31)
    assert message.asks is None
    assert ana.last.asks is not None
    assert len(ana.messages) == 2


async def test_the_ending_comes_again_with_its_verdict_where_it_was_not_known_to_arrive(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    for _ in range(9):
        await ana.answer()
    chat.sheet.trouble = at("send", Unknown())
    await ana.answer()
    chat.sheet.trouble = lambda call, chat_id: None
    await chat.tick(seconds=31)
    assert "Pontuação líquida +10" in ana.last.screen.text


async def test_a_reply_of_no_state_that_could_not_be_sent_is_not_repeated(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.trouble = at("send", Unknown())
    await ana.say("/ajuda")
    chat.sheet.trouble = lambda call, chat_id: None
    await chat.tick(minutes=10)
    assert len(ana.messages) == 1


class Outbox(Sheet):
    """A face that notes how urgent each send was."""

    def __init__(self) -> None:
        super().__init__()
        self.urgency: list[Priority] = []

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        self.urgency.append(priority.get())
        return await super().send(chat_id, screen, silent=silent)


async def test_replies_go_before_sets_and_sets_before_nudges(chat: Installation) -> None:
    chat.sheet = outbox = Outbox()
    chat.assemble()
    ana = chat.person()
    await ana.say("/start")
    await chat.tick(days=1)
    await chat.tick(hours=3)
    await ana.say("/hoje")
    assert outbox.urgency == [Priority.REPLY, Priority.SET, Priority.NUDGE, Priority.REPLY]
    assert priority.get() is Priority.REPLY
