"""What is believed of each learner's memory of each fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.tutor import memory
from bot.tutor.memory import Memory
from storage.store import Tx
from storage.tables import memories

# Statements are built once: building one costs several times what running it does.
_MINE = (memories.c.learner_id == bindparam("learner"), memories.c.fact_id == bindparam("fact"))
_GET = select(memories.c.state).where(*_MINE)
_MISSES = select(memories.c.misses).where(*_MINE)
KEPT = (memories.c.state, memories.c.misses, memories.c.mistaken)
"""The columns of a `Record`."""

_OF_LEARNER = select(memories.c.fact_id, memories.c.state).where(memories.c.learner_id == bindparam("learner"))
_SAVE = update(memories).where(*_MINE).values(misses=memories.c.misses + bindparam("more"))
_INSERT = insert(memories)


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one memory: the belief, how often the fact was missed, whether in earnest the last time."""

    memory: Memory
    misses: int
    mistaken: bool


def get(tx: Tx, learner_id: int, fact_id: str) -> Memory | None:
    """The memory of one fact, None where it was never answered."""
    stored = tx.execute(_GET, {"learner": learner_id, "fact": fact_id}).scalar()
    return memory.unpack(stored) if stored is not None else None


def of_learner(tx: Tx, learner_id: int) -> dict[str, Memory]:
    """Every memory of a learner by fact id."""
    return {fact_id: memory.unpack(stored) for fact_id, stored in tx.execute(_OF_LEARNER, {"learner": learner_id})}


def facts(tx: Tx, learner_id: int) -> set[str]:
    """The facts of which there is a memory."""
    return set(tx.execute(select(memories.c.fact_id).where(memories.c.learner_id == learner_id)).scalars())


def save(tx: Tx, learner_id: int, fact_id: str, belief: Memory, *, first: bool, missed: bool, mistaken: bool) -> None:
    """Keep the memory of one fact after an answer, the `first` to it or a later one.

    `mistaken`: it was a confident mistake.
    """
    values = {**_columns(belief), "mistaken": mistaken}
    if first:
        tx.execute(_INSERT, {"learner_id": learner_id, "fact_id": fact_id, "misses": int(missed), **values})
    else:
        tx.execute(_SAVE, {"learner": learner_id, "fact": fact_id, "more": int(missed), **values})


def reconsider(tx: Tx, learner_id: int, fact_id: str, belief: Memory) -> None:
    """Keep what a follow-up makes of the last answer; what was missed stays as it is."""
    mine = (memories.c.learner_id == learner_id, memories.c.fact_id == fact_id)
    tx.execute(update(memories).where(*mine).values(**_columns(belief)))


def records(tx: Tx, learner_id: int) -> dict[str, Record]:
    """All that is kept of a learner's memories, by fact id."""
    rows = tx.execute(select(memories.c.fact_id, *KEPT).where(memories.c.learner_id == learner_id))
    return {fact_id: read(kept) for fact_id, *kept in rows}


def rewrite(tx: Tx, learner_id: int, anew: Mapping[str, Record]) -> None:
    """Put these in the place of all memories of a learner."""
    erase(tx, learner_id)
    rows = [
        {"learner_id": learner_id, "fact_id": fact_id, "misses": record.misses, "mistaken": record.mistaken}
        | _columns(record.memory)
        for fact_id, record in anew.items()
    ]
    if rows:
        tx.execute(insert(memories), rows)


def misses(tx: Tx, learner_id: int, fact_id: str) -> int:
    """How often the fact was missed, ever."""
    return tx.execute(_MISSES, {"learner": learner_id, "fact": fact_id}).scalar() or 0


def mistaken(tx: Tx, learner_id: int) -> set[str]:
    """The facts whose last answer was a confident mistake."""
    query = select(memories.c.fact_id).where(memories.c.learner_id == learner_id, memories.c.mistaken)
    return set(tx.execute(query).scalars())


def forecast(tx: Tx, learner_id: int, after: date, until: date) -> Sequence[tuple[date, int]]:
    """How many facts fall due on each day in (after, until], days without any left out."""
    mine = (memories.c.learner_id == learner_id, memories.c.due_on > after, memories.c.due_on <= until)
    query = select(memories.c.due_on, func.count()).where(*mine).group_by(memories.c.due_on)
    return [(day, count) for day, count in tx.execute(query.order_by(memories.c.due_on))]


def intervals(tx: Tx, learner_id: int) -> dict[str, tuple[date, date]]:
    """When each fact was reviewed last and when it falls due, by fact id."""
    query = select(memories.c.fact_id, memories.c.reviewed_on, memories.c.due_on)
    rows = tx.execute(query.where(memories.c.learner_id == learner_id))
    return {fact_id: (reviewed_on, due_on) for fact_id, reviewed_on, due_on in rows}


def erase(tx: Tx, learner_id: int) -> None:
    """Forget all, before a replay writes all anew."""
    tx.execute(delete(memories).where(memories.c.learner_id == learner_id))


def read(kept: Sequence[Any]) -> Record:
    """The record of a row of `KEPT`."""
    state, misses_so_far, was_mistaken = kept
    return Record(memory.unpack(state), misses_so_far, was_mistaken)


def _columns(belief: Memory) -> dict[str, object]:
    return {
        "state": memory.pack(belief),
        "reviewed_on": belief.reviewed_on,
        "due_on": memory.next_due(belief),
    }
