"""What is written down after the fact, for many at once: what stands in the chats now, which updates are done with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.tutor.minute import LENGTH
from storage import asked, deliveries, minutes, updates
from storage.store import Tx
from storage.updates import Handled


@dataclass(frozen=True, slots=True)
class Stands:
    """An assertion stands in the chat as message `ref`."""

    asked_id: int
    ref: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reply has brought: an assertion, the verdict of another that is complete with it, or both."""

    stands: Stands | None = None
    verdict_of: int | None = None


def mark(tx: Tx, marks: Sequence[Mark]) -> None:
    """Note what stands in the chats; with an assertion its set has arrived, of a minute its message is up to date."""
    standing = sorted((each.stands for each in marks if each.stands), key=lambda stands: stands.asked_id)
    verdicts = sorted(each.verdict_of for each in marks if each.verdict_of is not None)
    if standing:
        shown = [(stands.asked_id, stands.ref, stands.at) for stands in standing]
        asked.shown(tx, shown)
        deliveries.arrived(tx, [(asked_id, at) for asked_id, _, at in shown])
    if verdicts:
        asked.verdicts_shown(tx, verdicts)
    _mark_minutes(tx, standing, verdicts)


def handled(tx: Tx, done: Sequence[Handled]) -> None:
    """These updates are done with."""
    updates.handled(tx, done)


def _mark_minutes(tx: Tx, standing: Sequence[Stands], verdicts: Sequence[int]) -> None:
    minute_of = minutes.of_assertions(tx, [*(stands.asked_id for stands in standing), *verdicts])
    for stands in standing:
        if found := minute_of.get(stands.asked_id):
            first = found.shown_ref is None and found.closed_at is None
            ends_at = stands.at + LENGTH if first else found.ends_at
            due = stands.at if found.closed_at else ends_at  # one that was closed meanwhile becomes its tally
            minutes.change(tx, found.id, shown_ref=stands.ref, ends_at=ends_at, show_due=due, attempts=0)
    for asked_id in verdicts:
        if found := minute_of.get(asked_id):
            minutes.change(tx, found.id, show_due=None if found.closed_at else found.ends_at, attempts=0)
