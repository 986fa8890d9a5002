"""Messages owed once: each is claimed before it is sent, so that none comes twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.lessons import duelling, timing
from bot.lessons.drills import CorrectionTold, DuelTold
from bot.lessons.school import Room
from bot.tutor.days import in_quiet_hours
from bot.tutor.duel import Ending
from content.bank import Variant
from storage import learners, notices
from storage.notices import Notice, NoticeKind

Told = CorrectionTold | DuelTold

AGAIN = timedelta(minutes=1)
ABSENT = timedelta(days=1)
"""How long to wait for somebody who cannot be reached."""


def owed(room: Room, now: datetime, limit: int) -> Sequence[Told]:
    """Claim what is to be sent now."""
    duelling.settle(room, now)
    due = notices.due(room.tx, now, limit)
    return [told for told in (_claim(room, notice, now) for notice in due) if told is not None]


def later(room: Room, notice_id: int, now: datetime) -> None:
    """It was certainly not sent: it is tried again."""
    notices.put_off(room.tx, notice_id, now + AGAIN)


def _claim(room: Room, notice: Notice, now: datetime) -> Told | None:
    learner = learners.get(room.tx, notice.learner_id)
    address = learners.address(room.tx, notice.learner_id)
    if learner is None or address is None:
        notices.put_off(room.tx, notice.id, now + ABSENT)
        return None
    if not notices.claim(room.tx, notice.id):
        return None
    agenda = timing.agenda_of(learner)
    silent = in_quiet_hours(now, agenda.quiet, agenda.place)
    where = (learner, address.chat_id, address.face, notice.id)
    if notice.kind is NoticeKind.DUEL:
        told = json.loads(notice.body)
        return DuelTold(*where, told["mine"], told["theirs"], Ending(told["ending"]), silent)
    variants = _variants(room, notice.body)
    return CorrectionTold(*where, variants, silent) if variants else None


def _variants(room: Room, body: str) -> tuple[Variant, ...]:
    named = (line.partition(" ") for line in body.splitlines())
    facts = ((room.bank.facts.get(fact_id), variant_id) for fact_id, _, variant_id in named)
    found = (fact.variant(variant_id) if fact else None for fact, variant_id in facts)
    return tuple(variant for variant in found if variant is not None)
