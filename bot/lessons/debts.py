"""All that is owed at an instant besides what falls due: found in one transaction, for mostly it is nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.lessons import noticing, showing, timekeeping
from bot.lessons.noticing import Told
from bot.lessons.school import Room
from bot.lessons.showing import Owed
from bot.lessons.timekeeping import MinuteOwed


@dataclass(frozen=True, slots=True)
class Debts:
    """Assertions and verdicts that nobody has shown, minutes that are overdue, messages to be told once."""

    unshown: Sequence[Owed]
    minutes: Sequence[MinuteOwed]
    notices: Sequence[Told]


def claim(room: Room, now: datetime, limit: int, besides: Collection[int] = (), *, starting: bool = False) -> Debts:
    """Claim what is owed, at most `limit` of each kind; `besides` and `starting` as in `showing.owed`."""
    return Debts(
        showing.owed(room, now, limit, besides, starting=starting),
        timekeeping.owed(room, now, limit, starting=starting),
        noticing.owed(room, now, limit),
    )
