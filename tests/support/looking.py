"""Looking into the database of a chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, Table, select

from bot.tutor import memory
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
    """Every row of every table, to see that nothing has changed; a press may tell that somebody is there."""
    with chat.store.transaction() as tx:
        return {table.name: [tuple(row) for row in tx.execute(_kept(table))] for table in metadata.sorted_tables}


def _kept(table: Table) -> Select[tuple[object, ...]]:
    kept = select(*(column for column in table.c if column.name != "last_active_at"))
    return kept.order_by(*table.primary_key)


def make_certain(chat: Installation, person: Person) -> None:
    """Let the person know all they have answered so well that none of it falls due for weeks."""
    learner_id = person.learner_id
    with chat.store.transaction() as tx:
        for fact_id, belief in memories.of_learner(tx, learner_id).items():
            firm = memory.from_card(200.0, 4.0, belief.reviewed_on)
            memories.save(tx, learner_id, fact_id, firm, first=False, missed=False, mistaken=False)
