"""*Which words are wrong?*: its answer enters the same update as the answer it asks about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.lessons import asking, showing, taking
from bot.lessons.drills import Worded
from bot.lessons.outcomes import AlreadyAnswered, NotYours, Outdated, Step, Stranger, Who
from bot.lessons.school import Room
from bot.lessons.taking import Own
from bot.tutor import memory, wording
from bot.tutor.grading import Mark
from bot.tutor.memory import WordsOutcome
from storage import asked, memories, wordings
from storage.asked import Asked
from storage.deliveries import Delivery
from storage.learners import Learner


def choose(
    room: Room, who: Who, asked_id: int, choice: int | None, now: datetime
) -> Worded | AlreadyAnswered | Outdated | NotYours | Stranger:
    """Take the phrase of that number (from 1), or None for skipping. The first tap counts.

    By then the fact was not answered again: any later answer closes the question (`taking.skip_open`).
    """
    found = taking.own(room, who, asked_id)
    if not isinstance(found, Own):
        return found
    learner, row, delivery = found.learner, found.row, found.delivery
    shown = asking.resolve(room, row, delivery)
    if shown is None or row.words_order is None:
        return Outdated(learner.language)
    readable = bool(wording.phrases(shown.variant))  # the bank may have changed since
    words = wording.outcome(row.words_order, choice if readable else None)
    owed = _owed(room, learner, row, delivery, now)
    if not wordings.settle(room.tx, row.id, words, feedback_due=now + asking.GRACE):
        settled = asked.get(room.tx, row.id)
        assert settled is not None
        return AlreadyAnswered(learner, asking.feedback(room, settled, shown), owed)
    taking.log_words(room, learner, row, shown, delivery, words, now)
    _reconsider(room, found, words)
    return Worded(learner, asking.feedback(room, replace(row, words=words), shown), owed)


def _reconsider(room: Room, of: Own, words: WordsOutcome) -> None:
    learner, row = of.learner, of.row
    if of.known is None or row.before is None or words is WordsOutcome.SKIPPED:
        return
    before = wording.unpack_before(row.before)
    after = memory.follow_up(
        before.memory,
        Mark.RIGHT,
        guess=row.guess,
        on=of.known.memory.reviewed_on,
        habits=before.habits,
        words=words,
        traits=learner.traits,
    )
    memories.reconsider(room.tx, learner.id, row.fact_id, after)


def _owed(room: Room, learner: Learner, row: Asked, delivery: Delivery | None, now: datetime) -> Step | None:
    """What should have followed the answer and has not been shown."""
    if delivery is not None and row.feedback_due is not None and showing.closes(room, delivery, row):
        return asking.summary(room, learner, delivery, now)
    return asking.owed(room, delivery, now)
