"""Sets of assertions: the daily one (one a learner's day, unique) and those asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from storage.putting import put
from storage.store import Tx
from storage.tables import deliveries


class Kind(StrEnum):
    """Why the set was put together; also the `source` in the answer log."""

    SET = "set"
    REVIEW = "review"


class State(StrEnum):
    """How far a set has come."""

    SENDING = "sending"  # handed out; its first message not yet known to have arrived
    SENT = "sent"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One set: the facts in the order of asking, of which the first `handed` have been put to the learner."""

    id: int
    learner_id: int
    day: date
    kind: Kind
    state: State
    facts: tuple[str, ...]
    handed: int
    created_at: datetime
    sent_at: datetime | None


def claim(tx: Tx, learner_id: int, day: date, kind: Kind, facts: Sequence[str], now: datetime) -> Delivery | None:
    """A new set, or None where that learner's day has one of the kind already."""
    row = {
        "learner_id": learner_id,
        "day": day,
        "kind": kind,
        "state": State.SENDING,
        "facts": " ".join(facts),
        "handed": 0,
        "created_at": now,
    }
    return find(tx, learner_id, day, kind) if put(tx, deliveries, **row) else None


def find(tx: Tx, learner_id: int, day: date, kind: Kind) -> Delivery | None:
    """The set of that day and kind."""
    same = (deliveries.c.learner_id == learner_id, deliveries.c.day == day, deliveries.c.kind == kind)
    return _first(tx, *same)


def get(tx: Tx, delivery_id: int) -> Delivery | None:
    """The set of that id."""
    return _first(tx, deliveries.c.id == delivery_id)


def extend(tx: Tx, delivery: Delivery, facts: Sequence[str]) -> Delivery:
    """Append facts to a set; one that was finished stays finished: what is added is no duty, nobody is reminded."""
    joined = (*delivery.facts, *facts)
    change(tx, delivery.id, facts=" ".join(joined))
    extended = get(tx, delivery.id)
    assert extended is not None
    return extended


def change(tx: Tx, delivery_id: int, **values: Any) -> None:
    """Set these columns of one set."""
    tx.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


def _first(tx: Tx, *where: ColumnElement[bool]) -> Delivery | None:
    row = tx.execute(select(deliveries).where(*where)).first()
    return _delivery(row) if row else None


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    values["facts"] = tuple(values["facts"].split())
    values["kind"], values["state"] = Kind(values["kind"]), State(values["state"])
    return Delivery(**values)
