"""A replay of the log is what is stored; a corrected key is put right once, and told once."""

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

from bot.chat.posting import Later
from bot.lessons import history, replaying
from bot.lessons.replaying import Replayed
from bot.lessons.school import School
from bot.tutor.grading import Answer, grade
from bot.tutor.memory import Habits, pack_habits
from content.bank import Bank
from storage import answers, learners, memories, notices
from storage.answers import Event
from storage.tables import asked, metadata
from storage.tables import memories as memories_table
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation, Person, blocked
from tests.support.histories import ACTS, Act, a_school, live
from tests.support.looking import known, learner, log
from tests.support.words import choose, to_question

acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 59)), max_size=80)


def corrected(of: Bank, *sentences: tuple[str, str]) -> Bank:
    """The bank with the keys of these sentences turned round."""

    def turned(fact_id: str, variant_id: str, truth: bool) -> bool:
        return not truth if (fact_id, variant_id) in sentences else truth

    subtopics = []
    for subtopic in of.subtopics:
        facts = [
            replace(f, variants=tuple(replace(v, truth=turned(f.id, v.id, v.truth)) for v in f.variants))
            for f in subtopic.facts
        ]
        subtopics.append(replace(subtopic, facts=tuple(facts)))
    return Bank(tuple(subtopics))


def compared(school: School, learner_id: int) -> Replayed:
    found = school.run_now(replaying.compare, learner_id)
    assert found is not None
    return found


def rebuilt(school: School, learner_id: int) -> Replayed:
    found = school.run_now(replaying.rebuild, learner_id, MORNING)
    assert found is not None
    return found


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


async def answered_once(chat: Installation, *, right: bool) -> tuple[Person, tuple[str, str]]:
    ana = chat.person()
    await ana.say("/start")
    await ana.answer(right=right)
    row = ana.rows()[0]
    return ana, (row.fact_id, row.variant_id)


def correct(chat: Installation, sentence: tuple[str, str]) -> None:
    chat.bank = corrected(bank(), sentence)
    chat.die()


async def test_a_corrected_key_rescores_and_is_one_further_entry_of_the_log(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    correct(chat, sentence)
    before = log(chat, ana)
    found = rebuilt(chat.school, ana.learner_id)
    assert [(c.fact_id, c.variant_id, c.marks) for c in found.corrections] == [(*sentence, True)]
    entries = log(chat, ana)
    assert entries[:-1] == before
    assert (entries[-1].kind, entries[-1].key) == (Event.CORRECTION, not before[0].key)
    assert entries[-1].sequence == before[-1].sequence + 1
    assert ana.rows()[0].points == 1
    assert history.as_corrected(entries)[0].key is not before[0].key
    await ana.say("/erros")
    assert "Está vazio" in ana.last.screen.text
    rebuilt(chat.school, ana.learner_id)
    assert log(chat, ana) == entries


async def test_a_correction_changes_when_the_fact_returns(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=True)
    believed = known(chat, ana)[sentence[0]]
    correct(chat, sentence)
    rebuilt(chat.school, ana.learner_id)
    with chat.store.transaction() as tx:
        record = memories.records(tx, 1)[sentence[0]]
    assert record.memory != believed
    assert (record.misses, record.mistaken) == (1, True)


async def test_who_is_affected_is_told_once_and_kindly(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    bia = chat.person(2)
    await bia.say("/start")
    correct(chat, sentence)
    for who in (ana, bia):
        rebuilt(chat.school, who.learner_id)
    sent = len(ana.messages), len(bia.messages)
    for _ in range(3):
        await chat.tick(seconds=1)
    assert (len(ana.messages), len(bia.messages)) == (sent[0] + 1, sent[1])
    text = ana.last.screen.text
    assert "O gabarito de 1 frase que você respondeu estava errado" in text
    assert "Desculpe" in text
    assert "azul" in text or "verde" in text


async def test_a_blank_is_worth_the_same_under_either_key_and_nobody_is_bothered(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.tap("Em branco")
    correct(chat, (ana.rows()[0].fact_id, ana.rows()[0].variant_id))
    believed = known(chat, ana)
    rebuilt(chat.school, ana.learner_id)
    assert known(chat, ana) == believed
    assert ana.rows()[0].points == 0
    sent = len(ana.messages)
    await chat.tick(seconds=1)
    assert len(ana.messages) == sent


async def test_a_notice_that_was_not_sent_is_sent_a_minute_later(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    correct(chat, sentence)
    rebuilt(chat.school, ana.learner_id)
    chat.sheet.trouble = lambda what, chat_id: Later()
    await chat.tick(seconds=1)
    chat.sheet.trouble = lambda what, chat_id: None
    sent = len(ana.messages)
    await chat.tick(seconds=59)
    assert len(ana.messages) == sent
    await chat.tick(seconds=1)
    assert len(ana.messages) == sent + 1


async def test_who_cannot_be_reached_hears_of_it_when_they_are_back(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    chat.sheet.trouble = blocked
    await ana.say("/ajuda")
    chat.sheet.trouble = lambda what, chat_id: None
    correct(chat, sentence)
    rebuilt(chat.school, ana.learner_id)
    await chat.tick(seconds=1)
    assert "gabarito de 1 frase" not in ana.last.screen.text
    await ana.say("/ajuda")
    await chat.tick(days=1, seconds=5)
    assert sum("gabarito de 1 frase" in message.screen.text for message in ana.messages) == 1


async def test_the_outcome_of_a_question_says_nothing_once_its_answer_was_wrong(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    asked_id = await to_question(chat, ana)
    await choose(chat, ana, asked_id, right=True)
    row = ana.row(asked_id)
    correct(chat, (row.fact_id, row.variant_id))
    rebuilt(chat.school, ana.learner_id)
    with chat.store.transaction() as tx:
        assert memories.records(tx, 1)[row.fact_id].misses == 1
    assert compared(chat.school, ana.learner_id).identical


async def test_a_question_left_open_is_closed_by_a_rebuild(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    asked_id = await to_question(chat, ana)
    first = ana.rows()[0]
    other = next(row for row in ana.rows() if row.answered_at and row.id != asked_id) if first.id == asked_id else first
    chat.bank = corrected(bank(), (other.fact_id, other.variant_id))
    chat.die()
    rebuilt(chat.school, ana.learner_id)
    await chat.tick(seconds=1)
    assert not any("Que palavras" in message.screen.text for message in ana.messages)
    believed = known(chat, ana)
    await ana.press(f"q:{asked_id}:1")
    assert known(chat, ana) == believed


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
