"""Days that go by for whoever is done with theirs: the past is moved back, so that today's set is due again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage.deliveries import State
from storage.store import Store, Tx
from storage.tables import answers, asked, deliveries, group_asked, learners, memories, rounds

DAY = timedelta(days=1)
FOUR = 4 * 60
_DUE = (asked.c.show_due, asked.c.feedback_due, group_asked.c.send_due, group_asked.c.stop_due, rounds.c.due_at)


def turn(store: Store, now: datetime) -> int:
    """A day goes by for everybody whose set is answered to the end; for how many."""
    with store.transaction() as tx:
        done = [learner_id for learner_id in _served(tx, now) if _is_done(tx, learner_id)]
        for learner_id in done:
            _move_back(tx, learner_id, now)
        # A group rests two minutes between rounds.
        ended = tx.execute(select(rounds.c.id, rounds.c.ended_at).where(rounds.c.ended_at.is_not(None))).all()
        for row in ended:
            tx.execute(update(rounds).where(rounds.c.id == row.id).values(ended_at=row.ended_at - timedelta(minutes=5)))
    return len(done)


def hurry(store: Store) -> None:
    """Short sets, due from four in the morning on and never in quiet hours."""
    short = {"daily_count": 3, "new_count": 3, "delivery_minute": FOUR, "quiet_from": 0, "quiet_to": 0}
    with store.transaction() as tx:
        tx.execute(update(learners).values(**short))


def wait(store: Store, now: datetime) -> None:
    """The minutes go by that a send of unknown outcome, a poll or a round is given."""
    with store.transaction() as tx:
        for column in _DUE:
            tx.execute(update(column.table).where(column > now).values({column: now}))


def _served(tx: Tx, now: datetime) -> list[int]:
    """Whoever has had what is due."""
    query = select(learners.c.id).where(learners.c.next_due_at > now).order_by(learners.c.id)
    return list(tx.execute(query.with_for_update()).scalars())


def _is_done(tx: Tx, learner_id: int) -> bool:
    mine = asked.c.learner_id == learner_id
    waiting = select(asked.c.id).where(mine, asked.c.answered_at.is_(None) | asked.c.feedback_due.is_not(None))
    if tx.execute(waiting.where(asked.c.outdated.is_(False))).first() is not None:
        return False
    query = select(deliveries.c.state).where(deliveries.c.learner_id == learner_id, deliveries.c.kind == "set")
    return tx.execute(query.order_by(deliveries.c.day.desc())).scalars().first() == State.ANSWERED


def _move_back(tx: Tx, learner_id: int, now: datetime) -> None:
    oldest_first = select(deliveries.c.id, deliveries.c.day).where(deliveries.c.learner_id == learner_id)
    for row in tx.execute(oldest_first.order_by(deliveries.c.day)).all():
        tx.execute(update(deliveries).where(deliveries.c.id == row.id).values(day=row.day - DAY))
    columns = {
        asked: ("handed_at", "shown_at", "answered_at"), answers: ("at", "day"), memories: ("reviewed_on", "due_on")
    }  # fmt: skip
    for table, names in columns.items():
        keys = tuple(table.primary_key.columns)
        query = select(*keys, *(table.c[name] for name in names)).where(table.c.learner_id == learner_id)
        for row in tx.execute(query).all():
            this = [key == getattr(row, key.name) for key in keys]
            moved = {name: value - DAY for name in names if (value := getattr(row, name)) is not None}
            tx.execute(update(table).where(*this).values(**moved))
    last = tx.execute(select(learners.c.last_day).where(learners.c.id == learner_id)).scalar_one()
    tx.execute(update(learners).where(learners.c.id == learner_id).values(last_day=last - DAY, next_due_at=now))
