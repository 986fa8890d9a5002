from __future__ import annotations

from datetime import timedelta

from bot.tutor.memory import WordsOutcome
from storage import asked, deliveries, progress, wordings
from storage.asked import Seen
from storage.deliveries import Kind
from storage.progress import Progress
from storage.store import Store, Tx
from tests.storage.test_asked import DAY, NOW, answered, learner, put

NEXT = "f-0009"


def reached(tx: Tx, learner_id: int, delivery_id: int | None = None) -> Progress:
    return progress.read(tx, learner_id, NOW, delivery_id, NEXT)


def test_a_newcomer_has_done_and_seen_nothing(store: Store) -> None:
    with store.transaction() as tx:
        assert reached(tx, learner(tx)) == Progress(frozenset(), None, [], NEXT, Seen({}, waits=False))


def test_what_was_answered_since_then_is_done(store: Store) -> None:
    with store.transaction() as tx:
        someone, other = learner(tx), learner(tx)
        asked.settle(tx, answered(put(tx, someone, "f-0001")))
        before = put(tx, someone, "f-0002")
        asked.settle(tx, answered(before))
        asked.change(tx, before.id, answered_at=NOW - timedelta(seconds=1))
        put(tx, someone, "f-0003")
        asked.settle(tx, answered(put(tx, other, "f-0004")))
        assert reached(tx, someone).done == {"f-0001"}


def test_the_assertion_that_waits_is_that_of_the_set(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        of_set = deliveries.claim(tx, someone, DAY, Kind.SET, ["f-0001", "f-0002"], NOW)
        assert of_set is not None
        asked.settle(tx, answered(put(tx, someone, "f-0001", delivery_id=of_set.id)))
        assert reached(tx, someone, of_set.id).waiting is None
        outdated = put(tx, someone, "f-0003", delivery_id=of_set.id)
        asked.change(tx, outdated.id, outdated=True)
        waits = put(tx, someone, "f-0002", delivery_id=of_set.id)
        put(tx, someone, "f-0005")
        assert reached(tx, someone, of_set.id).waiting == waits.id
        assert reached(tx, someone).waiting is None


def test_questions_about_the_words_are_open_until_they_are_answered(store: Store) -> None:
    with store.transaction() as tx:
        someone, other = learner(tx), learner(tx)
        rows = [put(tx, whose, f"f-000{number}") for number, whose in enumerate((someone, someone, other))]
        for row in rows:
            asked.settle(tx, answered(row))
            asked.change(tx, row.id, words_order="213", answered_at=NOW - timedelta(days=9))
        assert list(reached(tx, someone).questions) == [rows[0].id, rows[1].id]
        wordings.settle(tx, rows[0].id, WordsOutcome.SKIPPED, feedback_due=None)
        assert list(reached(tx, someone).questions) == [rows[1].id]


def test_of_the_next_fact_each_sentence_is_counted(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        for variant_id in ("c1", "e1", "c1"):
            asked.settle(tx, answered(put(tx, someone, NEXT, variant_id=variant_id)))
        put(tx, learner(tx), NEXT)
        assert reached(tx, someone).seen == Seen({"c1": 2, "e1": 1}, waits=False)
        put(tx, someone, NEXT, variant_id="e2")
        assert reached(tx, someone).seen == Seen({"c1": 2, "e1": 1, "e2": 1}, waits=True)
        assert reached(tx, someone).seen == asked.seen(tx, someone, NEXT)
