"""Sets skipped because nothing was to ask: looked at when they are, with the rows of that moment."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

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
    wrong: int = 0
    _last: int = 0

    def look(self, store: Store) -> None:
        """Look at the sets that are new since the last look."""
        with store.transaction() as tx:
            fresh = select(deliveries.c.id, deliveries.c.learner_id, deliveries.c.day, deliveries.c.state)
            for row in tx.execute(fresh.where(deliveries.c.id > self._last).order_by(deliveries.c.id)).all():
                self._last = row.id
                if row.state == State.SKIPPED:
                    empty = self._is_nothing_to_ask(tx, row.learner_id, row.day)
                    self.right += empty
                    self.wrong += not empty

    def _is_nothing_to_ask(self, tx: Tx, learner_id: int, day: object) -> bool:
        learner = learners.get(tx, learner_id)
        assert learner is not None
        facts = (fact for fact in self.bank.askable.values() if fact.group is None)  # siblings may have to wait
        wanted = {fact.id for fact in facts if fact.subtopic_id not in learner.subtopics_off}
        mine = memories.c.learner_id == learner_id
        seen = set(tx.execute(select(memories.c.fact_id).where(mine)).scalars())
        due = select(func.count()).where(mine, memories.c.due_on <= day, memories.c.fact_id.in_(wanted))
        return wanted <= seen and tx.execute(due).scalar_one() == 0
