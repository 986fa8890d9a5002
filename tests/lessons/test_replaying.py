"""A replay of the log is what is stored, before and after a key is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.lessons import history, replaying
from bot.lessons.school import School
from bot.tutor.grading import Answer, grade
from bot.tutor.memory import Habits, pack_habits
from content.bank import Bank
from storage import answers, learners, memories, notices
from storage.answers import Event
from storage.tables import asked, metadata
from storage.tables import memories as memories_table
from tests.conftest import MORNING
from tests.support.banks import bank, corrected
from tests.support.chats import Installation
from tests.support.histories import ACTS, Act, a_school, live
from tests.support.looking import learner, log
from tests.support.replays import compared, rebuilt

acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 59)), max_size=80)


def everything(school: School) -> dict[str, list[tuple[object, ...]]]:
    with school.store.transaction() as tx:
        return {table.name: [tuple(row) for row in tx.execute(select(table))] for table in metadata.sorted_tables}


@contextmanager
def a_fresh_school(blank: Path, seed: int) -> Iterator[School]:
    with TemporaryDirectory(dir=blank.parent) as folder, a_school(blank, Path(folder), bank(), seed) as school:
        yield school


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.integers(0, 999))
def test_after_any_history_what_is_stored_is_what_a_replay_makes(
    blank_database: Path, history: list[Act], seed: int
) -> None:
    with a_fresh_school(blank_database, seed) as school:
        learner_id = live(school, history)
        before = everything(school)
        assert compared(school, learner_id).identical
        assert rebuilt(school, learner_id).identical
        assert everything(school) == before


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.sets(st.tuples(st.sampled_from([f"f-{n:04d}" for n in range(1, 7)]), st.sampled_from(["c1", "e1"]))))
def test_after_any_correction_a_rebuilt_learner_is_as_if_the_key_had_been_right_all_along(
    blank_database: Path, acts: list[Act], turned: set[tuple[str, str]]
) -> None:
    with a_fresh_school(blank_database, 5) as school:
        learner_id = live(school, acts)
        points_before = _points(school)
        after = School(school.store, corrected(bank(), *turned))
        rebuilt(after, learner_id)
        assert compared(after, learner_id).identical
        keys = {(f.id, v.id): v.truth for f in after.bank.facts.values() for v in f.variants}
        for row_id, fact_id, variant_id, answer, points in _points(after).values():
            expected = grade(Answer(answer), keys[fact_id, variant_id]).points
            assert points == (expected if points_before[row_id][4] else 0)
        again = everything(after)
        rebuilt(after, learner_id)
        assert everything(after) == again


def _points(school: School) -> dict[int, tuple[int, str, str, str, int]]:
    columns = (asked.c.id, asked.c.fact_id, asked.c.variant_id, asked.c.answer, asked.c.points)
    with school.store.transaction() as tx:
        rows = tx.execute(select(*columns).where(asked.c.answered_at.is_not(None))).all()
    return {row[0]: tuple(row) for row in rows}  # type: ignore[misc]


@pytest.fixture
def lived(blank_database: Path, tmp_path: Path) -> Iterator[tuple[School, int]]:
    """Somebody with six days of answers, rightly and wrongly, guesses and blanks among them."""
    days = [("answer", n) for n in range(12)] + [("words", 1), ("day", 1)]
    with a_school(blank_database, tmp_path, bank(), 3) as school:
        yield school, live(school, days * 6)


def test_a_memory_that_was_tampered_with_is_found_and_put_right(lived: tuple[School, int]) -> None:
    school, learner_id = lived
    with school.store.transaction() as tx:
        stored = memories.records(tx, learner_id)
        fact_id = sorted(stored)[0]
        mine = memories_table.c.fact_id == fact_id
        tx.execute(update(memories_table).where(mine).values(misses=memories_table.c.misses + 1))
    assert compared(school, learner_id).differing == (fact_id,)
    rebuilt(school, learner_id)
    with school.store.transaction() as tx:
        assert memories.records(tx, learner_id) == stored
        assert notices.of_learner(tx, learner_id) == []


def test_a_lost_memory_and_a_made_up_one_are_found(lived: tuple[School, int]) -> None:
    school, learner_id = lived
    with school.store.transaction() as tx:
        stored = memories.records(tx, learner_id)
        lost, other = sorted(stored)[:2]
        made_up = {key: record for key, record in stored.items() if key != lost} | {"f-0099": stored[other]}
        memories.rewrite(tx, learner_id, made_up)
    assert compared(school, learner_id).differing == (lost, "f-0099")


def test_changed_habits_are_found_and_put_right(lived: tuple[School, int]) -> None:
    school, learner_id = lived
    with school.store.transaction() as tx:
        learners.change(tx, learner_id, habits=Habits(9.0, 8.0, 7.0, 6.0))
    found = compared(school, learner_id)
    assert (found.habits_differ, found.differing) == (True, ())
    rebuilt(school, learner_id)
    assert compared(school, learner_id).identical
    with school.store.transaction() as tx:
        someone = learners.get(tx, learner_id)
    assert someone is not None
    assert len(pack_habits(someone.habits)) == 33


def test_nobody_is_replayed_who_is_not_there(lived: tuple[School, int]) -> None:
    school, _ = lived
    assert school.run_now(replaying.compare, 999) is None
    assert school.run_now(replaying.rebuild, 999, MORNING) is None


def test_each_answer_has_the_last_key_given_after_it(lived: tuple[School, int]) -> None:
    school, learner_id = lived
    with school.store.transaction() as tx:
        first, second = answers.of_learner(tx, learner_id)[:2]
    same = replace(second, fact_id=first.fact_id, variant_id=first.variant_id)

    def key(entry: object, to: bool) -> object:
        return replace(entry, kind=Event.CORRECTION, key=to)  # type: ignore[type-var]

    seen = [
        replace(first, key=True),
        key(first, False),
        replace(same, key=False),
        key(first, True),
        replace(same, key=False),
    ]
    assert [entry.key for entry in history.as_corrected(seen)] == [True, True, False]  # type: ignore[arg-type]
    assert learner_id


async def test_a_suspended_item_is_logged_and_left_out_of_a_replay(chat: Installation) -> None:
    from content.bank import Status

    ana = chat.person()
    await ana.say("/start")
    fact_id = ana.rows()[0].fact_id
    retired = [replace(f, status=Status.RETIRED) if f.id == fact_id else f for f in bank().facts.values()]
    chat.bank = Bank(
        tuple(
            replace(subtopic, facts=tuple(f for f in retired if f.subtopic_id == subtopic.id))
            for subtopic in bank().subtopics
        )
    )
    chat.die()
    await ana.answer()
    assert log(chat, ana)[0].scored is False
    assert compared(chat.school, ana.learner_id).identical
    assert learner(chat, ana).habits == Habits()
