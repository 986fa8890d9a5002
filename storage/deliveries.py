"""Sets of assertions: the daily one (one a learner's day, unique) and those asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from storage.putting import put
from storage.store import Tx
from storage.tables import deliveries


class Kind(StrEnum):
    """Why the set was put together."""

    SET = "set"
    REVIEW = "review"
    LINK = "link"  # opened by a link: a round's assertions, a shared one
    DUEL = "duel"  # the assertions of a duel, in fixed sentences
    MISTAKES = "mistakes"  # out of the error notebook; may repeat what was answered today

    @property
    def source(self) -> str:
        """What the answer log calls answers to it."""
        return "set" if self is Kind.SET else "review"


class State(StrEnum):
    """How far a set has come."""

    PLANNED = "planned"  # put together; nothing of it handed out
    SENDING = "sending"  # handed out; its first message not yet known to have arrived
    SENT = "sent"
    ANSWERED = "answered"  # to the end
    SKIPPED = "skipped"  # there was nothing to ask
    FAILED = "failed"  # the learner cannot be reached, or the platform will not take it


_ON_ITS_WAY = (State.PLANNED, State.SENDING)
NOT_THERE = (*_ON_ITS_WAY, State.FAILED)


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


# Statements are built once: building one costs several times what running it does.
_THIS = deliveries.c.id == bindparam("delivery_id")
_COLUMNS = tuple(deliveries.c[field.name] for field in fields(Delivery))
_FACTS, _KIND, _STATE = (_COLUMNS.index(deliveries.c[name]) for name in ("facts", "kind", "state"))
_GET = select(*_COLUMNS).where(_THIS)
_FIND = select(*_COLUMNS).where(
    deliveries.c.learner_id == bindparam("learner"),
    deliveries.c.day == bindparam("of_day"),
    deliveries.c.kind == bindparam("of_kind"),
)
_CHANGE = update(deliveries).where(_THIS)


def claim(tx: Tx, learner_id: int, day: date, kind: Kind, facts: Sequence[str], now: datetime) -> Delivery | None:
    """A new set, or None where that learner's day has one of the kind already."""
    row = {
        "learner_id": learner_id,
        "day": day,
        "kind": kind,
        "state": State.PLANNED,
        "facts": " ".join(facts),
        "handed": 0,
        "created_at": now,
    }
    return find(tx, learner_id, day, kind) if put(tx, deliveries, **row) else None


def find(tx: Tx, learner_id: int, day: date, kind: Kind) -> Delivery | None:
    """The set of that day and kind."""
    return _first(tx.execute(_FIND, {"learner": learner_id, "of_day": day, "of_kind": kind}).first())


def get(tx: Tx, delivery_id: int) -> Delivery | None:
    """The set of that id."""
    return _first(tx.execute(_GET, {"delivery_id": delivery_id}).first())


def extend(tx: Tx, delivery: Delivery, facts: Sequence[str]) -> Delivery:
    """Append facts to a set; one that was finished stays finished: what is added is no duty, nobody is reminded."""
    joined = (*delivery.facts, *facts)
    change(tx, delivery.id, facts=" ".join(joined))
    extended = get(tx, delivery.id)
    assert extended is not None
    return extended


def change(tx: Tx, delivery_id: int, **values: Any) -> None:
    """Set these columns of one set."""
    tx.execute(_CHANGE, {"delivery_id": delivery_id, **values})


def fail(tx: Tx, delivery_id: int) -> None:
    """The set was not brought, and nobody goes on trying; one that stands in the chat stays as it is."""
    waiting = (deliveries.c.id == delivery_id, deliveries.c.state.in_(_ON_ITS_WAY))
    tx.execute(update(deliveries).where(*waiting).values(state=State.FAILED))


def fail_all(tx: Tx, learner_id: int) -> None:
    """The learner cannot be reached: the same for every set on its way to them."""
    waiting = (deliveries.c.learner_id == learner_id, deliveries.c.state.in_(_ON_ITS_WAY))
    tx.execute(update(deliveries).where(*waiting).values(state=State.FAILED))


def retry(tx: Tx, delivery_id: int) -> None:
    """A set that failed is on its way again."""
    failed = (deliveries.c.id == delivery_id, deliveries.c.state == State.FAILED)
    tx.execute(update(deliveries).where(*failed).values(state=State.SENDING))


def _first(row: Row[Any] | None) -> Delivery | None:
    return read(row) if row else None


def read(row: Sequence[Any]) -> Delivery:
    """A row of the columns in the order of the fields."""
    values = list(row)
    values[_FACTS] = tuple(row[_FACTS].split())
    values[_KIND], values[_STATE] = Kind(row[_KIND]), State(row[_STATE])
    return Delivery(*values)
