"""`/duelo`: the same ten assertions for two, each in their own chat; the result told to both, once."""

from __future__ import annotations

import json
from datetime import datetime
from statistics import median

from bot.lessons import asking, joining, timing
from bot.lessons.drills import DuelOn, DuelRefused, NoDuel
from bot.lessons.outcomes import Stranger, Who
from bot.lessons.school import Room
from bot.tutor import duel as rules
from bot.tutor import rounds
from bot.tutor.duel import OPEN_FOR, SIZE, Score
from storage import asked, deliveries, duels, learners, notices
from storage.deliveries import Delivery, Kind, State
from storage.duels import Duel
from storage.learners import Learner
from storage.notices import NoticeKind

_NOTHING_SEEN = rounds.Seen({}, {}, {})
_AT_ONCE = 50


def challenge(room: Room, who: Who, now: datetime) -> DuelOn | DuelRefused | Stranger:
    """A new duel, or how today's stands: whoever is in one goes on with it."""
    learner = learners.find(room.tx, who.face, who.user_id)
    if learner is None:
        return Stranger(who.language)
    playing = deliveries.find(room.tx, learner.id, timing.today(learner, now), Kind.DUEL)
    if playing is not None:
        return _go_on(room, learner, playing, now)
    items = rounds.choose(room.bank, SIZE, _NOTHING_SEEN, room.coin)
    duel_id = duels.open_one(room.tx, items, learner.id, now, now + OPEN_FOR)
    duel = duels.get(room.tx, duel_id)
    assert duel is not None
    delivery = _put(room, learner, duel, now)
    duels.give_sets(room.tx, duel_id, challenger=delivery.id)
    return _on(room, learner, delivery, duel_id, now, is_mine=True)


def accept(room: Room, who: Who, duel_id: int, language: str, now: datetime) -> DuelOn | DuelRefused | Stranger:
    """Take up a challenge by its link; a stranger becomes a learner by it."""
    duel = duels.get(room.tx, duel_id)
    learner = learners.find(room.tx, who.face, who.user_id) or joining.enrol(room, who, language, now)
    if duel is None:
        return DuelRefused(timing.schedule(room, learner, now), NoDuel.OVER)
    mine = next((seat for seat in duel.seats if seat.learner_id == learner.id), None)
    if mine is not None and mine.delivery_id is not None:
        delivery = deliveries.get(room.tx, mine.delivery_id)
        assert delivery is not None
        return _go_on(room, learner, delivery, now)
    if duel.due_at is None:
        return DuelRefused(timing.schedule(room, learner, now), NoDuel.OVER)
    if deliveries.find(room.tx, learner.id, timing.today(learner, now), Kind.DUEL) is not None:
        return DuelRefused(learner, NoDuel.ONE_A_DAY)
    if not duels.sit(room.tx, duel.id, learner.id, now + OPEN_FOR):
        return DuelRefused(timing.schedule(room, learner, now), NoDuel.TAKEN)
    delivery = _put(room, learner, duel, now)
    duels.give_sets(room.tx, duel.id, rival=delivery.id)
    return _on(room, learner, delivery, duel.id, now, is_mine=False)


def finished(room: Room, delivery: Delivery, now: datetime) -> None:
    """One of the two is done; where the other is too, the result is due."""
    duel = duels.of_set(room.tx, delivery.id)
    if duel is not None and all(_is_done(room, seat.delivery_id) for seat in duel.seats):
        duels.hasten(room.tx, duel.id, now)


def settle(room: Room, now: datetime) -> None:
    """Owe both players of each duel that is due its result; whoever is gone is owed nothing."""
    for duel in duels.due(room.tx, now, _AT_ONCE):
        if duels.claim(room.tx, duel.id):
            _tell(room, duel, now)


def _tell(room: Room, duel: Duel, now: datetime) -> None:
    scores = [_score(room, seat.delivery_id) for seat in duel.seats]
    for seat, mine, theirs in zip(duel.seats, scores, reversed(scores), strict=True):
        if seat.learner_id is None or mine is None:
            continue
        told = {"mine": mine.net, "theirs": theirs.net if theirs else None, "ending": rules.ending(mine, theirs)}
        notices.add(room.tx, seat.learner_id, NoticeKind.DUEL, json.dumps(told), now)


def _score(room: Room, delivery_id: int | None) -> Score | None:
    if delivery_id is None:
        return None
    rows = asked.answered_in(room.tx, delivery_id)
    times = [(row.answered_at - row.shown_at).total_seconds() for row in rows if row.answered_at and row.shown_at]
    pace = round(10 * median(times)) if times else None
    return Score(sum(row.points or 0 for row in rows), len(rows), pace)


def _is_done(room: Room, delivery_id: int | None) -> bool:
    delivery = deliveries.get(room.tx, delivery_id) if delivery_id is not None else None
    return delivery is not None and delivery.state is State.ANSWERED


def _put(room: Room, learner: Learner, duel: Duel, now: datetime) -> Delivery:
    facts = [item.fact_id for item in duel.items]
    delivery = deliveries.claim(room.tx, learner.id, timing.today(learner, now), Kind.DUEL, facts, now)
    assert delivery is not None
    return delivery


def _go_on(room: Room, learner: Learner, delivery: Delivery, now: datetime) -> DuelOn | DuelRefused:
    duel = duels.of_set(room.tx, delivery.id)
    if duel is None or duel.due_at is None:
        return DuelRefused(learner, NoDuel.ONE_A_DAY if delivery.day == timing.today(learner, now) else NoDuel.OVER)
    is_mine = duel.challenger.delivery_id == delivery.id and duel.rival.learner_id is None
    return _on(room, learner, delivery, duel.id, now, is_mine=is_mine)


def _on(room: Room, learner: Learner, delivery: Delivery, duel_id: int, now: datetime, *, is_mine: bool) -> DuelOn:
    step = asking.next_step(room, learner, delivery, now)
    return DuelOn(timing.schedule(room, learner, now), duel_id if is_mine else None, step)
