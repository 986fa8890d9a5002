from __future__ import annotations

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from bot.watch.database import observe
from storage.store import Store


def timed(outcome: str) -> float:
    return REGISTRY.get_sample_value("assertiva_database_seconds_count", {"outcome": outcome}) or 0


async def test_transactions_are_timed_by_their_outcome(store: Store) -> None:
    observe(store.engine)
    committed, back = timed("committed"), timed("rolled back")
    await store.run(lambda tx: tx.execute(text("SELECT 1")))
    assert timed("committed") == committed + 1
    with pytest.raises(ZeroDivisionError):
        await store.run(lambda _: 1 / 0)
    assert (timed("committed"), timed("rolled back")) == (committed + 1, back + 1)
