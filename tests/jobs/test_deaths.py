"""The process dies before or after any step; the chat goes on, and everything counts once."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.deliveries import State
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation, Person
from tests.support.dying import Died, Fate, doom, spare
from tests.support.looking import log, the_set

NUDGE = "Hoje não"
Before = Callable[[Installation, Person], Awaitable[None]]
Happening = Callable[[], Awaitable[object]]
Act = Callable[[Installation, Person], Happening]
"""What is about to happen, fixed by what stands in the chat now: the same update may be delivered twice."""


@contextmanager
def installed(file: Path) -> Iterator[Installation]:
    chat = Installation(file, bank(3), MORNING)
    try:
        yield chat
    finally:
        chat.close()


def a_start(chat: Installation, ana: Person) -> Happening:
    return lambda: ana.say("/start")


def a_tap(chat: Installation, ana: Person) -> Happening:
    row, waiting = ana.rows()[-1], ana.last
    return lambda: ana.press(f"a:{row.id}:{'c' if row.truth else 'e'}", waiting.ref)


def a_tick(chat: Installation, ana: Person) -> Happening:
    return lambda: chat.tick()


async def steps_of(file: Path, before: Before, act: Act) -> int:
    """How many steps the act takes when nobody dies."""
    with installed(file) as chat:
        ana = chat.person()
        await before(chat, ana)
        happens = act(chat, ana)
        fate = Fate()
        doom(chat, fate)
        await happens()
        return fate.steps


async def die_during(chat: Installation, act: Act, fate: Fate, *, again: bool) -> None:
    """Die, start anew, perhaps take the same update once more, and let five minutes of ticks pass."""
    happens = act(chat, chat.person())
    doom(chat, fate)
    with pytest.raises(Died):
        await happens()
    spare(chat)
    await chat.restart()
    if again:
        await happens()
    for _ in range(20):
        await chat.tick(seconds=15)


async def go_on(chat: Installation, ana: Person) -> None:
    """What a person does who sees the chat as it is: tap what waits; begin where there is nothing."""
    for _ in range(30):
        if not ana.messages:
            await ana.say("/start")
        elif ana.last.asks is not None:
            await ana.answer()
        else:
            return


def everything_counted_once(chat: Installation, ana: Person) -> None:
    entries = log(chat, ana)
    assert len(entries) == 3
    assert {entry.fact_id for entry in entries} == {"f-0001", "f-0002", "f-0003"}
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert "Pontuação líquida +3: 3 certas" in ana.last.screen.text, [m.screen.text for m in ana.messages]
    verdicts = Counter(
        button.data for message in ana.messages for button in message.buttons.values() if button.data.startswith("w:")
    )
    assert {f"w:{row.id}:1" for row in ana.rows()} == set(verdicts)
    assert all(row.show_due is None and row.feedback_due is None for row in ana.rows())


@pytest.fixture
def fresh(blank_database: Path, tmp_path: Path) -> Callable[[], Path]:
    numbers = iter(range(10_000))

    def copy() -> Path:
        return Path(shutil.copy(blank_database, tmp_path / f"{next(numbers)}.sqlite3"))

    return copy


async def nothing(chat: Installation, ana: Person) -> None:
    return None


async def begun(chat: Installation, ana: Person) -> None:
    await ana.say("/start")


async def first_answered(chat: Installation, ana: Person) -> None:
    await ana.say("/start")
    await ana.answer()


async def last_left(chat: Installation, ana: Person) -> None:
    await ana.say("/start")
    await ana.answer()
    await ana.answer()


@pytest.mark.parametrize("again", [False, True], ids=["not delivered again", "delivered again"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("before", "act"),
    [(nothing, a_start), (begun, a_tap), (first_answered, a_tap), (last_left, a_tap)],
    ids=["start", "first", "second", "last"],
)
async def test_dying_at_any_step_leaves_a_chat_that_goes_on(
    fresh: Callable[[], Path], before: Before, act: Act, after: bool, again: bool
) -> None:
    steps = await steps_of(fresh(), before, act)
    assert steps >= 4
    for at in range(1, steps + 1):
        with installed(fresh()) as chat:
            ana = chat.person()
            await before(chat, ana)
            await die_during(chat, act, Fate(at, after=after), again=again)
            await go_on(chat, ana)
            everything_counted_once(chat, ana)
            copies = Counter(message.asks for message in ana.messages if message.asks is not None)
            assert all(count <= 1 for count in copies.values()), (at, copies)


async def missed_yesterday(chat: Installation, ana: Person) -> None:
    await ana.say("/start")
    await ana.finish(right=False)
    chat.now = MORNING.replace(day=3, hour=11, minute=0)


async def waiting_since_morning(chat: Installation, ana: Person) -> None:
    await missed_yesterday(chat, ana)
    await chat.tick()
    chat.now = MORNING.replace(day=3, hour=14, minute=0)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_dying_while_the_set_is_delivered_neither_skips_nor_repeats_it(
    fresh: Callable[[], Path], after: bool
) -> None:
    steps = await steps_of(fresh(), missed_yesterday, a_tick)
    for at in range(1, steps + 1):
        with installed(fresh()) as chat:
            ana = chat.person()
            await missed_yesterday(chat, ana)
            before = len(ana.messages)
            await die_during(chat, a_tick, Fate(at, after=after), again=False)
            today = the_set(chat, ana, MORNING.replace(day=3).date())
            assert today is not None
            assert today.state is State.SENT
            asks = [message.asks for message in ana.messages[before:]]
            assert set(asks) == {ana.rows()[-1].id}
            assert len(asks) <= 2
            while ana.last.asks is not None:
                await ana.answer()
            assert "3 certas" in ana.last.screen.text


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_dying_while_a_nudge_is_sent_never_makes_two(fresh: Callable[[], Path], after: bool) -> None:
    steps = await steps_of(fresh(), waiting_since_morning, a_tick)
    for at in range(1, steps + 1):
        with installed(fresh()) as chat:
            ana = chat.person()
            await waiting_since_morning(chat, ana)
            await die_during(chat, a_tick, Fate(at, after=after), again=True)
            assert sum(NUDGE in message.buttons for message in ana.messages) <= 1
            assert ana.waiting is not None


async def test_dying_twice_at_the_same_place_still_leaves_a_chat_that_goes_on(fresh: Callable[[], Path]) -> None:
    for at in (3, 4):
        with installed(fresh()) as chat:
            ana = chat.person()
            await ana.say("/start")
            for _ in range(2):
                doom(chat, Fate(at, after=True))
                with pytest.raises(Died):
                    await ana.answer()
                spare(chat)
                await chat.restart()
                for _ in range(20):
                    await chat.tick(seconds=15)
            await go_on(chat, ana)
            everything_counted_once(chat, ana)
