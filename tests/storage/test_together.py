from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, insert, select

from storage.store import Store, Tx
from storage.tables import handled_updates
from storage.together import MOST, Together

AT = datetime(2026, 3, 2, tzinfo=UTC)


def note(tx: Tx, numbers: Sequence[int]) -> None:
    tx.execute(insert(handled_updates), [{"update_id": number, "at": AT} for number in numbers])


def noted(store: Store) -> int:
    return store.run_now(lambda tx: tx.execute(select(func.count()).select_from(handled_updates)).scalar_one())


def all_but_seven(tx: Tx, numbers: Sequence[int]) -> None:
    if 7 in numbers:
        raise LookupError
    note(tx, numbers)


@pytest.fixture
def commits(store: Store) -> list[object]:
    """One entry for every commit."""
    seen: list[object] = []
    event.listen(store.engine, "commit", seen.append)
    return seen


async def test_what_comes_while_one_commits_shares_the_next_transaction(store: Store, commits: list[object]) -> None:
    together = Together(store)
    await asyncio.gather(*(together.write(note, number) for number in range(30)))
    assert noted(store) == 30
    assert len(commits) <= 4


async def test_no_transaction_grows_without_bound(store: Store, commits: list[object]) -> None:
    together = Together(store)
    await asyncio.gather(*(together.write(note, number) for number in range(3 * MOST)))
    assert 3 <= len(commits) <= 5


async def test_what_came_back_was_committed(store: Store, another: Callable[[], Store]) -> None:
    await Together(store).write(note, 1)
    assert noted(another()) == 1


async def test_one_that_fails_fails_alone(store: Store) -> None:
    together = Together(store)
    outcomes = await asyncio.gather(
        *(together.write(all_but_seven, number) for number in (1, 2, 7, 3)), return_exceptions=True
    )
    assert [outcomes[0], outcomes[1], outcomes[3]] == [None] * 3
    assert isinstance(outcomes[2], LookupError)
    assert noted(store) == 3


async def test_whoever_gives_up_waiting_keeps_nobody_else_from_it(store: Store) -> None:
    together = Together(store)
    waits = [asyncio.ensure_future(together.write(note, number)) for number in range(4)]
    await asyncio.sleep(0)
    waits[2].cancel()
    outcomes = await asyncio.gather(*waits, return_exceptions=True)
    assert [outcomes[0], outcomes[1], outcomes[3]] == [None] * 3
    assert isinstance(outcomes[2], asyncio.CancelledError)
