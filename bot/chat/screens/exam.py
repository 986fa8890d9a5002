"""The exam: its day and what it takes, the question afterwards, and thanks for the answer."""

from __future__ import annotations

from bot.chat.actions import ExamAction, encode
from bot.chat.reply import Block, Button, Rows, Screen, Tone, bold, say
from bot.chat.screens.choices import back, rows_of
from bot.chat.screens.when import date_in_words
from bot.chat.words import translator
from bot.lessons.outcomes import ExamTold, Settings, UnreadableDay
from bot.tutor.exam import DayError, Need, Result, days_left, is_over
from storage.learners import Learner

MONTHS = (1, 2, 3, 6)


def state(shown: Settings) -> Screen:
    """/prova and its page in the settings: when the exam is, or was, and what can be done about it."""
    learner = shown.learner
    if learner.exam_day is None:
        return _none(learner)
    if is_over(learner.exam_day, shown.today):
        return question(learner) if learner.exam_result in _OPEN else _none(learner)
    return _ahead(shown)


def in_short(shown: Settings) -> str:
    """The exam in a few words, for the list of the settings."""
    t, day = translator(shown.learner.language), shown.learner.exam_day
    if day is None or is_over(day, shown.today):
        return t.gettext("no date")
    return f"{date_in_words(day, shown.learner.language)} ({left_in_words(days_left(day, shown.today), shown.learner)})"


def left_in_words(days: int, learner: Learner) -> str:
    """«12 days to the exam»."""
    t = translator(learner.language)
    if days == 0:
        return t.gettext("the exam is today")
    return t.ngettext("{n} day to the exam", "{n} days to the exam", days).format(n=days)


def question(learner: Learner) -> Screen:
    """The one message after the exam."""
    t = translator(learner.language)
    words = t.gettext("Your exam has gone by: how did it go? From here on I plan at an easier pace.")
    buttons = (
        Button(t.gettext("I passed"), encode(ExamAction("how", Result.PASSED)), Tone.GOOD),
        Button(t.gettext("Not this time"), encode(ExamAction("how", Result.MISSED))),
        Button(t.gettext("I do not know yet"), encode(ExamAction("how", Result.WAITING))),
    )
    return Screen((say(words),), rows_of(buttons, 2))


def thanks(told: ExamTold) -> Screen:
    """What the question becomes once it is answered."""
    t = translator(told.learner.language)
    match told.result:
        case Result.PASSED:
            words = t.gettext(
                "Congratulations! 🎉 Thank you for telling me. I go on with light reviews for as long as you like."
            )
        case Result.MISSED:
            words = t.gettext(
                "Thank you for telling me. What you have learnt stays with you, and I go on with light reviews. "
                "When there is a new date, /prova sets it."
            )
        case _:
            words = t.gettext("Fingers crossed! When you know, /prova is the place to tell me.")
    return Screen((say(words),))


def unreadable(outcome: UnreadableDay) -> Screen:
    """What was typed after /prova names no usable day."""
    t = translator(outcome.learner.language)
    match outcome.problem:
        case DayError.PAST:
            words = t.gettext("That date has gone by. Try a later one: /prova 12/03/2027.")
        case DayError.TOO_FAR:
            words = t.gettext("That is over five years away. Try a nearer date.")
        case DayError.NO_SUCH_DAY:
            words = t.gettext("The calendar has no such day. Try another: /prova 12/03/2027.")
        case _:
            words = t.gettext("I did not understand the date. Try /prova 12/03/2027, or /prova não to remove it.")
    return Screen((say(words),))


_OPEN = (None, Result.ASKED, Result.WAITING)


def _none(learner: Learner) -> Screen:
    t = translator(learner.language)
    words = t.gettext("No exam date is set. With one, I plan your reviews so that you remember on that day.")
    how = t.gettext("Write it, as in /prova 12/03/2027, or choose:")
    return Screen((say(words), say(how)), (*_months(learner), back(learner)))


def _ahead(shown: Settings) -> Screen:
    learner, day = shown.learner, shown.learner.exam_day
    assert day is not None
    t = translator(learner.language)
    left = left_in_words(days_left(day, shown.today), learner)
    blocks = [say(bold(f"🎯 {date_in_words(day, learner.language)}: {left}"))]
    rows: Rows = ()
    if shown.need is not None:
        blocks.append(_need(shown.need, learner))
        rows = _acceptance(shown.need, learner)
    blocks.append(say(t.gettext("To change the date, write it, as in /prova 12/03/2027, or choose:")))
    remove = Button(t.gettext("Remove the date"), encode(ExamAction("in", "0")))
    return Screen(tuple(blocks), (*rows, *_months(learner), (remove,), back(learner)))


def _need(need: Need, learner: Learner) -> Block:
    t = translator(learner.language)
    takes = t.gettext("To see every fact and review it in time, it takes about {total} a day (new: {new}).")
    words = takes.format(total=need.total, new=need.new)
    if not need.is_enough:
        words += " " + t.gettext("Even so not everything can be reviewed: choose the subtopics that matter most.")
    elif need.total <= learner.daily_count and need.new <= learner.new_count:
        words += " " + t.gettext("You have {n} a day: that is enough.").format(n=learner.daily_count)
    return say(words)


def _acceptance(need: Need, learner: Learner) -> Rows:
    if need.total <= learner.daily_count and need.new <= learner.new_count:
        return ()
    count, new = max(need.total, learner.daily_count), max(need.new, learner.new_count)
    label = translator(learner.language).gettext("Make it {n} a day until the exam").format(n=count)
    return ((Button(label, encode(ExamAction("ok", f"{count}-{new}")), Tone.MAIN),),)


def _months(learner: Learner) -> Rows:
    t = translator(learner.language)
    return rows_of(
        (
            Button(t.ngettext("In {n} month", "In {n} months", n).format(n=n), encode(ExamAction("in", str(n))))
            for n in MONTHS
        ),
        2,
    )
