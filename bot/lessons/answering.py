"""Taking an answer: once, whoever taps how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypedDict

from bot.lessons import asking, duelling, minute, noting, pausing, taking, timing
from bot.lessons.minute import MinuteTaken
from bot.lessons.noting import Mark, Stands
from bot.lessons.outcomes import (
    AlreadyAnswered,
    Answered,
    Explained,
    NotYours,
    Outdated,
    Step,
    Stranger,
    Summary,
    Who,
)
from bot.lessons.school import Room
from bot.lessons.taking import Own
from bot.tutor import memory
from bot.tutor.grading import Answer
from bot.tutor.memory import Memory
from storage import asked, learners
from storage.asked import Asked
from storage.deliveries import Delivery, Kind, State
from storage.learners import Learner
from storage.progress import Progress

Taken = Answered | AlreadyAnswered | MinuteTaken | Outdated | NotYours | Stranger


class _Chances(TypedDict, total=False):
    returns_on: date
    before: float
    now: float
    tomorrow: float


def answer(
    room: Room, who: Who, asked_id: int, given: Answer, *, guess: bool, now: datetime, ref: str | None = None
) -> Taken:
    """Grade and keep one answer and hand out what comes next.

    `ref` is the message tapped: where a send of unknown outcome arrived after all, this is how one learns it.
    """
    found = taking.own(room, who, asked_id)
    if not isinstance(found, Own):
        return found
    learner, row, delivery = found.learner, found.row, found.delivery
    if row.minute_id is not None:
        return _in_minute(room, found, given, now, ref)
    shown = asking.resolve(room, row, delivery)
    if shown is None or (row.outdated and row.answered_at is None):
        return Outdated(learner.language, asking.owed(room, delivery, now))
    if row.answered_at is None:
        arrived_after_all = row.shown_ref is None and bool(ref)
        if ref and arrived_after_all:
            noting.mark(room.tx, [Mark(Stands(row.id, ref, row.handed_at))])
        settled = taking.take(room, found, shown, given, guess=guess, now=now, ref=ref)
        if settled is not None:
            reached = asking.progress_in(room, learner, delivery, now)
            others = any(asked_id != row.id for asked_id in reached.questions)
            skipped = taking.skip_open(room, learner, now, but=row.id) if others else ()
            back = pausing.returned(settled.learner, now)
            following = _follow(room, back, delivery, reached, now)
            after = timing.scheduled(room, back, now, None if arrived_after_all else _as_left(delivery, following))
            learners.keep(room.tx, learner, after)
            return Answered(after, asking.feedback(room, settled.row, shown, settled.misses), following, skipped)
    before = asked.get(room.tx, asked_id)
    assert before is not None
    return AlreadyAnswered(learner, asking.feedback(room, before, shown), asking.owed(room, delivery, now))


def explain(room: Room, who: Who, asked_id: int, *, now: datetime) -> Explained | Outdated | NotYours | Stranger:
    """The long explanation of an answered assertion."""
    found = taking.own(room, who, asked_id)
    if not isinstance(found, Own):
        return found
    learner, row, delivery = found.learner, found.row, found.delivery
    shown = asking.resolve(room, row, delivery)
    if shown is None or row.answer is None or row.minute_id is not None:
        return Outdated(learner.language)
    given = asking.feedback(room, row, shown)
    if given.phrases:
        return Outdated(learner.language)  # which words are wrong is still to be said
    today = timing.today(learner, now)
    chances = _chances(learner, row, found.known.memory, today) if found.known else _Chances()
    return Explained(learner, given, today, **chances)


def _chances(learner: Learner, row: Asked, belief: Memory, today: date) -> _Chances:
    returns_on = memory.next_due(belief)
    if belief.reviewed_on < today:
        return {"returns_on": returns_on, "now": memory.retrievability(belief, today)}
    answered_today = row.answered_at is not None and timing.today(learner, row.answered_at) == today
    if row.recall is not None and answered_today:
        return {"returns_on": returns_on, "before": row.recall / 1000}
    return {"returns_on": returns_on, "tomorrow": memory.retrievability(belief, today + timedelta(days=1))}


def _in_minute(room: Room, of: Own, given: Answer, now: datetime, ref: str | None) -> MinuteTaken:
    learner = of.learner
    taken, after = minute.answer(room, of, given, now, ref)
    if not taken.counted:
        return taken
    skipped = taking.skip_open(room, learner, now, but=of.row.id)
    learners.keep(room.tx, learner, timing.scheduled(room, pausing.returned(after, now), now))
    return replace(taken, skipped=skipped)


def _follow(room: Room, learner: Learner, delivery: Delivery | None, reached: Progress, now: datetime) -> Step | None:
    if delivery is None:
        return None
    if delivery.day != timing.today(learner, now) and delivery.kind is not Kind.DUEL:
        return None  # an older set is no debt: its facts compete again in today's
    step = asking.go_on(room, learner, delivery, reached, now)
    if delivery.kind is Kind.DUEL and isinstance(step, Summary):
        duelling.finished(room, delivery, now)
    return step


def _as_left(delivery: Delivery | None, following: Step | None) -> Delivery | None:
    """A set after one of its assertions was answered and `following` was handed out."""
    if delivery is None or following is None:
        return delivery
    if isinstance(following, Summary):
        return replace(delivery, state=State.ANSWERED)
    return replace(delivery, state=State.SENDING) if delivery.state is State.PLANNED else delivery
