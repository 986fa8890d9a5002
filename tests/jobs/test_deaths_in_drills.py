"""The process dies at any step of a choice of words, of the answer after it, or of a minute: all of it counts once."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.lessons import replaying
from storage.answers import Event
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation, Person
from tests.support.dying import Died, Fate, doom, spare
from tests.support.looking import log
from tests.support.words import asks_words, to_question

Act = Callable[[Installation, Person], Awaitable[None]]
QUESTION = "Que palavras estão erradas?"


@contextmanager
def installed(blank: Path, file: Path) -> Iterator[Installation]:
    shutil.copy(blank, file)
    chat = Installation(file, bank(6), MORNING)
    try:
        yield chat
    finally:
        chat.close()
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


async def with_question(chat: Installation, ana: Person) -> None:
    await ana.say("/start")
    await to_question(chat, ana)


async def with_minute(chat: Installation, ana: Person) -> None:
    await ana.say("/start")
    await ana.finish()
    await ana.say("/minuto")
    await ana.answer()


async def chooses(chat: Installation, ana: Person) -> None:
    row = next(row for row in reversed(ana.rows()) if row.words_order)
    await ana.press(f"q:{row.id}:1", row.shown_ref)


async def goes_on(chat: Installation, ana: Person) -> None:
    await ana.answer(right=False)


async def answers_in_time(chat: Installation, ana: Person) -> None:
    await ana.answer()


async def is_closed(chat: Installation, ana: Person) -> None:
    chat.now += timedelta(seconds=60)
    await chat.tick()


async def steps_of(blank: Path, file: Path, before: Act, act: Act) -> int:
    with installed(blank, file) as chat:
        await before(chat, chat.person())
        fate = Fate()
        doom(chat, fate)
        await act(chat, chat.person())
        return fate.steps


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("before", "act", "again"),
    [
        (with_question, chooses, False),
        (with_question, chooses, True),
        (with_question, goes_on, False),
        (with_minute, answers_in_time, False),
        (with_minute, is_closed, False),
    ],
    ids=["choice", "choice delivered again", "next answer", "minute", "end of a minute"],
)
async def test_dying_at_any_step_counts_everything_once_and_leaves_no_message_behind(
    blank_database: Path, tmp_path: Path, before: Act, act: Act, after: bool, again: bool
) -> None:
    steps = await steps_of(blank_database, tmp_path / "first.sqlite3", before, act)
    assert steps >= 3
    for at in range(1, steps + 1):
        with installed(blank_database, tmp_path / f"{at}.sqlite3") as chat:
            ana = chat.person()
            await before(chat, ana)
            given = len(log(chat, ana))
            doom(chat, Fate(at, after=after))
            with pytest.raises(Died):
                await act(chat, ana)
            spare(chat)
            await chat.restart()
            if again:
                await act(chat, ana)
            for _ in range(10):
                await chat.tick(seconds=30)
            await nothing_is_left(chat, ana)
            assert len(log(chat, ana)) - given <= 1


async def nothing_is_left(chat: Installation, ana: Person) -> None:
    """Every row was shown, every question without an open row is gone, every memory is what the log makes."""
    found = chat.school.run_now(replaying.compare, ana.learner_id)
    assert found is not None
    assert found.identical
    rows = {row.id: row for row in ana.rows()}
    assert all(row.show_due is None and row.feedback_due is None for row in rows.values())
    for message in ana.messages:
        asked_about = asks_words(message)
        if asked_about is not None:
            assert rows[asked_about].words is None
    for row in rows.values():
        if row.words is not None:
            assert not any(QUESTION in m.screen.text for m in ana.messages if m.ref == row.shown_ref)
    sequences = [entry.sequence for entry in log(chat, ana)]
    assert sequences == list(range(1, len(sequences) + 1))
    given = [entry for entry in log(chat, ana) if entry.kind is Event.ANSWER]
    assert len(given) == sum(row.answered_at is not None for row in rows.values())
    if any(row.minute_id for row in rows.values()):
        assert sum("Acabou o minuto" in message.screen.text for message in ana.messages) == 1
        assert not any(message.asks for message in ana.messages if "⏱" in message.screen.text)
