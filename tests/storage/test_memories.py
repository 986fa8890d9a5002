from __future__ import annotations

from datetime import date, timedelta

from bot.tutor import memory
from bot.tutor.grading import Mark
from bot.tutor.habits import Habits
from storage import memories
from storage.store import Store, Tx
from tests.storage.test_asked import learner

DAY = date(2026, 3, 2)


def keep(tx: Tx, learner_id: int, fact_id: str, stability: float) -> memory.Memory:
    belief = memory.from_card(stability, 5.0, DAY)
    memories.save(tx, learner_id, fact_id, belief, first=True, missed=False, mistaken=False)
    return belief


def test_a_memory_is_read_as_it_was_kept_and_the_later_one_stands(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        first = keep(tx, someone, "f-0001", 2.0)
        assert memories.get(tx, someone, "f-0001") == first
        second, _ = memory.review(first, Mark.WRONG, guess=False, on=DAY + timedelta(days=2), habits=Habits())
        memories.save(tx, someone, "f-0001", second, first=False, missed=True, mistaken=True)
        assert memories.of_learner(tx, someone) == {"f-0001": second}
        assert memories.misses(tx, someone, "f-0001") == 1
        assert memories.mistaken(tx, someone) == {"f-0001"}


def test_a_fact_never_answered_has_no_memory(store: Store) -> None:
    with store.transaction() as tx:
        assert memories.get(tx, learner(tx), "f-0001") is None


def test_the_forecast_counts_what_falls_due_on_the_days_ahead(store: Store) -> None:
    with store.transaction() as tx:
        someone, other = learner(tx), learner(tx)
        for fact_id, days in (("f-0001", 1.0), ("f-0003", 3.0), ("f-0004", 3.0), ("f-0005", 9.0)):
            keep(tx, someone, fact_id, days)
        keep(tx, other, "f-0001", 1.0)
        ahead = memories.forecast(tx, someone, DAY, DAY + timedelta(days=5))
    assert ahead == [(DAY + timedelta(days=1), 1), (DAY + timedelta(days=3), 2)]
