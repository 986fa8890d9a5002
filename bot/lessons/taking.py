"""Taking one answer down: graded, logged, believed; with perhaps a question left open about its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.lessons import asking, timing
from bot.lessons.outcomes import Feedback, NotYours, Outdated, Shown, Stranger, Who
from bot.lessons.school import Room
from bot.tutor import memory, wording
from bot.tutor.grading import Answer, Mark, Verdict, grade
from bot.tutor.memory import Habits, Memory, WordsOutcome
from bot.tutor.wording import Before
from storage import answers, asked, deliveries, learners, memories, wordings
from storage.answers import Event, LoggedAnswer
from storage.asked import Asked
from storage.deliveries import Delivery
from storage.learners import Learner
from storage.memories import Record

LONGEST_MS = 3_600_000
"""A longer wait than an hour says nothing about the fact."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that was taken down: the assertion as it is then, and the learner, who is still to be kept.

    `misses`: how often the fact was missed by now.
    """

    row: Asked
    learner: Learner
    misses: int


@dataclass(frozen=True, slots=True)
class Own:
    """A learner and one of their assertions, with its set and what is kept of the memory of its fact."""

    learner: Learner
    row: Asked
    delivery: Delivery | None
    known: Record | None


def own(room: Room, who: Who, asked_id: int) -> Own | Outdated | NotYours | Stranger:
    """The learner behind `who`, locked before all else is read, and that assertion of theirs."""
    learner = learners.met(room.tx, who.face, who.user_id)
    found = asked.get_whole(room.tx, asked_id)
    if learner is None:
        return NotYours(who.language) if found else Stranger(who.language)
    if found is None:
        return Outdated(learner.language)
    if found.row.learner_id != learner.id:
        return NotYours(learner.language)
    return Own(learner, found.row, found.of_set, found.known)


def take(
    room: Room, of: Own, shown: Shown, given: Answer, *, guess: bool, now: datetime, ref: str | None = None
) -> Taken | None:
    """Keep the first answer to an assertion; None where there was one before.

    In a minute no guess can be marked and no question is asked. `ref` is the message that was tapped.
    """
    learner, row = of.learner, of.row
    in_minute = row.minute_id is not None
    verdict = grade(given, shown.variant.truth)
    scored = shown.fact.askable  # a suspended item that is still open can be answered and is not scored
    row = replace(
        row,
        answer=given,
        guess=guess and not in_minute,
        points=verdict.points if scored else 0,
        answered_at=now,
        show_due=None,
        feedback_due=None if in_minute else now + asking.GRACE,
        attempts=0,
    )
    change = _change(room, of, row, shown, verdict, now, ref) if scored else None
    row = change.row if change else row
    if not asked.settle(room.tx, row):
        return None
    sequence = learner.last_sequence + 1
    _log(room, learner, sequence, row, shown, of.delivery, now, scored=scored)
    if change:
        _remember(room, learner, row, change)
    misses = (of.known.misses if of.known else 0) + (change is not None and change.missed)
    habits = change.habits if change else learner.habits
    return Taken(row, replace(learner, last_sequence=sequence, habits=habits), misses)


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


def log_words(
    room: Room,
    learner: Learner,
    row: Asked,
    shown: Shown,
    delivery: Delivery | None,
    words: WordsOutcome,
    now: datetime,
) -> None:
    """The outcome of *which words are wrong?* as a later event."""
    sequence = learners.take_sequence(room.tx, learner.id)
    entry = _entry(learner, sequence, row, shown, delivery, now)
    answers.append(room.tx, replace(entry, kind=Event.WORDS, words=words))


@dataclass(frozen=True, slots=True)
class _Change:
    """What an answer makes of a memory, and of the row, which may have a question about its words now."""

    row: Asked
    first: bool
    memory: Memory
    habits: Habits
    missed: bool
    mistaken: bool


def _change(
    room: Room, of: Own, row: Asked, shown: Shown, verdict: Verdict, now: datetime, ref: str | None
) -> _Change | None:
    """What the answer, which `row` has, makes of the memory.

    None where the fact was answered on that day before: the first answer counts for the memory.
    """
    learner, guess = of.learner, bool(row.guess) if row.minute_id is None else None
    day, mark = timing.today(learner, now), verdict.mark
    before, habits = of.known.memory if of.known else None, learner.habits
    after, changed = memory.review(before, mark, guess=guess, on=day, habits=habits, traits=learner.traits)
    if after is before:
        return None
    if before is not None:
        row = replace(row, recall=round(1000 * memory.retrievability(before, day)))
    chance = memory.posterior_recalled(before, mark, guess=guess, on=day, habits=habits)
    if _asks(learner, row, shown, mark) and memory.asks_for_words(chance):
        believed = wording.pack_before(Before(before, habits))
        order = wording.shuffled(room.coin)
        row = replace(row, words_order=order, before=believed, shown_ref=ref or row.shown_ref)
    mistaken = memory.confident_mistake(mark, guess=guess, habits=habits)
    return _Change(row, before is None, after, changed, mark is not Mark.RIGHT, mistaken)


def _remember(room: Room, learner: Learner, row: Asked, change: _Change) -> None:
    memories.save(
        room.tx,
        learner.id,
        row.fact_id,
        change.memory,
        first=change.first,
        missed=change.missed,
        mistaken=change.mistaken,
    )


def _log(
    room: Room,
    learner: Learner,
    sequence: int,
    row: Asked,
    shown: Shown,
    delivery: Delivery | None,
    now: datetime,
    *,
    scored: bool,
) -> None:
    elapsed = int((now - row.shown_at).total_seconds() * 1000) if row.shown_at else None
    if elapsed is not None and not 0 <= elapsed <= LONGEST_MS:
        elapsed = None
    entry = _entry(learner, sequence, row, shown, delivery, now)
    answers.append(room.tx, replace(entry, elapsed_ms=elapsed, scored=scored))


def _entry(
    learner: Learner, sequence: int, row: Asked, shown: Shown, delivery: Delivery | None, now: datetime
) -> LoggedAnswer:
    assert row.answer is not None
    in_minute = row.minute_id is not None
    source = "minute" if in_minute else delivery.kind.source if delivery else "set"
    return LoggedAnswer(
        learner.id, sequence, Event.ANSWER, now, timing.today(learner, now),
        row.fact_id, row.variant_id, row.revision, shown.variant.truth, row.truth, row.answer,
        guess_offered=not in_minute, guess=bool(row.guess), elapsed_ms=None, source=source,
        source_id=row.minute_id or row.delivery_id, rule_version=memory.RULE_VERSION,
    )  # fmt: skip


def _asks(learner: Learner, row: Asked, shown: Shown, mark: Mark) -> bool:
    rightly_errado = row.answer is Answer.ERRADO and mark is Mark.RIGHT
    offered = learner.words_on and row.minute_id is None
    return rightly_errado and offered and bool(wording.phrases(shown.variant))
