"""What a person leaves behind: nothing, once they say so."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import Table, func, inspect, select

from bot.lessons import grouping
from bot.lessons.group_outcomes import Place
from bot.lessons.joining import DEFAULTS
from bot.lessons.school import Room
from storage import errands, learners, notices, participants
from storage.errands import ErrandKind
from storage.learners import Address, Learner
from storage.notices import NoticeKind
from storage.store import Store, Tx
from storage.tables import metadata
from tests.support.chats import Installation

NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
OWNED = [table for table in metadata.sorted_tables if "learner_id" in table.c]


def made(tx: Tx, **columns: object) -> Learner:
    values = {**DEFAULTS, "created_at": NOW, "last_active_at": NOW, "language": "pt_BR", **columns}
    return learners.create(tx, values)


def rows(store: Store, table: Table, learner_id: int) -> list[tuple[object, ...]]:
    with store.transaction() as tx:
        return [tuple(row) for row in tx.execute(select(table).where(table.c.learner_id == learner_id))]


async def lived(chat: Installation, user_id: int) -> int:
    """Somebody with a row in every table that names a learner."""
    person = chat.person(user_id)
    await person.say("/start")
    await person.answer()
    await person.say("/minuto")
    await person.say("/pausar 7d")
    learner_id = person.learner_id
    with chat.store.transaction() as tx:
        group, _ = grouping.enter(Room(tx, chat.bank, Random(7)), Place("tg", -100), "pt_BR", NOW)
        participants.voted(tx, group.id, user_id, "Ana", learner_id, NOW)
        notices.add(tx, learner_id, NoticeKind.CORRECTION, "f-0001 c1", NOW)
        errands.add(tx, learner_id, ErrandKind.NUDGE, NOW, delivery_id=1)
    return learner_id


async def test_erasing_empties_every_table_that_names_the_learner_and_no_row_of_others(chat: Installation) -> None:
    gone, stays = await lived(chat, 1), await lived(chat, 2)
    before = {table.name: rows(chat.store, table, stays) for table in OWNED}
    assert all(rows(chat.store, table, gone) for table in OWNED), "every such table must be filled for this to show"
    person = chat.person(1)
    await person.say("/apagar")
    await person.tap("Apagar tudo")
    assert {table.name: rows(chat.store, table, gone) for table in OWNED} == {table.name: [] for table in OWNED}
    assert {table.name: rows(chat.store, table, stays) for table in OWNED} == before
    with chat.store.transaction() as tx:
        assert learners.get(tx, gone) is None
        assert learners.get(tx, stays) is not None


async def test_erasing_asks_first_and_no_is_no(chat: Installation) -> None:
    kept = await lived(chat, 1)
    person = chat.person(1)
    before = {table.name: rows(chat.store, table, kept) for table in OWNED}
    await person.say("/apagar")
    await person.tap("Continuar estudando")
    assert {table.name: rows(chat.store, table, kept) for table in OWNED} == before


async def test_whoever_was_erased_begins_as_a_stranger_and_old_buttons_do_not_fit(chat: Installation) -> None:
    person = chat.person(1)
    await person.say("/start")
    old = person.waiting
    assert old is not None
    old_id = person.learner_id
    await person.say("/apagar")
    await person.tap("Apagar tudo")
    await person.press(f"a:{old.asks}:c", old.ref)
    await person.say("/start")
    assert person.learner_id > old_id
    assert [row.answered_at for row in person.rows()] == [None]
    assert person.rows()[0].id != old.asks


def test_every_reference_to_a_learner_is_followed_when_the_learner_goes(store: Store) -> None:
    seen = inspect(store.engine)
    for table in OWNED:
        keys = [key for key in seen.get_foreign_keys(table.name) if key["referred_table"] == "learners"]
        assert [key["options"].get("ondelete") for key in keys] == ["CASCADE"], table.name


def test_an_address_is_one_a_face_and_user(store: Store) -> None:
    with store.transaction() as tx:
        learner = made(tx)
        learners.add_address(tx, Address(learner.id, "tg", 5, 5, active=True))
        learners.add_address(tx, Address(learner.id, "local", 5, 5, active=True))
        assert learners.find(tx, "tg", 5) == learner
        assert learners.find(tx, "tg", 6) is None


def test_an_address_switched_off_is_not_used_until_it_is_on_again(store: Store) -> None:
    with store.transaction() as tx:
        learner = made(tx)
        where = Address(learner.id, "tg", 5, 5, active=True)
        learners.add_address(tx, where)
        assert learners.activate(tx, learner.id, "tg", active=False)
        assert not learners.activate(tx, learner.id, "tg", active=False)
        assert learners.address(tx, learner.id) is None
        assert learners.activate(tx, learner.id, "tg", active=True)
        assert learners.address(tx, learner.id) == where


def test_sequence_numbers_count_from_one_for_each_learner(store: Store) -> None:
    with store.transaction() as tx:
        first, second = made(tx), made(tx)
        assert [learners.take_sequence(tx, first.id) for _ in range(3)] == [1, 2, 3]
        assert learners.take_sequence(tx, second.id) == 1


@pytest.mark.parametrize("user_id", [2**31, 2**52 - 1])
async def test_large_identifiers_of_telegram_fit(chat: Installation, user_id: int) -> None:
    person = chat.person(user_id)
    await person.say("/start")
    with chat.store.transaction() as tx:
        assert learners.find(tx, "tg", user_id) is not None
        assert tx.execute(select(func.count()).select_from(metadata.tables["addresses"])).scalar_one() == 1


def test_the_longest_waiting_are_due_first(store: Store) -> None:
    with store.transaction() as tx:
        late = made(tx, next_due_at=NOW)
        later = made(tx, next_due_at=NOW.replace(hour=10))
        made(tx, next_due_at=NOW.replace(hour=12))
        made(tx, next_due_at=None)
        assert learners.due(tx, NOW, 10) == [later.id, late.id]
        assert learners.due(tx, NOW, 1) == [later.id]
        assert learners.next_due(tx) == NOW.replace(hour=10)
