from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from telegram import Bot, Update
from telegram.ext import Application

from bot.chat.flood import Allowance, Flood
from bot.lessons import showing
from bot.tg.door import MOST_WAITING, Door
from bot.tg.intake import Intake, UnderWay, committed, ticket, turn
from tests.support.chats import Installation


class Bench:
    """Stands where python-telegram-bot's application stands: handles updates as the test says."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.began = asyncio.Event()
        self.gates: dict[int, asyncio.Event] = {}
        self.replies: dict[int, asyncio.Event] = {}  # what a reply, once begun, waits for
        self.replied: list[int] = []
        self.raises: BaseException | None = None
        self.kept: BaseException | None = None

    async def process_update(self, update: Update) -> None:
        self.taken.append(update.update_id)
        self.began.set()
        if self.kept is not None:
            ticket.get().error = self.kept
            return
        if gate := self.gates.get(update.update_id):
            await gate.wait()
        if self.raises is not None:
            raise self.raises
        committed()
        await turn()
        if wait := self.replies.get(update.update_id):
            await wait.wait()
        self.replied.append(update.update_id)


def update(number: int, user: int | None = 1) -> Update:
    if user is None:
        vote = {
            "poll_id": "3",
            "voter_chat": {"id": -9, "type": "channel"},
            "option_ids": [0],
            "option_persistent_ids": [],
        }
        return Update.de_json({"update_id": number, "poll_answer": vote}, None)
    person = {"id": user, "is_bot": False, "first_name": "Ana"}
    message = {"message_id": 1, "date": 0, "chat": {"id": user, "type": "private"}, "from": person, "text": "/hoje"}
    return Update.de_json({"update_id": number, "message": message}, None)


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def intake(chat: Installation, bench: Bench) -> Intake:
    return Intake(cast("Application[Any, Any, Any, Any, Any, Any]", bench), chat.school, lambda: chat.now)


async def test_an_update_delivered_twice_is_handled_once(intake: Intake, bench: Bench) -> None:
    for _ in range(3):
        task, told = intake.take(update(5))
        await task
        assert told.error is None
        assert told.committed.is_set()
    assert bench.taken == [5]


async def test_an_update_delivered_again_while_it_is_handled_joins_it(intake: Intake, bench: Bench) -> None:
    bench.gates[5] = asyncio.Event()
    (first, told), (second, again) = intake.take(update(5)), intake.take(update(5))
    assert (first, told) == (second, again)
    bench.gates[5].set()
    await first
    assert bench.taken == [5]


async def test_an_update_handled_by_a_former_process_is_not_handled_again(
    chat: Installation, intake: Intake, bench: Bench
) -> None:
    await intake.take(update(5))[0]
    chat.die()
    later = Intake(cast("Application[Any, Any, Any, Any, Any, Any]", bench), chat.school, lambda: chat.now)
    await later.take(update(5))[0]
    assert bench.taken == [5]


@pytest.mark.parametrize("how", ["raises", "kept"])
async def test_an_update_that_failed_is_told_and_may_come_again(
    chat: Installation, intake: Intake, bench: Bench, how: str
) -> None:
    setattr(bench, how, ValueError("no"))
    task, told = intake.take(update(5))
    await task
    assert isinstance(told.error, ValueError)
    assert told.committed.is_set()
    assert not chat.school.run_now(showing.was_handled, 5)
    setattr(bench, how, None)
    await intake.take(update(5))[0]
    assert bench.taken == [5, 5]
    assert chat.school.run_now(showing.was_handled, 5)


async def test_of_an_update_brought_to_two_replicas_at_once_one_handles_it_and_the_other_wants_it_again(
    chat: Installation, bench: Bench
) -> None:
    application = cast("Application[Any, Any, Any, Any, Any, Any]", bench)
    one, other = (Intake(application, chat.school, lambda: chat.now, shared=True) for _ in range(2))
    bench.gates[5] = asyncio.Event()
    first, _ = one.take(update(5))
    await bench.began.wait()
    second, told = other.take(update(5))
    await second
    assert isinstance(told.error, UnderWay)
    bench.gates[5].set()
    await first
    third, told = other.take(update(5))
    await third
    assert told.error is None
    assert bench.taken == [5]


async def test_what_failed_in_one_replica_is_taken_at_once_by_the_other(chat: Installation, bench: Bench) -> None:
    application = cast("Application[Any, Any, Any, Any, Any, Any]", bench)
    one, other = (Intake(application, chat.school, lambda: chat.now, shared=True) for _ in range(2))
    bench.raises = ValueError("no")
    await one.take(update(5))[0]
    bench.raises = None
    await other.take(update(5))[0]
    assert bench.taken == [5, 5]
    assert chat.school.run_now(showing.was_handled, 5)


async def test_updates_of_one_person_keep_their_order_and_others_do_not_wait(intake: Intake, bench: Bench) -> None:
    bench.gates[1] = asyncio.Event()
    tasks = [intake.take(update(number, user))[0] for number, user in ((1, 1), (2, 1), (3, 2), (4, None))]
    await asyncio.gather(tasks[2], tasks[3])
    assert 2 not in bench.taken
    bench.gates[1].set()
    await asyncio.gather(*tasks)
    assert bench.taken.index(1) < bench.taken.index(2)


async def test_a_reply_that_waits_holds_up_the_persons_later_replies_and_none_of_their_updates(
    intake: Intake, bench: Bench
) -> None:
    bench.replies[1] = asyncio.Event()
    begun = [intake.take(update(number)) for number in (1, 2, 3)]
    async with asyncio.timeout(5):
        for _, told in begun:
            await told.committed.wait()
    assert bench.taken == [1, 2, 3]
    assert bench.replied == []
    bench.replies[1].set()
    await asyncio.gather(*(task for task, _ in begun))
    assert bench.replied == [1, 2, 3]


async def test_whoever_has_many_replies_waiting_is_turned_away_until_they_are_through(
    chat: Installation, bench: Bench
) -> None:
    application = cast("Application[Any, Any, Any, Any, Any, Any]", bench)
    door = Door(cast("Bot", None), Flood(Allowance(burst=1_000)))
    intake = Intake(application, chat.school, lambda: chat.now, door)
    bench.replies[1] = asyncio.Event()
    tasks = [intake.take(update(number))[0] for number in range(1, MOST_WAITING + 4)]
    async with asyncio.timeout(5):
        await asyncio.gather(*tasks[MOST_WAITING:])
        await intake.take(update(100, user=2))[0]
    assert bench.taken == [*range(1, MOST_WAITING + 1), 100]
    bench.replies[1].set()
    await asyncio.gather(*tasks)
    await intake.take(update(101))[0]
    assert bench.replied[-1] == 101


async def test_at_the_end_what_takes_too_long_is_abandoned_and_not_counted_as_handled(
    chat: Installation, intake: Intake, bench: Bench
) -> None:
    bench.gates[1] = asyncio.Event()
    task, told = intake.take(update(1))
    await intake.take(update(2, 2))[0]
    await intake.finish(0.01)
    assert task.cancelled()
    assert told.committed.is_set()
    assert not chat.school.run_now(showing.was_handled, 1)
    assert chat.school.run_now(showing.was_handled, 2)


async def test_only_so_many_updates_are_remembered_in_memory(
    intake: Intake, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tg.intake.REMEMBERED", 2)
    for number in range(5):
        await intake.take(update(number))[0]
    assert list(intake._recent) == [3, 4]
    await intake.take(update(0))[0]
    assert bench.taken == [0, 1, 2, 3, 4]


async def test_an_update_with_a_higher_number_than_all_before_is_not_looked_up(
    chat: Installation, intake: Intake, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[int] = []

    def was_handled(_room: object, update_id: int) -> bool:
        looked_up.append(update_id)
        return False

    await intake.take(update(700))[0]
    chat.die()
    monkeypatch.setattr("bot.lessons.showing.was_handled", was_handled)
    later = Intake(cast("Application[Any, Any, Any, Any, Any, Any]", bench), chat.school, lambda: chat.now)
    for number in (702, 701, 650):  # those of a new week may begin lower (Bot API, Update)
        await later.take(update(number))[0]
    assert looked_up == [650]
    assert bench.taken == [700, 702, 701, 650]
