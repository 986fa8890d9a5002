from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.tutor.grading import Answer
from storage import answers
from storage.answers import Event, LoggedAnswer
from storage.store import Store
from tests.storage.test_asked import learner

ENTRY = LoggedAnswer(
    0, 1, Event.ANSWER, datetime(2026, 3, 2, 11, 30, tzinfo=UTC), date(2026, 3, 2), "f-0001", "e1", 2, False, False,
    Answer.BLANK, True, False, 4200, "set", 7, 1,
)  # fmt: skip


def test_an_entry_is_read_as_it_was_written_and_in_its_order(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        second = replace(ENTRY, learner_id=someone, sequence=2, elapsed_ms=None, source_id=None, answer=Answer.CERTO)
        first = replace(ENTRY, learner_id=someone)
        answers.append(tx, second)
        answers.append(tx, first)
        assert answers.of_learner(tx, someone) == [first, second]
        assert answers.count(tx, someone) == 2


def test_a_number_is_given_once(store: Store) -> None:
    entry = store.run_now(lambda tx: replace(ENTRY, learner_id=learner(tx)))
    store.run_now(lambda tx: answers.append(tx, entry))
    with pytest.raises(IntegrityError):
        store.run_now(lambda tx: answers.append(tx, entry))
