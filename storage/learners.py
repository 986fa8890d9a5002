"""Learners and the addresses at which they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select, update

from bot.tutor.exam import Result
from bot.tutor.habits import Habits, pack_habits, unpack_habits
from bot.tutor.nudging import Nudging
from bot.tutor.streak import Pause, Streak
from bot.tutor.traits import AVERAGE, Traits, pack_traits, unpack_traits
from storage import records
from storage.store import Tx
from storage.tables import addresses, learners


@dataclass(frozen=True, slots=True)
class Learner:
    """Who studies, with their settings; times of day are minutes after midnight, local."""

    id: int
    created_at: datetime
    last_active_at: datetime
    language: str
    zone: str
    delivery_minute: int
    weekdays: int
    daily_count: int
    new_count: int
    nudges: bool
    nudge_after: int
    quiet_from: int
    quiet_to: int
    paused_until: date | None
    pauses: tuple[Pause, ...]
    last_day: date | None
    last_sequence: int
    next_due_at: datetime | None
    nudging: Nudging
    streak: Streak
    habits: Habits
    easy_days: int = 0
    subtopics_off: frozenset[str] = frozenset()
    zone_search_until: datetime | None = None
    exam_day: date | None = None
    exam_result: Result | None = None
    usual_count: int | None = None
    usual_new: int | None = None
    words_on: bool = True
    traits: Traits = AVERAGE
    fit_at: int = 400


@dataclass(frozen=True, slots=True)
class Address:
    """Where a learner is reached: the face (`tg`, `local`), the user and the private chat there."""

    learner_id: int
    face: str
    user_id: int
    chat_id: int
    active: bool


_LEARNER = tuple(learners.c[field.name] for field in fields(Learner))
_ADDRESS = tuple(addresses.c[field.name] for field in fields(Address))

# Statements are built once: building one costs several times what running it does.
_MINE = learners.c.id == bindparam("learner_id")
_GET = select(*_LEARNER).where(_MINE)
_FIND = (
    select(*_LEARNER)
    .select_from(learners.join(addresses, addresses.c.learner_id == learners.c.id))
    .where(addresses.c.face == bindparam("face"), addresses.c.user_id == bindparam("user_id"))
    .with_for_update(key_share=True, of=learners)  # nothing on SQLite, where one writes at a time
)
_REACHED = "reached"
_MET = _FIND.add_columns(addresses.c.active.label(_REACHED))
_TAKE = _GET.with_for_update(key_share=True, skip_locked=True)
_CHANGE = update(learners).where(_MINE)
_TAKE_SEQUENCE = _CHANGE.values(last_sequence=learners.c.last_sequence + 1).returning(learners.c.last_sequence)
_DUE = (
    select(learners.c.id)
    .where(learners.c.next_due_at <= bindparam("now"))
    .order_by(learners.c.next_due_at)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True)
)
_NEXT_DUE = select(func.min(learners.c.next_due_at)).where(learners.c.next_due_at.is_not(None))
_REACHED_AT = (
    select(*_ADDRESS)
    .where(addresses.c.learner_id == bindparam("learner_id"), addresses.c.active)
    .order_by(addresses.c.id.desc())
    .limit(1)
)
_ALL_OF = select(*_LEARNER).where(learners.c.id.in_(bindparam("learner_ids", expanding=True)))
_PLACES = (
    select(*_ADDRESS)
    .where(addresses.c.learner_id.in_(bindparam("learner_ids", expanding=True)), addresses.c.active)
    .order_by(addresses.c.id)  # of several the last one counts
)
_ACTIVATE = (
    update(addresses)
    .where(
        addresses.c.learner_id == bindparam("learner"),
        addresses.c.face == bindparam("of_face"),
        addresses.c.active != bindparam("to"),
    )
    .values(active=bindparam("to"))
)


def find(tx: Tx, face: str, user_id: int) -> Learner | None:
    """The learner behind a user of that face, theirs alone until the transaction ends."""
    return _learner(tx.execute(_FIND, {"face": face, "user_id": user_id}).mappings().first())


def met(tx: Tx, face: str, user_id: int) -> Learner | None:
    """The same for a user who has just shown up, and so can be reached there."""
    row = tx.execute(_MET, {"face": face, "user_id": user_id}).mappings().first()
    if row is None:
        return None
    columns = dict(row)
    if not columns.pop(_REACHED):
        activate(tx, columns["id"], face, active=True)
    return _learner(columns)


def get(tx: Tx, learner_id: int) -> Learner | None:
    """The learner of that id."""
    return _learner(tx.execute(_GET, {"learner_id": learner_id}).mappings().first())


def reached(tx: Tx, learner_ids: Sequence[int]) -> dict[int, tuple[Learner, Address]]:
    """Those of the learners who can be reached, each with where, by their id."""
    wanted = {"learner_ids": list(learner_ids)}
    places = {row["learner_id"]: Address(**row) for row in tx.execute(_PLACES, wanted).mappings()}
    known = (_learner(row) for row in tx.execute(_ALL_OF, wanted).mappings())
    return {learner.id: (learner, places[learner.id]) for learner in known if learner and learner.id in places}


def take(tx: Tx, learner_id: int) -> Learner | None:
    """The same, theirs alone until the transaction ends; None also where another transaction has them now."""
    return _learner(tx.execute(_TAKE, {"learner_id": learner_id}).mappings().first())


def create(tx: Tx, values: dict[str, Any]) -> Learner:
    """A new learner with these columns."""
    blank = {"last_sequence": 0, "nudging": Nudging(), "streak": Streak(), "pauses": (), "habits": Habits()}
    result = tx.execute(insert(learners).values(**_columns({**blank, **values})))
    assert result.inserted_primary_key is not None
    learner = get(tx, result.inserted_primary_key[0])
    assert learner is not None
    return learner


def change(tx: Tx, learner_id: int, **values: Any) -> None:
    """Set these columns of one learner."""
    tx.execute(_CHANGE, {"learner_id": learner_id, **_columns(values)})


def keep(tx: Tx, before: Learner, after: Learner) -> None:
    """Write what has become of a learner who was read as `before` and locked since."""
    names = (field.name for field in fields(Learner))
    changed = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    if changed:
        change(tx, before.id, **changed)


def take_sequence(tx: Tx, learner_id: int) -> int:
    """The next number of this learner's answer log."""
    sequence: int = tx.execute(_TAKE_SEQUENCE, {"learner_id": learner_id}).scalar_one()
    return sequence


