"""/erros: the facts missed and not yet put right, by subtopic, and a review of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.lessons import asking, history, studying, timing
from bot.lessons.drills import Mistake, MistakesPage
from bot.lessons.outcomes import Continued, NothingDue, Stranger, Who
from bot.lessons.school import Room
from bot.tutor.grading import Mark
from bot.tutor.notebook import Entry, open_mistakes
from storage import answers, asked, deliveries, learners
from storage.answers import LoggedAnswer
from storage.deliveries import Kind
from storage.learners import Learner

A_PAGE = 4


def notebook(room: Room, who: Who, page: int, now: datetime) -> MistakesPage | Stranger:  # noqa: ARG001 - every lesson's
    """One page of the notebook; a page that it does not have (any more) is the last one."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    missed = _open(room, learner)
    pages = max(1, -(-len(missed) // A_PAGE))
    page = min(page, pages - 1)
    return MistakesPage(learner, page, pages, len(missed), tuple(missed[page * A_PAGE : (page + 1) * A_PAGE]))


def revise(room: Room, who: Who, page: int, now: datetime) -> Continued | NothingDue | Stranger:
    """Ask the facts of a page now; where such a review is open, go on with it."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    day = timing.today(learner, now)
    delivery = deliveries.find(room.tx, learner.id, day, Kind.MISTAKES)
    if delivery is None or asked.open_in(room.tx, delivery.id) is None:
        waiting = asked.waiting_facts(room.tx, learner.id, timing.day_start(learner, day))
        missed = _open(room, learner)[page * A_PAGE : (page + 1) * A_PAGE]
        facts = [mistake.fact.id for mistake in missed if mistake.fact.id not in waiting]
        if not facts:
            return studying.nothing(room, learner, now)
        if delivery is None:
            delivery = studying.open_set(room, learner, Kind.MISTAKES, facts, now)
        else:
            delivery = deliveries.extend(room.tx, delivery, facts)
    step = asking.next_step(room, learner, delivery, now)
    return Continued(timing.schedule(room, learner, now), step)


def _open(room: Room, learner: Learner) -> list[Mistake]:
    """The notebook in the bank's order of subtopics; in each the longest open first."""
    log = history.scored_answers(history.as_corrected(answers.of_learner(room.tx, learner.id)))
    entries = [Entry(entry.fact_id, entry.key, history.mark_of(entry), entry.day) for entry in log]
    last = {entry.fact_id: entry for entry in log if history.mark_of(entry) is not Mark.RIGHT}
    found = [_mistake(room, last[fact_id]) for fact_id in open_mistakes(entries)]
    order = {subtopic.id: index for index, subtopic in enumerate(room.bank.subtopics)}
    known: Sequence[Mistake] = [mistake for mistake in found if mistake is not None]
    return sorted(known, key=lambda mistake: order[mistake.fact.subtopic_id])


def _mistake(room: Room, entry: LoggedAnswer) -> Mistake | None:
    fact = room.bank.askable.get(entry.fact_id)
    variant = fact.variant(entry.variant_id) if fact else None
    if fact is None or variant is None:
        return None
    return Mistake(fact, room.bank.subtopic_of(fact).title, variant, entry.answer)
