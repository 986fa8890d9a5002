"""Looking into the database of a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from bot.tutor.memory import Memory
from storage import answers, deliveries, learners, memories
from storage.answers import LoggedAnswer
from storage.deliveries import Delivery, Kind
from storage.learners import Learner
from storage.tables import metadata
from tests.support.chats import Installation, Person


def learner(chat: Installation, person: Person) -> Learner:
    """The learner's row."""
    found = chat.store.run_now(lambda tx: learners.find(tx, person.who.face, person.who.user_id))
    assert found is not None
    return found


def log(chat: Installation, person: Person) -> Sequence[LoggedAnswer]:
    """The learner's answer log."""
    learner_id = person.learner_id
    return chat.store.run_now(lambda tx: answers.of_learner(tx, learner_id))


def known(chat: Installation, person: Person) -> dict[str, Memory]:
    """The learner's memories."""
    learner_id = person.learner_id
    return chat.store.run_now(lambda tx: memories.of_learner(tx, learner_id))


def the_set(chat: Installation, person: Person, day: date, kind: Kind = Kind.SET) -> Delivery | None:
    """The set of a day."""
    learner_id = person.learner_id
    return chat.store.run_now(lambda tx: deliveries.find(tx, learner_id, day, kind))


def everything(chat: Installation) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to see that nothing has changed."""
    with chat.store.transaction() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }
