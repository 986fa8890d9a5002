from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.local.board import Board, ClockMoved, Event
from bot.local.clock import MovableClock
from bot.local.parts import Local, LocalParts, put_together
from bot.local.people import ANA, BRUNO
from bot.local.timekeeper import Timekeeper, offset_kept
from storage import learners
from storage import local as rows
from storage.store import Store
from tests.conftest import MORNING
from tests.local.conftest import Watch


class CountingTicker:
    """Keeps the instants at which it was called; moves each learner's next instant on, unless it is broken."""

    def __init__(self, store: Store, broken: bool = False) -> None:
        self._store = store
        self.broken = broken
        self.at: list[datetime] = []
        self.thrice = asyncio.Event()

    async def tick(self, now: datetime) -> None:
        self.at.append(now)
        if len(self.at) == 3:
            self.thrice.set()
        if self.broken:
            raise RuntimeError
        for learner_id in await self._store.run(lambda tx: learners.due(tx, now, 10)):
            await self._store.run(lambda tx, id_=learner_id: put_off(tx, id_))


def put_off(tx: object, learner_id: int) -> None:
    """The next instant comes five hours after this one."""
    due = learners.get(tx, learner_id).next_due_at
    learners.change(tx, learner_id, next_due_at=due + timedelta(hours=5))


async def set_due(local: Local, *instants: datetime) -> None:
    """Two learners, with something due at these instants."""
    for person, instant in zip((ANA, BRUNO), instants, strict=True):
        await local.conversation.say(person, "/start")
        learner = await local.store.run(lambda tx, p=person: learners.find(tx, "local", p.id))
        await local.store.run(lambda tx, id_=learner.id, at=instant: learners.change(tx, id_, next_due_at=at))


async def test_a_jump_stops_at_every_due_instant_in_order(local: Local, store: Store) -> None:
    first, second = MORNING + timedelta(hours=2), MORNING + timedelta(hours=1)
    await set_due(local, first, second)
    ticker = CountingTicker(store)
    await Timekeeper(store, ticker, local.clock, Board()).jump(timedelta(hours=10))
    hours = [(at - MORNING) / timedelta(hours=1) for at in ticker.at]
    assert hours == [1, 2, 6, 7, 10]


async def test_what_is_overdue_already_is_done_at_once(local: Local, store: Store) -> None:
    await set_due(local, MORNING - timedelta(hours=1), MORNING + timedelta(days=9))
    ticker = CountingTicker(store)
    await Timekeeper(store, ticker, local.clock, Board()).jump(timedelta(hours=1))
    assert ticker.at == [MORNING, MORNING + timedelta(hours=1)]


async def test_a_tick_that_fails_does_not_hold_up_the_clock(local: Local, store: Store) -> None:
    await set_due(local, MORNING + timedelta(hours=2), MORNING + timedelta(hours=2))
    told: list[Event] = []
    board = Board()
    with board.listening(told.append):
        await Timekeeper(store, CountingTicker(store, broken=True), local.clock, board).jump(timedelta(hours=10))
    assert told[-1] == ClockMoved(MORNING + timedelta(hours=10), moving=False)


async def test_the_offset_outlives_the_process(parts: LocalParts, local: Local, watch: Watch) -> None:
    await local.timekeeper.jump(timedelta(weeks=1))
    watch.advance(hours=3)
    again = await put_together(parts)
    assert again.clock() == MORNING + timedelta(weeks=1, hours=3)


async def test_a_new_database_has_no_offset(store: Store) -> None:
    assert store.run_now(offset_kept) == timedelta()


async def test_a_day_brings_the_nudge_after_three_hours_and_the_next_set_at_eight(local: Local) -> None:
    await local.conversation.say(ANA, "/start")
    await local.timekeeper.jump(timedelta(days=1))
    arrived = [one.at for one in await local.store.run(lambda tx: rows.latest(tx, ANA.id, 3))]
    assert arrived[-2:] == [
        datetime(2026, 3, 2, 14, 30, tzinfo=UTC),
        datetime(2026, 3, 3, 11, 0, tzinfo=UTC),  # 08:00 in São Paulo
    ]


async def test_a_week_brings_a_set_a_day_to_both(local: Local) -> None:
    for person in (ANA, BRUNO):
        await local.conversation.say(person, "/start")
    await local.timekeeper.jump(timedelta(weeks=1))
    for person in (ANA, BRUNO):
        messages = await local.store.run(lambda tx, p=person: rows.latest(tx, p.id, 100))
        days = [one.at.date() for one in messages if one.outgoing and one.at.hour == 11 and one.at > MORNING]
        assert days == [MORNING.date() + timedelta(days=n) for n in range(1, 8)]
    stamps = [one.at for one in messages]
    assert stamps == sorted(stamps)


async def test_a_start_shows_what_the_last_process_left_unshown(parts: LocalParts, local: Local) -> None:
    await parts.desk.start(ANA.who, "", MORNING)  # decided and committed; the process dies before it is shown
    again = await put_together(parts)
    await again.timekeeper.begin()
    shown = await local.store.run(lambda tx: rows.latest(tx, ANA.id, 5))
    assert len(shown) == 1


async def test_the_clock_ticks_by_itself(local: Local, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ticker = CountingTicker(store)
    monkeypatch.setattr("bot.local.timekeeper.SECONDS", 0.0)
    running = asyncio.ensure_future(Timekeeper(store, ticker, MovableClock(lambda: MORNING), Board()).run())
    async with asyncio.timeout(10):
        await ticker.thrice.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
