"""Sets skipped because nothing was to ask: looked at when they are, with the rows of that moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from content.bank import Bank
from storage import learners
from storage.deliveries import State
from storage.store import Store, Tx
from storage.tables import deliveries, memories


@dataclass(slots=True)
class Skips:
    """How many sets were skipped, and how many of them although something was due or unseen."""

    bank: Bank
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    _last: int = 0

    def look(self, store: Store) -> None:
        """Look at the sets that are new since the last look."""
        with store.transaction() as tx:
            fresh = select(deliveries.c.id, deliveries.c.learner_id, deliveries.c.day, deliveries.c.state)
            for row in tx.execute(fresh.where(deliveries.c.id > self._last).order_by(deliveries.c.id)).all():
                self._last = row.id
                if row.state == State.SKIPPED:
                    left = self._left(tx, row.learner_id, row.day)
                    self.right += not left
                    self.wrong += [f"learner {row.learner_id}, {row.day}: {left}"] if left else []

    def _left(self, tx: Tx, learner_id: int, day: date) -> list[str]:
        """The facts that could have been asked: those unseen, and those due."""
        learner = learners.get(tx, learner_id)
        assert learner is not None
        facts = (fact for fact in self.bank.askable.values() if fact.group is None)  # siblings may have to wait
        wanted = {fact.id for fact in facts if fact.subtopic_id not in learner.subtopics_off}
        mine = memories.c.learner_id == learner_id
        seen = set(tx.execute(select(memories.c.fact_id).where(mine)).scalars())
        due = select(memories.c.fact_id).where(mine, memories.c.due_on <= day)
        return sorted((wanted - seen) | (wanted & set(tx.execute(due).scalars())))
