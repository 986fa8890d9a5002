"""How far a learner is with a set: what was answered today, what waits, which questions are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select

from storage.asked import WAITS, Seen
from storage.store import Tx
from storage.tables import asked
from storage.wordings import OPEN


@dataclass(frozen=True, slots=True)
class Progress:
    """`done`: the facts answered since an instant. `waiting`: the assertion of the set that waits for an answer.

    `questions`: those of the learner's assertions of which it is open which words are wrong. `seen` is of `fact_id`.
    """

    done: frozenset[str]
    waiting: int | None
    questions: Sequence[int]
    fact_id: str
    seen: Seen


_SINCE = asked.c.answered_at >= bindparam("since")
_WAITS_HERE = and_(asked.c.delivery_id == bindparam("delivery"), *WAITS)
_OPEN = and_(*OPEN)
_READ = (
    select(
        asked.c.id,
        asked.c.fact_id,
        asked.c.variant_id,
        _SINCE.label("done"),
        _WAITS_HERE.label("waits_here"),
        _OPEN.label("open"),
        and_(*WAITS).label("waits"),
    )
    .where(
        asked.c.learner_id == bindparam("learner"),
        or_(_SINCE, _WAITS_HERE, _OPEN, asked.c.fact_id == bindparam("fact")),
    )
    .order_by(asked.c.id)
)


def read(tx: Tx, learner_id: int, since: datetime, delivery_id: int | None, fact_id: str) -> Progress:
    """All of it by one statement, for it is read at every answer."""
    wanted = {"learner": learner_id, "since": since, "delivery": delivery_id, "fact": fact_id}
    rows = tx.execute(_READ, wanted).all()
    of_fact = [row for row in rows if row.fact_id == fact_id]
    return Progress(
        done=frozenset(row.fact_id for row in rows if row.done),
        waiting=next((row.id for row in reversed(rows) if row.waits_here), None),
        questions=[row.id for row in rows if row.open],
        fact_id=fact_id,
        seen=Seen(dict(Counter(row.variant_id for row in of_fact)), any(row.waits for row in of_fact)),
    )
