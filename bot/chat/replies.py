"""From what a lesson returned to what the chat shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.priority import Priority
from bot.chat.reply import Block, Post, Reply, Rewrite
from bot.chat.screens import assertion, exam, feedback, minute, notices, nudge, settings, summary, zones
from bot.chat.words import language_for, translator
from bot.lessons.answering import Taken
from bot.lessons.drills import MinuteOn, MinuteOver, MinuteState, Worded
from bot.lessons.minute import MinuteTaken
from bot.lessons.outcomes import (
    AlreadyAnswered,
    Answered,
    AutoPaused,
    Continued,
    Delivered,
    ExamAsked,
    ExamTold,
    Explained,
    Feedback,
    Joined,
    NothingDue,
    NotYours,
    Nudged,
    Outdated,
    Settings,
    Shown,
    Step,
    Stranger,
)
from storage.learners import Learner


def answered(outcome: Taken, ref: str | None) -> Reply:
    """After a press, on message `ref`, of one of the five answers; a second copy elsewhere loses its buttons."""
    match outcome:
        case Answered(learner, given, following, skipped):
            other = given.shown.shown_ref
            return Reply(
                toast=feedback.toast(given, learner.language),
                rewrite=feedback.feedback(given, learner.language),
                closes=given.shown.asked_id,
                retire=other if other != ref else None,
                posts=_posts(following, learner),
                others=_whole_truths(skipped, learner),
            )
        case AlreadyAnswered(learner, given, owed):
            return Reply(
                toast=_already(learner),
                rewrite=feedback.feedback(given, learner.language),
                closes=given.shown.asked_id,
                posts=_posts(owed, learner),
            )
        case MinuteTaken():
            return _in_minute(outcome)
        case _:
            return refused(outcome)


def worded(outcome: Worded | AlreadyAnswered) -> Reply:
    """After the choice of a phrase: the whole verdict, and whether it was the right one."""
    learner, given = outcome.learner, outcome.feedback
    if isinstance(outcome, AlreadyAnswered):
        toast: str | None = _already(learner)
    else:
        toast = feedback.words_toast(given, learner.language)
    return Reply(
        toast=toast,
        rewrite=feedback.feedback(given, learner.language),
        closes=given.shown.asked_id,
        posts=_posts(outcome.next, learner),
    )


def minute_begun(outcome: MinuteState) -> Reply:
    """The message of a minute, sent; an older one of the same minute loses its buttons."""
    return Reply(retire=outcome.ref, posts=(_of_minute(outcome),))


def minute_owed(state: MinuteState) -> Reply:
    """The message of a minute brought up to date, or sent where there is none."""
    if state.ref is None:
        return Reply(posts=(_of_minute(state),))
    return Reply(rewrite=minute.minute(state, state.learner.language), closes=_asked_of(state))


def refused(outcome: Outdated | NotYours | Stranger) -> Reply:
    """A press that changes nothing: a toast says why."""
    t = translator(outcome.language or language_for(None))
    match outcome:
        case Outdated(_, owed):
            posts = (_assertion(owed, outcome.language or language_for(None)),) if isinstance(owed, Shown) else ()
            return Reply(toast=t.gettext("This button is out of date. /hoje shows where you are."), posts=posts)
        case NotYours():
            return Reply(toast=t.gettext("This button belongs to somebody else. /start gives you your own."))
        case Stranger():
            words = t.gettext("We have not met yet: /start brings your first assertion.")
            return Reply(toast=words, posts=(Post(notices.plain(words)),))


def joined(outcome: Joined) -> Reply:
    """The welcome and the first assertion, in one message."""
    language = outcome.learner.language
    return Reply(posts=_posts(outcome.next, outcome.learner, *notices.welcome(language)))


def continued(outcome: Continued | NothingDue) -> Reply:
    """The open assertion shown anew (the older message loses its buttons), or the summary."""
    if isinstance(outcome, NothingDue):
        return Reply(posts=(Post(notices.nothing_due(outcome)),))
    older = outcome.next.shown_ref if isinstance(outcome.next, Shown) else None
    return Reply(retire=older, posts=_posts(outcome.next, outcome.learner))


def explained(outcome: Explained, unfold: bool) -> Reply:
    """The verdict with its long explanation unfolded or folded away."""
    folded = feedback.feedback(outcome.feedback, outcome.learner.language)
    return Reply(rewrite=feedback.explanation(outcome) if unfold else folded)


def adjusted(outcome: Settings, page: str) -> Reply:
    """A page of the settings, in place of the one pressed."""
    t = translator(outcome.learner.language)
    toast = t.gettext("Saved") if outcome.changed else None
    if outcome.is_last:
        toast = t.gettext("One subtopic stays on: without any there is nothing to ask.")
    return Reply(toast=toast, rewrite=settings.menu(outcome, page))


def city_wanted(learner: Learner) -> Reply:
    """The learner is asked to write a city's name."""
    return Reply(rewrite=zones.ask(learner))


