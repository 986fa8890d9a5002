"""Taking one answer down: graded, logged, believed; with perhaps a question left open about its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.lessons import asking, timing
from bot.lessons.outcomes import Feedback, NotYours, Outdated, Shown, Stranger, Who
from bot.lessons.school import Room
from bot.tutor import memory, wording
from bot.tutor.grading import Answer, Mark, Verdict, grade
from bot.tutor.memory import WordsOutcome
from bot.tutor.wording import Before
from storage import answers, asked, deliveries, learners, memories, wordings
from storage.answers import Event, LoggedAnswer
from storage.asked import Asked
from storage.deliveries import Delivery
from storage.learners import Learner

LONGEST_MS = 3_600_000
"""A longer wait than an hour says nothing about the fact."""


def own(room: Room, who: Who, asked_id: int) -> tuple[Learner, Asked] | Outdated | NotYours | Stranger:
    """The learner behind `who` and that assertion of theirs."""
    learner = learners.find(room.tx, who.face, who.user_id)
    row = asked.get(room.tx, asked_id)
    if learner is None:
        return NotYours(who.language) if row else Stranger(who.language)
    if row is None:
        return Outdated(learner.language)
    return (learner, row) if row.learner_id == learner.id else NotYours(learner.language)


def take(
    room: Room,
    learner: Learner,
    row: Asked,
    shown: Shown,
    given: Answer,
    *,
    guess: bool,
    now: datetime,
    delivery: Delivery | None = None,
    ref: str | None = None,
) -> Asked | None:
    """Keep the first answer to an assertion, and the row as it is then; None where there was one before.

    In a minute no guess can be marked and no question is asked. `ref` is the message that was tapped.
    """
    in_minute = row.minute_id is not None
    guess = guess and not in_minute
    verdict = grade(given, shown.variant.truth)
    scored = shown.fact.askable  # a suspended item that is still open can be answered and is not scored
    points = verdict.points if scored else 0
    due = None if in_minute else now + asking.GRACE
    if not asked.settle(room.tx, row.id, given, guess, points, now, feedback_due=due):
        return None
    row = replace(row, answer=given, guess=guess, points=points, answered_at=now)
    _log(room, learner, row, shown, delivery, now, scored=scored)
    if scored:
        _remember(room, learner, row, shown, verdict, now, ref)
    return asked.get(room.tx, row.id)


def skip_open(room: Room, learner: Learner, now: datetime, *, but: int) -> tuple[Feedback, ...]:
    """Questions left open when the next assertion is answered count as skipped; their verdicts, to be shown.

    The log says nothing of it: an answer without an outcome after it was not followed up.
    """
    closed = []
    for row in wordings.waiting(room.tx, learner.id):
        if row.id == but:
            continue
        delivery = deliveries.get(room.tx, row.delivery_id) if row.delivery_id else None
        shown = asking.resolve(room, row, delivery)
        due = now + asking.GRACE if shown and row.shown_ref else None
        if wordings.settle(room.tx, row.id, WordsOutcome.SKIPPED, feedback_due=due) and shown:
            closed.append(asking.feedback(room, replace(row, words=WordsOutcome.SKIPPED), shown))
    return tuple(closed)


def log_words(room: Room, learner: Learner, row: Asked, shown: Shown, words: WordsOutcome, now: datetime) -> None:
    """The outcome of *which words are wrong?* as a later event."""
    delivery = deliveries.get(room.tx, row.delivery_id) if row.delivery_id else None
    entry = _entry(room, learner, row, shown, delivery, now)
    answers.append(room.tx, replace(entry, kind=Event.WORDS, words=words))


def _log(
    room: Room, learner: Learner, row: Asked, shown: Shown, delivery: Delivery | None, now: datetime, *, scored: bool
) -> None:
    elapsed = int((now - row.shown_at).total_seconds() * 1000) if row.shown_at else None
    if elapsed is not None and not 0 <= elapsed <= LONGEST_MS:
        elapsed = None
    entry = _entry(room, learner, row, shown, delivery, now)
    answers.append(room.tx, replace(entry, elapsed_ms=elapsed, scored=scored))


def _entry(
    room: Room, learner: Learner, row: Asked, shown: Shown, delivery: Delivery | None, now: datetime
) -> LoggedAnswer:
    assert row.answer is not None
    in_minute = row.minute_id is not None
    source = "minute" if in_minute else delivery.kind.source if delivery else "set"
    return LoggedAnswer(
        learner.id, learners.take_sequence(room.tx, learner.id), Event.ANSWER, now, timing.today(learner, now),
        row.fact_id, row.variant_id, row.revision, shown.variant.truth, row.truth, row.answer,
        guess_offered=not in_minute, guess=bool(row.guess), elapsed_ms=None, source=source,
        source_id=row.minute_id or row.delivery_id, rule_version=memory.RULE_VERSION,
    )  # fmt: skip


def _remember(
    room: Room, learner: Learner, row: Asked, shown: Shown, verdict: Verdict, now: datetime, ref: str | None
) -> None:
    guess = bool(row.guess) if row.minute_id is None else None
    day, mark = timing.today(learner, now), verdict.mark
    before, habits = memories.get(room.tx, learner.id, row.fact_id), learner.habits
    after, changed = memory.review(before, mark, guess=guess, on=day, habits=habits, traits=learner.traits)
    if after is before:
        return  # the first answer of a learner's day is the one that counts for the memory
    mistaken = memory.confident_mistake(mark, guess=guess, habits=habits)
    memories.save(room.tx, learner.id, row.fact_id, after, missed=mark is not Mark.RIGHT, mistaken=mistaken)
    learners.change(room.tx, learner.id, habits=changed)
    if before is not None:
        asked.change(room.tx, row.id, recall=round(1000 * memory.retrievability(before, day)))
    chance = memory.posterior_recalled(before, mark, guess=guess, on=day, habits=habits)
    if _asks(learner, row, shown, mark) and memory.asks_for_words(chance):
        order = wording.shuffled(room.coin)
        wordings.ask(room.tx, row.id, order, wording.pack_before(Before(before, habits)), ref)


def _asks(learner: Learner, row: Asked, shown: Shown, mark: Mark) -> bool:
    rightly_errado = row.answer is Answer.ERRADO and mark is Mark.RIGHT
    offered = learner.words_on and row.minute_id is None
    return rightly_errado and offered and bool(wording.phrases(shown.variant))
