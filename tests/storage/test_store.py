from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from storage.store import Store, sqlite_url
from storage.tables import addresses, handled_updates
from tests.support.databases import on_sqlite

AT = datetime(2026, 3, 2, tzinfo=UTC)


def pragma(store: Store, name: str) -> object:
    with store.transaction() as tx:
        return tx.execute(text(f"PRAGMA {name}")).scalar_one()


@on_sqlite
@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_sqlite_keeps_what_was_acknowledged(store: Store, name: str, value: object) -> None:
    assert pragma(store, name) == value


def test_what_an_act_raises_is_raised_and_rolled_back(store: Store) -> None:
    def act(tx: object) -> None:
        tx.execute(insert(handled_updates).values(update_id=1, at=AT))  # type: ignore[attr-defined]
        raise LookupError

    with pytest.raises(LookupError):
        store.run_now(act)
    with store.transaction() as tx:
        assert tx.execute(select(func.count()).select_from(handled_updates)).scalar_one() == 0


async def test_what_an_act_answers_was_committed_for_every_other_connection(
    store: Store, another: Callable[[], Store]
) -> None:
    await store.run(lambda tx: tx.execute(insert(handled_updates).values(update_id=1, at=AT)) and None)
    assert another().run_now(lambda tx: tx.execute(select(handled_updates.c.update_id)).scalar_one()) == 1


@on_sqlite
async def test_acts_run_off_the_event_loop_one_after_the_other(store: Store) -> None:
    threads = await asyncio.gather(*(store.run(lambda tx: threading.get_ident()) for _ in range(8)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


@on_sqlite
def test_a_transaction_that_writes_keeps_others_out_from_its_beginning(store: Store, tmp_path: Path) -> None:
    other = Store(sqlite_url(tmp_path / "assertiva.sqlite3"))
    began, seen = threading.Event(), []

    def second() -> None:
        began.wait()
        with other.transaction() as tx:
            seen.append(tx.execute(select(func.count()).select_from(handled_updates)).scalar_one())

    thread = threading.Thread(target=second)
    with store.transaction() as tx:
        thread.start()
        began.set()
        tx.execute(insert(handled_updates).values(update_id=1, at=AT))
    thread.join()
    other.close()
    assert seen == [1]


def test_a_row_of_a_learner_who_does_not_exist_is_refused(store: Store) -> None:
    row = {"learner_id": 99, "face": "tg", "user_id": 1, "chat_id": 1, "active": True}
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.execute(insert(addresses).values(**row))
