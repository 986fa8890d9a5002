"""Several workers on one database: who claims, who sends, and what is left when one dies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.lessons import handing_over
from bot.lessons.delivering import Due
from bot.lessons.handing_over import Load
from bot.lessons.outcomes import AutoPaused, Delivered, ExamAsked, Nudged, Shown
from bot.lessons.showing import LEASE
from storage import asked, errands
from storage.errands import ErrandKind
from storage.store import Tx
from storage.tables import deliveries
from storage.tables import errands as errands_table
from tests.support.chats import Installation, Person
from tests.support.looking import everything, learner


class Jobs:
    """Loads as they were deferred; what was rolled back is not among them in a real queue."""

    def __init__(self) -> None:
        self.loads: list[Load] = []

    def __call__(self, tx: Tx, load: Load) -> None:
        self.loads.append(load)


async def joined(chat: Installation, user_id: int) -> Person:
    person = chat.person(user_id)
    await person.say("/start")
    await person.finish()
    return person


async def due_tomorrow(chat: Installation, count: int) -> list[Person]:
    people = [await joined(chat, number) for number in range(1, count + 1)]
    chat.now += timedelta(days=1)
    return people


def claim(chat: Installation, jobs: Jobs, limit: int = 50) -> handing_over.Claimed:
    return chat.school.run_now(handing_over.claim, chat.now, limit, jobs)


def take(chat: Installation, load: Load) -> Sequence[Due]:
    return chat.school.run_now(handing_over.take, load, chat.now)


async def test_whoever_is_due_is_claimed_once_with_one_job_for_all(chat: Installation) -> None:
    people = await due_tomorrow(chat, 3)
    jobs = Jobs()
    assert claim(chat, jobs).learners == 3
    assert claim(chat, jobs).learners == 0
    (load,) = jobs.loads
    assert (len(load.asked), load.errands) == (3, ())
    assert {due.learner.id for due in take(chat, load)} == {person.learner_id for person in people}


async def test_a_job_that_runs_twice_sends_nothing_twice(chat: Installation) -> None:
    await due_tomorrow(chat, 3)
    jobs = Jobs()
    claim(chat, jobs)
    first = take(chat, jobs.loads[0])
    assert all(isinstance(due, Delivered) and isinstance(due.next, Shown) for due in first)
    assert len(first) == 3
    assert take(chat, jobs.loads[0]) == []


async def test_a_job_that_cannot_be_deferred_leaves_everybody_due(chat: Installation) -> None:
    await due_tomorrow(chat, 2)
    before = everything(chat)

    def broken(tx: Tx, load: Load) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        chat.school.run_now(handing_over.claim, chat.now, 50, broken)
    assert everything(chat) == before


async def test_one_learner_who_cannot_be_served_holds_nobody_up(chat: Installation) -> None:
    broken, ana = await due_tomorrow(chat, 2)
    broken.change(nudging="not json")
    jobs = Jobs()
    claimed = claim(chat, jobs)
    assert [name for _, name in claimed.failed] == ["JSONDecodeError"]
    assert [due.learner.id for due in take(chat, jobs.loads[0])] == [ana.learner_id]
    assert claim(chat, jobs).learners == 0


async def test_what_waits_in_the_queue_is_no_resumers_yet_and_what_a_dead_worker_took_becomes_one(
    chat: Installation,
) -> None:
    (ana,) = await due_tomorrow(chat, 1)
    before = len(ana.messages)
    jobs = Jobs()
    claim(chat, jobs)
    chat.now += timedelta(minutes=5)
    await chat.ticker.resume(chat.now)
    assert len(ana.messages) == before
    assert len(take(chat, jobs.loads[0])) == 1  # and its worker dies
    chat.now += LEASE
    await chat.ticker.resume(chat.now)
    assert len(ana.messages) == before + 1
    assert take(chat, jobs.loads[0]) == []


async def test_a_set_whose_job_is_lost_is_resumed_in_the_end(chat: Installation) -> None:
    (ana,) = await due_tomorrow(chat, 1)
    before = len(ana.messages)
    claim(chat, Jobs())
    chat.now += handing_over.QUEUED
    await chat.ticker.resume(chat.now)
    assert len(ana.messages) == before + 1


async def test_a_set_answered_while_it_waited_is_not_sent(chat: Installation) -> None:
    (ana,) = await due_tomorrow(chat, 1)
    jobs = Jobs()
    claim(chat, jobs)
    await ana.say("/hoje")
    await ana.answer()
    assert take(chat, jobs.loads[0]) == []


async def test_a_set_of_a_day_gone_by_is_not_sent(chat: Installation) -> None:
    await due_tomorrow(chat, 1)
    jobs = Jobs()
    claim(chat, jobs)
    chat.now += timedelta(days=1)
    assert take(chat, jobs.loads[0]) == []


async def nudge_waits(chat: Installation) -> tuple[Person, Load]:
    ana = chat.person()
    await ana.say("/start")
    chat.now += timedelta(hours=3)
    jobs = Jobs()
    claim(chat, jobs)
    (load,) = jobs.loads
    assert len(load.errands) == 1
    return ana, load


async def test_a_nudge_is_taken_at_most_once(chat: Installation) -> None:
    _, load = await nudge_waits(chat)
    (nudge,) = take(chat, load)
    assert isinstance(nudge, Nudged)
    assert nudge.left == 10
    assert take(chat, load) == []


async def test_a_nudge_after_an_answer_is_dropped(chat: Installation) -> None:
    ana, load = await nudge_waits(chat)
    await ana.answer()
    assert take(chat, load) == []
    with chat.store.transaction() as tx:
        assert tx.execute(select(func.count()).select_from(errands_table)).scalar_one() == 0


async def test_a_nudge_of_yesterday_is_dropped(chat: Installation) -> None:
    _, load = await nudge_waits(chat)
    chat.now += timedelta(days=1)
    assert take(chat, load) == []


async def test_a_pause_that_has_ended_is_not_told(chat: Installation) -> None:
    ana = await joined(chat, 1)
    learner_id = ana.learner_id
    with chat.store.transaction() as tx:
        told = errands.add(tx, learner_id, ErrandKind.AUTO_PAUSED, chat.now)
        exam = errands.add(tx, learner_id, ErrandKind.EXAM, chat.now)
    assert [type(due) for due in take(chat, Load(errands=(told, exam)))] == [ExamAsked]
    await ana.say("/pausar")
    with chat.store.transaction() as tx:
        told = errands.add(tx, learner_id, ErrandKind.AUTO_PAUSED, chat.now)
    assert [type(due) for due in take(chat, Load(errands=(told,)))] == [AutoPaused]


async def test_whoever_is_gone_is_sent_nothing(chat: Installation) -> None:
    (ana,) = await due_tomorrow(chat, 1)
    jobs = Jobs()
    claim(chat, jobs)
    await ana.say("/apagar")
    await ana.tap("Apagar tudo")
    assert take(chat, jobs.loads[0]) == []


async def test_a_send_under_way_elsewhere_is_kept_from_resumers(chat: Installation) -> None:
    (ana,) = await due_tomorrow(chat, 1)
    await ana.say("/hoje")
    waiting = ana.waiting
    assert waiting is not None
    assert waiting.asks is not None
    row = ana.row(waiting.asks)
    with chat.store.transaction() as tx:
        asked.change(tx, row.id, shown_ref=None, shown_at=None, show_due=chat.now + timedelta(seconds=1))
    chat.school.run_now(handing_over.hold, [row.id], chat.now)
    chat.now += timedelta(seconds=20)
    with chat.store.transaction() as tx:
        assert asked.overdue(tx, chat.now, 10) == []


def test_a_load_is_sent_in_portions() -> None:
    load = Load(tuple(range(60)), (1, 2))
    parts = list(handing_over.parts(load, 25))
    assert [len(part.asked) + len(part.errands) for part in parts] == [25, 25, 10, 2]
    assert [one for part in parts for one in part.asked] == list(range(60))


async def test_one_day_has_one_set_whoever_claims(chat: Installation) -> None:
    (ana,) = await due_tomorrow(chat, 1)
    for _ in range(3):
        claim(chat, Jobs())
        chat.now += timedelta(minutes=1)
    count = select(func.count()).where(deliveries.c.learner_id == ana.learner_id)
    with chat.store.transaction() as tx:
        assert tx.execute(count).scalar_one() == 2
    assert learner(chat, ana).last_day == chat.now.date()
