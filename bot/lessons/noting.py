"""What is written down after the fact, for many at once: what stands in the chats now, which updates are done with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.tutor.minute import LENGTH
from storage import minutes, standing, updates
from storage.standing import Stands
from storage.store import Tx
from storage.updates import Handled

__all__ = ["Mark", "Stands", "handled", "mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reply has brought: an assertion, the verdict of another that is complete with it, or both."""

    stands: Stands | None = None
    verdict_of: int | None = None


def mark(tx: Tx, marks: Sequence[Mark]) -> None:
    """Note what stands in the chats; with an assertion its set has arrived, of a minute its message is up to date."""
    stands = [each.stands for each in marks if each.stands]
    verdicts = [each.verdict_of for each in marks if each.verdict_of is not None]
    shown = standing.stand(tx, stands) if stands else {}
    judged = standing.verdicts_stand(tx, verdicts) if verdicts else {}
    for one in stands:
        if one.asked_id in shown:
            _minute_stands(tx, shown[one.asked_id], one)
    for minute_id in judged.values():
        if found := minutes.get(tx, minute_id):
            minutes.change(tx, found.id, show_due=None if found.closed_at else found.ends_at, attempts=0)


def handled(tx: Tx, done: Sequence[Handled]) -> None:
    """These updates are done with."""
    updates.handled(tx, done)


def _minute_stands(tx: Tx, minute_id: int, stands: Stands) -> None:
    found = minutes.get(tx, minute_id)
    if found is None:
        return
    first = found.shown_ref is None and found.closed_at is None
    ends_at = stands.at + LENGTH if first else found.ends_at
    due = stands.at if found.closed_at else ends_at  # one that was closed meanwhile becomes its tally
    minutes.change(tx, found.id, shown_ref=stands.ref, ends_at=ends_at, show_due=due, attempts=0)
