from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.lessons.outcomes import Who
from bot.trials.year_bank import made_bank
from bot.trials.year_crash import Crash, Fuse
from bot.trials.year_machine import Machine, Update
from bot.trials.year_telegram import NAME, Kind, StandIn
from storage import learners

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ANA = Who(NAME, 1, 1, "pt-br")


class Watching:
    """The trial as the stand-in sees it."""

    now = NOW
    by_clock = False
    machine: Machine

    def step(self) -> None:
        self.machine.step()


@pytest.fixture
def bot(tmp_path: Path):
    watch = Watching()
    telegram = StandIn(watch, Random(1))
    watch.machine = Machine(tmp_path, made_bank(), telegram, Random(1))
    yield watch.machine, telegram
    watch.machine.close()


def test_a_fuse_burns_out_at_its_step_and_stays_out() -> None:
    burnt: list[str] = []
    fuse = Fuse(lambda: burnt.append("now"))
    fuse.step()
    fuse.light(2)
    fuse.step()
    for _ in range(3):
        with pytest.raises(Crash):
            fuse.step()
    assert burnt == ["now"]


def test_nothing_in_the_program_may_catch_a_crash() -> None:
    assert not issubclass(Crash, Exception)


@pytest.mark.parametrize("steps", range(1, 12))
async def test_dying_at_any_step_of_a_start_leaves_all_of_it_or_nothing(bot, steps: int) -> None:
    machine, telegram = bot
    machine.light(steps)
    survived = await machine.take(Update(ANA, text="/start"), NOW)
    assert machine.is_dead
    machine.reboot()
    assert not machine.is_dead
    with machine.store.transaction() as tx:
        known = learners.find(tx, NAME, 1)
    if not survived:
        assert await machine.take(Update(ANA, text="/start"), NOW)
    assert await machine.begin(NOW)
    with machine.store.transaction() as tx:
        found = learners.find(tx, NAME, 1)
    assert found is not None
    assert known is None or known.id == found.id
    assert sum(send.kind is Kind.ASSERTION and send.arrived for send in telegram.sends) >= 1
    assert len(asyncio.all_tasks()) == 1


async def test_what_was_not_committed_is_gone_with_the_process(bot) -> None:
    machine, _ = bot
    machine.light(5)  # before and after the greeting's transaction, its commit, and the same for the joining
    await machine.take(Update(ANA, text="/start"), NOW)
    machine.reboot()
    with machine.store.transaction() as tx:
        assert learners.find(tx, NAME, 1) is None


async def test_a_blocked_chat_refuses_and_remembers_the_attempt(bot) -> None:
    machine, telegram = bot
    telegram.blocked.add(1)
    await machine.take(Update(ANA, text="/start"), NOW)
    assert [send.arrived for send in telegram.sends] == [False]
    with machine.store.transaction() as tx:
        learner = learners.find(tx, NAME, 1)
        assert learner is not None
        assert learners.address(tx, learner.id) is None
