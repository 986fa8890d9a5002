"""Putting assertions to a learner, one at a time, until the set is through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.lessons import timing, topics
from bot.lessons.outcomes import Feedback, Leech, Missed, Shown, Step, Summary
from bot.lessons.school import Room
from bot.tutor import leeches, memory, plan, variants, wording
from bot.tutor.grading import Answer, Mark, grade
from content.bank import Fact, Variant
from storage import asked, deliveries, duels, memories, progress
from storage.asked import Asked, Seen
from storage.deliveries import Delivery, Kind, State
from storage.learners import Learner
from storage.progress import Progress

GRACE = timedelta(seconds=30)
"""How long the conversation has to show what a lesson decided before a resumer does."""

FORECAST_DAYS = 60
REPEATING = (Kind.MISTAKES, Kind.DUEL)
"""Sets that ask what was answered today as well."""


def next_step(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> Step:
    """The open assertion of a set, else the next one, else the summary. Hands out at most one."""
    return go_on(room, learner, delivery, progress_in(room, learner, delivery, now), now)


def progress_in(room: Room, learner: Learner, delivery: Delivery | None, now: datetime) -> Progress:
    """How far the learner is today, and in that set; of its next fact, what they have seen."""
    since = timing.day_start(learner, timing.today(learner, now))
    ahead = delivery.facts[delivery.handed :] if delivery else ()
    return progress.read(room.tx, learner.id, since, delivery.id if delivery else None, ahead[0] if ahead else "")


def go_on(room: Room, learner: Learner, delivery: Delivery, reached: Progress, now: datetime) -> Step:
    """The same, with the learner's progress read before."""
    waiting = asked.get(room.tx, reached.waiting) if reached.waiting is not None else None
    shown = waiting and resolve(room, waiting, delivery)
    if shown:
        return shown
    if waiting:  # the bank lost its fact
        asked.change(room.tx, waiting.id, outdated=True, show_due=None)
    handed = _hand_out_next(room, learner, delivery, reached, now)
    if handed:
        return handed
    deliveries.change(room.tx, delivery.id, state=State.ANSWERED)
    return summary(room, learner, delivery, now)


def resolve(room: Room, row: Asked, delivery: Delivery | None) -> Shown | None:
    """An asked row with its sentence; None where the bank no longer has it."""
    fact = room.bank.facts.get(row.fact_id)
    variant = fact.variant(row.variant_id) if fact else None
    if fact is None or variant is None:
        return None
    title = room.bank.subtopic_of(fact).title
    total = len(delivery.facts) if delivery else 1
    return Shown(row.id, fact, variant, title, row.position, total, row.shown_ref)


def owed(room: Room, delivery: Delivery | None, now: datetime) -> Step | None:
    """The open assertion of a set that nobody has shown yet, and that nobody is about to show: it is the caller's."""
    waiting = asked.open_in(room.tx, delivery.id) if delivery else None
    if waiting is None or not asked.take_unshown(room.tx, waiting.id, now, now + GRACE):
        return None
    return resolve(room, waiting, delivery)


def feedback(room: Room, row: Asked, shown: Shown, misses: int | None = None) -> Feedback:
    """What an answered row was worth, by the points given then, and what was asked about its words since.

    `misses`: how often its fact was missed, where that was read before.
    """
    assert row.answer is not None
    assert row.points is not None
    mark = grade(row.answer, shown.variant.truth).mark
    scored = mark is Mark.BLANK or row.points != 0
    is_open = row.words_order is not None and row.words is None
    phrases = wording.in_order(shown.variant, row.words_order) if row.words_order and is_open else ()
    leech = _leech(room, row, shown.fact, misses) if mark is not Mark.RIGHT else None
    return Feedback(shown, row.answer, bool(row.guess), mark, row.points, scored, phrases, row.words, leech)


