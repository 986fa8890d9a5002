from __future__ import annotations

from dataclasses import replace

from bot.lessons.grouping import DEFAULTS
from bot.tutor.grading import Answer
from storage import answers, groups, learners, participants, votes
from storage.learners import Address
from storage.store import Store
from tests.storage.test_answers import ENTRY
from tests.storage.test_asked import learner


def test_what_voters_missed_alone_is_counted_without_blanks_and_what_was_not_scored(store: Store) -> None:
    with store.transaction() as tx:
        someone = learner(tx)
        learners.add_address(tx, Address(someone, "tg", 11, 11, True))
        group = groups.create(
            tx, {**DEFAULTS, "face": "tg", "chat_id": -7, "created_at": ENTRY.at, "language": "pt_BR"}
        )
        participants.voted(tx, group.id, 11, "Ana", someone, ENTRY.at)
        given = [(Answer.CERTO, True), (Answer.ERRADO, True), (Answer.BLANK, True), (Answer.CERTO, False)]
        for number, (answer, scored) in enumerate(given, start=1):
            answers.append(tx, replace(ENTRY, learner_id=someone, sequence=number, answer=answer, scored=scored))
        assert votes.missed_alone(tx, group.id) == {ENTRY.fact_id: (1, 3)}
