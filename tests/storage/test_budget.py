"""The send budget that workers share: PostgreSQL alone, which is the only place where there are several."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from storage import budget
from storage.store import Store
from tests.support.databases import on_postgres


@on_postgres
def test_whoever_comes_first_may_begin_at_once_and_the_next_after_them(store: Store) -> None:
    waits = [store.run_now(lambda tx: budget.reserve(tx, 25, 25)) for _ in range(3)]
    assert waits[0] < 0.1
    assert 0.5 < waits[1] <= 1
    assert 1.5 < waits[2] <= 2


@on_postgres
def test_reservations_of_many_at_once_never_overlap(store: Store, another: Callable[[], Store]) -> None:
    stores = [another() for _ in range(4)]
    gate, begins = threading.Barrier(8), []

    def reserve(number: int) -> None:
        gate.wait()
        for _ in range(5):
            wait = stores[number % 4].run_now(lambda tx: budget.reserve(tx, 10, 100))
            begins.append(monotonic() + wait)

    threads = [threading.Thread(target=reserve, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    span = max(begins) - min(begins)
    assert span > 3.5  # forty reservations of a tenth of a second, one behind the other