def summary(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> Summary:
    """The account of a set: the net score, what was missed and when it returns."""
    rows = asked.answered_in(room.tx, delivery.id)
    net = sum(row.points or 0 for row in rows)
    right = sum(row.points == 1 for row in rows)
    blank = sum(row.answer is Answer.BLANK for row in rows)
    wrong = sum(row.points == -1 for row in rows)
    today = timing.today(learner, now)
    known = memories.of_learner(room.tx, learner.id)
    ahead = memories.forecast(room.tx, learner.id, today, today + timedelta(days=FORECAST_DAYS))
    return Summary(
        delivery.id, delivery.kind, right, wrong, blank, net, timing.streak_days(learner, now),
        _missed(room, rows, known), today, ahead[0] if ahead else None, timing.next_set_at(learner, now),
        more=bool(candidates(room, learner, now, 1)),
        all_learnt=all(fact_id in known for fact_id in topics.chosen(room, learner).askable),
        exam_in=timing.days_to_exam(learner, today),
    )  # fmt: skip


def candidates(room: Room, learner: Learner, now: datetime, size: int, new: int | None = None) -> list[str]:
    """Facts for a set of `size` now: what was answered today is left out.

    Of them `new` are new at most; all may be where no number is given, and on a learner's first day.
    """
    day = timing.today(learner, now)
    done = asked.answered_facts(room.tx, learner.id, timing.day_start(learner, day))
    known = memories.of_learner(room.tx, learner.id)
    size = min(size, plan.MOST_A_DAY - len(done))
    mistaken = memories.mistaken(room.tx, learner.id)
    first_day = not known and new != 0
    pace = plan.Pace(size, size if new is None or first_day else new, timing.horizon(learner, day))
    if new is not None:  # the daily set, and no more that was asked for
        pace = replace(pace, easy_days=timing.days_in(learner.easy_days))
    return plan.daily_set(topics.chosen(room, learner), known, day, pace, done=done, mistaken=mistaken)


def _hand_out_next(room: Room, learner: Learner, delivery: Delivery, reached: Progress, now: datetime) -> Shown | None:
    last = len(delivery.facts) if len(reached.done) < plan.MOST_A_DAY else 0
    wanted = room.bank.askable if delivery.kind is Kind.DUEL else topics.chosen(room, learner).askable
    for index in range(delivery.handed, last):
        fact = wanted.get(delivery.facts[index])
        if fact is None or (fact.id in reached.done and delivery.kind not in REPEATING):
            continue
        seen = reached.seen if fact.id == reached.fact_id else asked.seen(room.tx, learner.id, fact.id)
        variant = _sentence(room, delivery, fact, seen)
        row = asked.hand_out(
            room.tx, seen, learner_id=learner.id, delivery_id=delivery.id, position=index + 1, fact_id=fact.id,
            variant_id=variant.id, revision=fact.revision, truth=variant.truth, handed_at=now,
            show_due=now + GRACE,
        )  # fmt: skip
        state = State.SENDING if delivery.state is State.PLANNED else delivery.state
        deliveries.change(room.tx, delivery.id, handed=index + 1, state=state)
        return resolve(room, row, delivery)
    deliveries.change(room.tx, delivery.id, handed=len(delivery.facts))
    return None


def _sentence(room: Room, delivery: Delivery, fact: Fact, seen: Seen) -> Variant:
    """By fair coin and least seen; in a duel that of both."""
    duel = duels.of_set(room.tx, delivery.id) if delivery.kind is Kind.DUEL else None
    fixed = fact.variant(duel.variant_of(fact.id) or "") if duel else None
    return fixed or variants.choose(fact, seen.times, room.coin)


def _leech(room: Room, row: Asked, fact: Fact, misses: int | None) -> Leech | None:
    if misses is None:
        misses = memories.misses(room.tx, row.learner_id, fact.id)
    if not leeches.is_leech(misses):
        return None
    near = leeches.neighbour(room.bank, fact)
    return Leech(near.sides(True)[0].text if near else None)


def _missed(room: Room, rows: Sequence[Asked], known: dict[str, memory.Memory]) -> tuple[Missed, ...]:
    lost = [row for row in rows if row.points == -1 or row.answer is Answer.BLANK]
    return tuple(
        Missed(room.bank.facts[row.fact_id], memory.next_due(known[row.fact_id]))
        for row in lost
        if row.fact_id in known and row.fact_id in room.bank.facts
    )
