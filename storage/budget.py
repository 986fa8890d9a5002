"""The send budget of all workers: one row on PostgreSQL that promises instants, by the database's clock."""

from __future__ import annotations

from sqlalchemy import func, literal
from sqlalchemy.dialects.postgresql import insert

from storage.store import Tx
from storage.tables import send_budget

BULK = "bulk"


def reserve(tx: Tx, count: int, rate: int) -> float:
    """Reserve `count` sends at `rate` a second: how many seconds from now on the first of them is due.

    The sender keeps them 1/rate apart; then all workers together never exceed the rate. Who reserves and dies
    leaves a gap of count/rate seconds.
    """
    span = func.make_interval(0, 0, 0, 0, 0, 0, literal(count / rate))
    now = func.clock_timestamp()
    new = insert(send_budget).values(name=BULK, free_at=now + span)
    later = func.greatest(send_budget.c.free_at, now) + span
    taken = new.on_conflict_do_update(index_elements=[send_budget.c.name], set_={"free_at": later})
    wait = func.extract("epoch", send_budget.c.free_at - span - now)
    return max(0.0, float(tx.execute(taken.returning(wait)).scalar_one()))
