"""The exam: its day, the number a day it takes, and how it went."""

from __future__ import annotations

from datetime import date, datetime

from bot.lessons import adjusting, timing
from bot.lessons.outcomes import ExamAsked, ExamTold, Settings, Stranger, UnreadableDay, Who
from bot.lessons.school import Room
from bot.tutor import exam, plan
from bot.tutor.exam import DayError, Result
from storage import learners
from storage.learners import Address, Learner

MOST_MONTHS = 24
_NO = frozenset({"não", "nao", "no", "remover", "remove", "sem", "none"})


def set_day(room: Room, who: Who, wanted: str, now: datetime) -> Settings | UnreadableDay | Stranger:
    """/prova 12/03/2027, /prova não; nothing wanted changes nothing."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    if not wanted:
        return adjusting.shown(room, learner, now)
    if wanted.casefold() in _NO:
        return _plan_for(room, learner, None, now)
    day = exam.parse_day(wanted, timing.today(learner, now))
    return UnreadableDay(learner, day) if isinstance(day, DayError) else _plan_for(room, learner, day, now)


def in_months(room: Room, who: Who, months: int, now: datetime) -> Settings | Stranger:
    """The exam's day by a button; zero months remove it."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    if not 0 <= months <= MOST_MONTHS:
        return adjusting.shown(room, learner, now)
    day = exam.in_months(timing.today(learner, now), months) if months else None
    return _plan_for(room, learner, day, now)


def accept(room: Room, who: Who, count: int, new: int, now: datetime) -> Settings | Stranger:
    """Take the proposed numbers a day; the usual ones return after the exam."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    most = plan.MOST_A_DAY
    if learner.exam_day is None or not (1 <= count <= most and 0 <= new <= most):
        return adjusting.shown(room, learner, now)
    usual = {} if learner.usual_count else {"usual_count": learner.daily_count, "usual_new": learner.new_count}
    learners.change(room.tx, learner.id, daily_count=count, new_count=new, **usual)
    return adjusting.shown(room, timing.fresh(room, learner), now, changed="exam")


def ask_how_it_went(room: Room, learner: Learner, address: Address, now: datetime) -> ExamAsked | None:
    """After the exam's day, once, at the time of the next set; the plan relaxes with it.

    Claimed in this transaction, and like a nudge not repeated: /prova asks the same again.
    """
    at = timing.next_question_at(learner, now)
    if at is None or at > now:
        return None
    learners.change(room.tx, learner.id, exam_result=Result.ASKED, **_relaxed(learner))
    return ExamAsked(timing.fresh(room, learner), address.chat_id, address.face)


def tell(room: Room, who: Who, result: Result, now: datetime) -> ExamTold | Settings | Stranger:
    """How it went; the last word stands. Where no exam has gone by, the settings as they are."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    if learner.exam_day is None or not exam.is_over(learner.exam_day, timing.today(learner, now)):
        return adjusting.shown(room, learner, now)
    learners.change(room.tx, learner.id, exam_result=result, **_relaxed(learner))
    return ExamTold(timing.schedule(room, learner, now), result)


def _plan_for(room: Room, learner: Learner, day: date | None, now: datetime) -> Settings:
    relaxed = {} if day else _relaxed(learner)
    learners.change(room.tx, learner.id, exam_day=day, exam_result=None, **relaxed)
    return adjusting.shown(room, timing.schedule(room, learner, now), now, changed="exam")


def _relaxed(learner: Learner) -> dict[str, int | None]:
    if learner.usual_count is None or learner.usual_new is None:
        return {}
    usual = {"daily_count": learner.usual_count, "new_count": learner.usual_new}
    return {**usual, "usual_count": None, "usual_new": None}
