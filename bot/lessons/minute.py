"""/minuto: as many assertions as fit in sixty seconds, in one message that is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.lessons import asking, taking, timing, topics
from bot.lessons.drills import MinuteOn, MinuteOver, MinuteState, Tally
from bot.lessons.outcomes import Feedback, NothingDue, Shown, Stranger, Who
from bot.lessons.school import Room
from bot.lessons.taking import Own
from bot.tutor import minute, plan, variants
from bot.tutor.grading import Answer
from storage import asked, learners, memories, minutes
from storage.asked import Asked
from storage.learners import Learner
from storage.minutes import Minute

MOST_TRUTHS = 10
"""So many true sentences fit into a message."""


@dataclass(frozen=True, slots=True)
class MinuteTaken:
    """A tap within a minute, or after it: what its message shows now. `other`: a second copy of the message."""

    state: MinuteState
    counted: bool
    other: str | None = None
    skipped: tuple[Feedback, ...] = ()


def begin(room: Room, who: Who, now: datetime) -> MinuteState | NothingDue | Stranger:
    """Begin a minute; one that runs already is shown anew, one whose time is over is closed by the next tick."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    running = minutes.running(room.tx, learner.id)
    if running is not None:
        if now < running.ends_at:
            return state(room, learner, running, now)
        minutes.close(room.tx, running.id, now, show_due=now)
    day = timing.today(learner, now)
    begun = minutes.begin(room.tx, learner.id, day, now, now + minute.LENGTH, show_due=now + asking.GRACE)
    shown = _hand_out(room, learner, begun, (), now)
    if shown is None:
        minutes.close(room.tx, begun.id, now, show_due=now)
        minutes.change(room.tx, begun.id, show_due=None)
        return NothingDue(learner, day, None)
    return MinuteOn(learner, shown, Tally(0, 0, 0, 0), minute.seconds_left(begun.ends_at, now))


def answer(room: Room, of: Own, given: Answer, now: datetime, ref: str | None) -> tuple[MinuteTaken, Learner]:
    """Take an answer of a minute; after its end none counts, and the message becomes the tally.

    The learner is the one that `taking.take` made, still to be kept.
    """
    learner, row = of.learner, of.row
    found = minutes.get(room.tx, row.minute_id or 0)
    assert found is not None
    other = found.shown_ref if ref and found.shown_ref != ref else None
    if ref and found.shown_ref != ref:
        minutes.change(room.tx, found.id, shown_ref=ref)
    unanswered = row.answered_at is None
    if found.closed_at is None and now >= found.ends_at:
        minutes.close(room.tx, found.id, now, show_due=now + asking.GRACE)
    found = minutes.get(room.tx, found.id)
    assert found is not None
    if found.closed_at is not None:
        over = tally(room, learner, found)
        return MinuteTaken(replace(over, late=unanswered), counted=False, other=other), learner
    shown = asking.resolve(room, row, None)
    settled = None
    if shown is not None and not row.outdated:
        settled = taking.take(room, of, shown, given, guess=False, now=now)
    minutes.change(room.tx, found.id, show_due=now + asking.GRACE)
    standing = state(room, learner, found, now)
    if isinstance(standing, MinuteOn) and settled is None:
        standing = replace(standing, again=True)
    return MinuteTaken(standing, settled is not None, other), settled.learner if settled else learner


def state(room: Room, learner: Learner, running: Minute, now: datetime) -> MinuteState:
    """A running minute as it stands: the open assertion, else the next one; over where the bank has no more."""
    rows = minutes.rows(room.tx, running.id)
    waiting = next((row for row in rows if row.answered_at is None and not row.outdated), None)
    shown = asking.resolve(room, waiting, None) if waiting else None
    if shown is None:
        if waiting is not None:  # the bank lost its fact
            asked.change(room.tx, waiting.id, outdated=True)
        shown = _hand_out(room, learner, running, rows, now)
    if shown is None:
        minutes.close(room.tx, running.id, now, show_due=now + asking.GRACE)
        return tally(room, learner, running)
    left = minute.seconds_left(running.ends_at, now)
    return MinuteOn(learner, shown, _count(rows), left, _last(room, rows), running.shown_ref)


def tally(room: Room, learner: Learner, over: Minute) -> MinuteOver:
    """What a minute came to, and the truth of what was missed in it."""
    rows = minutes.rows(room.tx, over.id)
    missed = (asking.resolve(room, row, None) for row in rows if row.points == -1 or row.answer is Answer.BLANK)
    truths = dict.fromkeys(shown.variant.true_text for shown in missed if shown)
    last = rows[-1].id if rows else None
    return MinuteOver(learner, _count(rows), tuple(truths)[:MOST_TRUTHS], last, over.shown_ref)


def _hand_out(room: Room, learner: Learner, running: Minute, rows: Sequence[Asked], now: datetime) -> Shown | None:
    """The next assertion. What waits elsewhere today is left alone: it would be out of date by being asked here."""
    since = timing.day_start(learner, running.day)
    apart = {row.fact_id for row in rows} | asked.waiting_facts(room.tx, learner.id, since)
    bank, done = topics.chosen(room, learner), asked.answered_facts(room.tx, learner.id, since)
    if len(done) >= plan.MOST_A_DAY:
        apart |= set(bank.askable) - done
    fact = minute.next_fact(bank, memories.facts(room.tx, learner.id), apart, room.coin)
    if fact is None:
        return None
    seen = asked.seen(room.tx, learner.id, fact.id)
    variant = variants.choose(fact, seen.times, room.coin)
    row = asked.hand_out(
        room.tx, seen, learner_id=learner.id, delivery_id=None, minute_id=running.id, position=len(rows) + 1,
        fact_id=fact.id, variant_id=variant.id, revision=fact.revision, truth=variant.truth, handed_at=now,
        shown_ref=running.shown_ref, shown_at=now if running.shown_ref else None, show_due=None,
    )  # fmt: skip
    return asking.resolve(room, row, None)


def _count(rows: Sequence[Asked]) -> Tally:
    points = [row.points for row in rows if row.points is not None]
    blank = sum(row.answer is Answer.BLANK for row in rows)
    return Tally(points.count(1), points.count(-1), blank, sum(points))


def _last(room: Room, rows: Sequence[Asked]) -> Feedback | None:
    answered = [row for row in rows if row.answered_at is not None]
    shown = asking.resolve(room, answered[-1], None) if answered else None
    return asking.feedback(room, answered[-1], shown) if shown else None