def due(tx: Tx, now: datetime, limit: int) -> Sequence[int]:
    """Ids of learners for whom something is due and on whom nobody is at work, longest waiting first."""
    return tx.execute(_DUE, {"now": now, "most": limit}).scalars().all()


def to_fit(tx: Tx, rested_since: datetime, limit: int) -> Sequence[int]:
    """Ids of learners who have answered enough for a (new) fit, and nothing since then; who waits longest first."""
    due = (learners.c.last_sequence >= learners.c.fit_at, learners.c.last_active_at <= rested_since)
    return (
        tx.execute(select(learners.c.id).where(*due).order_by(learners.c.last_active_at).limit(limit)).scalars().all()
    )


def all_ids(tx: Tx) -> Sequence[int]:
    """Every learner's id."""
    return tx.execute(select(learners.c.id).order_by(learners.c.id)).scalars().all()


def next_due(tx: Tx) -> datetime | None:
    """The earliest instant at which anything is due for anyone."""
    instant: datetime | None = tx.execute(_NEXT_DUE).scalar()
    return instant


def erase(tx: Tx, learner_id: int) -> None:
    """Delete the learner; every row of theirs goes with it."""
    tx.execute(delete(learners).where(learners.c.id == learner_id))


def address(tx: Tx, learner_id: int) -> Address | None:
    """Where the learner is reached now, or None."""
    row = tx.execute(_REACHED_AT, {"learner_id": learner_id}).mappings().first()
    return Address(**row) if row else None


def add_address(tx: Tx, where: Address) -> None:
    """Record a new address."""
    columns = {field.name: getattr(where, field.name) for field in fields(Address)}
    tx.execute(insert(addresses).values(**columns))


def activate(tx: Tx, learner_id: int, face: str, active: bool) -> bool:
    """Switch an address on or off; True where that changed something."""
    switched = {"learner": learner_id, "of_face": face, "to": active}
    return tx.execute(_ACTIVATE, switched).rowcount > 0


def _learner(row: RowMapping | dict[str, Any] | None) -> Learner | None:
    if row is None:
        return None
    values = dict(row)
    values["nudging"] = records.read(Nudging, values["nudging"])
    values["streak"] = records.read(Streak, values["streak"])
    values["habits"] = unpack_habits(values["habits"])
    values["traits"] = unpack_traits(values["traits"])
    values["pauses"] = tuple(records.read(Pause, span) for span in values["pauses"].splitlines())
    values["subtopics_off"] = frozenset(values["subtopics_off"].split())
    values["exam_result"] = Result(values["exam_result"]) if values["exam_result"] else None
    return Learner(**values)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {n: records.write(values[n]) for n in ("nudging", "streak") if n in values}
    if "habits" in values:
        written["habits"] = pack_habits(values["habits"])
    if "traits" in values:
        written["traits"] = pack_traits(values["traits"])
    if "pauses" in values:
        written["pauses"] = "\n".join(records.write(span) for span in values["pauses"])
    if "subtopics_off" in values:
        written["subtopics_off"] = " ".join(sorted(values["subtopics_off"]))
    return {**values, **written}
