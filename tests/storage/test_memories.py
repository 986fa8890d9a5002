from __future__ import annotations

from datetime import date, timedelta

from bot.tutor import memory
from bot.tutor.grading import Mark
from storage import memories
from storage.store import Store, Tx
from tests.storage.test_asked import learner

DAY = date(2026, 3, 2)


def keep(tx: Tx, learner_id: int, fact_id: str, due_in: int) -> memory.Memory:
    belief = memory.review(None, Mark.RIGHT, on=DAY)
    memories.save(tx, learner_id, fact_id, belief, DAY + timedelta(days=due_in))
    return belief


def test_a_memory_is_read_as_it_was_kept_and_the_later_one_stands(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        first = keep(tx, someone, "f-0001", 2)
        assert memories.get(tx, someone, "f-0001") == first
        second = memory.review(first, Mark.WRONG, on=DAY + timedelta(days=2))
        memories.save(tx, someone, "f-0001", second, memory.next_due(second))
        assert memories.of_learner(tx, someone) == {"f-0001": second}


def test_a_fact_never_answered_has_no_memory(store: Store) -> None:
    with store.transaction() as tx:
        assert memories.get(tx, learner(tx), "f-0001") is None


def test_the_forecast_counts_what_falls_due_on_the_days_ahead(store: Store) -> None:
    with store.transaction() as tx:
        someone, other = learner(tx), learner(tx)
        for fact_id, due_in in (("f-0001", 0), ("f-0002", 1), ("f-0003", 3), ("f-0004", 3), ("f-0005", 9)):
            keep(tx, someone, fact_id, due_in)
        keep(tx, other, "f-0001", 1)
        ahead = memories.forecast(tx, someone, DAY, DAY + timedelta(days=5))
    assert ahead == [(DAY + timedelta(days=1), 1), (DAY + timedelta(days=3), 2)]