def cities_found(learner: Learner, found: Sequence[str]) -> Reply:
    """The zones that a search brought."""
    return Reply(posts=(Post(zones.results(learner, found) if found else zones.nothing_found(learner)),))


def examined(outcome: ExamTold | Settings | Stranger) -> Reply:
    """After a button about the exam."""
    match outcome:
        case ExamTold():
            return Reply(rewrite=exam.thanks(outcome))
        case Settings():
            return adjusted(outcome, "exam")
        case Stranger():
            return refused(outcome)


def delivered(outcome: Delivered) -> Post:
    """The greeting line and the first assertion."""
    language = outcome.learner.language
    post = _posts(outcome.next, outcome.learner, notices.greeting(language))[0]
    return replace(post, silent=outcome.silent, priority=Priority.SET)


def nudged(outcome: Nudged) -> Post:
    """The reminder."""
    return Post(nudge.nudge(outcome), priority=Priority.NUDGE)


def autopaused(outcome: AutoPaused) -> Post:
    """The kind word before the silence."""
    return Post(nudge.autopaused(outcome), priority=Priority.NUDGE)


def exam_asked(outcome: ExamAsked) -> Post:
    """The one question after the exam."""
    return Post(exam.question(outcome.learner), priority=Priority.NUDGE)


def put(shown: Shown, learner: Learner) -> Post:
    """An assertion without a preface."""
    return _assertion(shown, learner.language)


def _posts(step: Step | None, learner: Learner, *preface: Block) -> tuple[Post, ...]:
    match step:
        case None:
            return ()
        case Shown():
            return (_assertion(step, learner.language, *preface),)
        case _:
            return (Post(summary.summary(step, learner)),)


def _assertion(shown: Shown, language: str, *preface: Block) -> Post:
    return Post(assertion.assertion(shown, language, *preface), asked_id=shown.asked_id)


def _whole_truths(given: Sequence[Feedback], learner: Learner) -> tuple[Rewrite, ...]:
    return tuple(
        Rewrite(one.shown.shown_ref, feedback.feedback(one, learner.language), one.shown.asked_id)
        for one in given
        if one.shown.shown_ref is not None
    )


def _in_minute(taken: MinuteTaken) -> Reply:
    state = taken.state
    learner = state.learner
    return Reply(
        toast=_minute_toast(state),
        rewrite=minute.minute(state, learner.language),
        closes=_asked_of(state),
        retire=taken.other,
        others=_whole_truths(taken.skipped, learner),
    )


def _minute_toast(state: MinuteState) -> str | None:
    if isinstance(state, MinuteOn):
        if state.again:
            return _already(state.learner)
        return minute.mark(state.last, state.learner.language) if state.last else None
    if state.late:
        return translator(state.learner.language).gettext("Time is up: this one was not counted.")
    return None


def _of_minute(state: MinuteState) -> Post:
    screen = minute.minute(state, state.learner.language)
    return Post(screen, asked_id=state.shown.asked_id if isinstance(state, MinuteOn) else None)


def _asked_of(state: MinuteState) -> int | None:
    return state.asked_id if isinstance(state, MinuteOver) else state.shown.asked_id


def _already(learner: Learner) -> str:
    return translator(learner.language).gettext("This one is answered already; the first tap counts.")
