"""Duels: who plays, the assertions, and when the result is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from bot.tutor.rounds import Item
from storage.duel_table import duels
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Seat:
    """One side of a duel; `learner_id` is None where nobody sits there (any more)."""

    learner_id: int | None
    delivery_id: int | None


@dataclass(frozen=True, slots=True)
class Duel:
    """`due_at` is None once the result was told."""

    id: int
    items: tuple[Item, ...]
    challenger: Seat
    rival: Seat
    created_at: datetime
    due_at: datetime | None

    @property
    def seats(self) -> tuple[Seat, Seat]:
        """Both sides, the challenger first."""
        return self.challenger, self.rival

    def variant_of(self, fact_id: str) -> str | None:
        """The sentence in which a fact is put to both."""
        return next((item.variant_id for item in self.items if item.fact_id == fact_id), None)


def open_one(tx: Tx, items: Sequence[Item], learner_id: int, now: datetime, due_at: datetime) -> int:
    """A new duel with its challenger; its id."""
    values = {
        "items": " ".join(f"{item.fact_id}:{item.variant_id}" for item in items),
        "challenger_id": learner_id,
        "created_at": now,
        "due_at": due_at,
    }
    result = tx.execute(duels.insert().values(values))
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def get(tx: Tx, duel_id: int) -> Duel | None:
    """The duel of that id."""
    return _first(tx, duels.c.id == duel_id)


def of_set(tx: Tx, delivery_id: int) -> Duel | None:
    """The duel that a set belongs to."""
    return _first(tx, or_(duels.c.challenger_set == delivery_id, duels.c.rival_set == delivery_id))


def sit(tx: Tx, duel_id: int, learner_id: int, due_at: datetime) -> bool:
    """Take the rival's side; False where somebody else sits there or the result was told."""
    free = update(duels).where(duels.c.id == duel_id, duels.c.rival_id.is_(None), duels.c.rival_set.is_(None))
    return tx.execute(free.where(duels.c.due_at.is_not(None)).values(rival_id=learner_id, due_at=due_at)).rowcount > 0


def give_sets(tx: Tx, duel_id: int, *, challenger: int | None = None, rival: int | None = None) -> None:
    """Which set each plays in."""
    given = {"challenger_set": challenger, "rival_set": rival}
    values = {name: set_id for name, set_id in given.items() if set_id is not None}
    tx.execute(update(duels).where(duels.c.id == duel_id).values(values))


def hasten(tx: Tx, duel_id: int, now: datetime) -> None:
    """Both are done: the result is due."""
    tx.execute(update(duels).where(duels.c.id == duel_id, duels.c.due_at > now).values(due_at=now))


def due(tx: Tx, now: datetime, limit: int) -> Sequence[Duel]:
    """Those whose result is to be told, the oldest first."""
    rows = tx.execute(select(duels).where(duels.c.due_at <= now).order_by(duels.c.due_at).limit(limit)).all()
    return [_duel(row) for row in rows]


def claim(tx: Tx, duel_id: int) -> bool:
    """Take on telling the result; False where another did."""
    untold = update(duels).where(duels.c.id == duel_id, duels.c.due_at.is_not(None))
    return tx.execute(untold.values(due_at=None)).rowcount > 0


def _first(tx: Tx, where: ColumnElement[bool]) -> Duel | None:
    row = tx.execute(select(duels).where(where)).first()
    return _duel(row) if row is not None else None


def _duel(row: object) -> Duel:
    values = row._mapping  # type: ignore[attr-defined]
    items = tuple(Item(*item.split(":")) for item in values["items"].split())
    challenger = Seat(values["challenger_id"], values["challenger_set"])
    rival = Seat(values["rival_id"], values["rival_set"])
    return Duel(values["id"], items, challenger, rival, values["created_at"], values["due_at"])
