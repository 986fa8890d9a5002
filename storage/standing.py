"""What stands in the chats: assertions, with them their sets, and verdicts; written down for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, and_, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import column

from storage.deliveries import NOT_THERE, State
from storage.store import Tx
from storage.tables import asked, deliveries
from storage.types import Utc


@dataclass(frozen=True, slots=True)
class Stands:
    """An assertion stands in the chat as message `ref`."""

    asked_id: int
    ref: str
    at: datetime


# Statements are built once. PostgreSQL is given all rows as arrays, in one statement whose text is always the same;
# for SQLite, where a statement costs next to nothing, each row is one.
_IDS = bindparam("ids", type_=ARRAY(BigInteger))
_GIVEN = (
    func.unnest(_IDS, bindparam("refs", type_=ARRAY(String)), bindparam("ats", type_=ARRAY(Utc)))
    .table_valued(column("id", BigInteger), column("ref", String), column("at", Utc))
    .render_derived(name="given")
)


def _standing(ref: ColumnElement[str], at: ColumnElement[datetime]) -> dict[str, Any]:
    """Where another message that shows it was answered meanwhile, this one is to show the verdict too."""
    overtaken = and_(asked.c.answered_at.is_not(None), asked.c.shown_ref != ref)
    due = case((overtaken, at), else_=asked.c.feedback_due)
    return {"show_due": None, "shown_ref": ref, "shown_at": at, "feedback_due": due}


_STANDING = (
    update(asked)
    .where(asked.c.id == _GIVEN.c.id)
    .values(**_standing(_GIVEN.c.ref, _GIVEN.c.at))
    .returning(asked.c.id, asked.c.minute_id, asked.c.delivery_id, asked.c.shown_at)
    .cte("standing")
)
_BEGUN = (
    select(_STANDING.c.delivery_id, func.min(_STANDING.c.shown_at, type_=Utc).label("at"))
    .group_by(_STANDING.c.delivery_id)
    .subquery("begun")
)
_NOT_YET = deliveries.c.state.in_(NOT_THERE)
_ARRIVED = (
    update(deliveries)
    .where(deliveries.c.id == _BEGUN.c.delivery_id, _NOT_YET)
    .values(state=State.SENT, sent_at=_BEGUN.c.at)
    .returning(deliveries.c.id)
    .cte("arrived")
)
_ALL_STAND = select(_STANDING.c.id, _STANDING.c.minute_id).where(_STANDING.c.minute_id.is_not(None)).add_cte(_ARRIVED)
_VERDICT = update(asked).values(feedback_due=None).returning(asked.c.id, asked.c.minute_id)
_ALL_VERDICTS = _VERDICT.where(asked.c.id == func.any(_IDS))

_ONE_STANDS = (
    update(asked)
    .where(asked.c.id == bindparam("asked_id"))
    .values(**_standing(bindparam("ref", type_=String), bindparam("stands_since", type_=Utc)))
    .returning(asked.c.minute_id, asked.c.delivery_id)
)
_ONE_ARRIVED = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("of_delivery"), _NOT_YET)
    .values(state=State.SENT, sent_at=bindparam("arrived_at"))
)
_ONE_VERDICT = _VERDICT.where(asked.c.id == bindparam("asked_id"))


def stand(tx: Tx, standing: Sequence[Stands]) -> dict[int, int]:
    """These stand in the chat, and so do their sets, where nothing was known to; the minutes of those that are of one.

    Minutes by assertion. Of several messages that show one assertion the last counts.
    """
    last = {stands.asked_id: stands for stands in sorted(standing, key=lambda stands: stands.asked_id)}
    if tx.dialect.name == "sqlite":
        minute_of = {stands.asked_id: _stands(tx, stands) for stands in last.values()}
        return {asked_id: minute_id for asked_id, minute_id in minute_of.items() if minute_id is not None}
    refs, ats = [stands.ref for stands in last.values()], [stands.at for stands in last.values()]
    return {row[0]: row[1] for row in tx.execute(_ALL_STAND, {"ids": list(last), "refs": refs, "ats": ats})}


def verdicts_stand(tx: Tx, asked_ids: Sequence[int]) -> dict[int, int]:
    """The verdicts of these stand there; the minutes of those that are of one, by assertion."""
    ids = sorted(asked_ids)
    if tx.dialect.name == "sqlite":
        found = [tx.execute(_ONE_VERDICT, {"asked_id": asked_id}).first() for asked_id in ids]
    else:
        found = list(tx.execute(_ALL_VERDICTS, {"ids": ids}))
    return {row[0]: row[1] for row in found if row is not None and row[1] is not None}


def _stands(tx: Tx, stands: Stands) -> int | None:
    """The minute that it is of."""
    row = tx.execute(_ONE_STANDS, {"asked_id": stands.asked_id, "ref": stands.ref, "stands_since": stands.at}).first()
    if row is None:
        return None
    minute_id, delivery_id = row
    if delivery_id is not None:
        tx.execute(_ONE_ARRIVED, {"of_delivery": delivery_id, "arrived_at": stands.at})
    return minute_id  # type: ignore[no-any-return]
