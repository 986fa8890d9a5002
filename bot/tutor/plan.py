"""The daily set: what is asked today, and in which order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.tutor import memory
from bot.tutor.memory import Memory
from content.bank import Bank, Fact

MOST_A_DAY = 100
"""No more assertions than this on one learner's day, whatever asks for them."""
AHEAD = timedelta(days=30)
"""How far ahead the gain looks where no exam is in sight."""

ABSENCE = timedelta(days=10)
"""So long away, and the way back is by what is most at risk, without anything new."""

MISTAKES_SHARE = 0.5
"""How much of a set yesterday's confident mistakes may take."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be asked, in syllabus order; `memory` is None where it never was.

    `mistaken`: its last answer was a confident mistake (`memory.confident_mistake`). `done`: it was answered
    today already, and only keeps its siblings away.
    """

    fact_id: str
    memory: Memory | None = None
    group: str | None = None
    mistaken: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """What the learner set: assertions a day, new ones among them, the exam, the retention wanted, easy days.

    `easy_days` are weekdays (Monday 0) on which a set has only `easy_share` of its size.
    """

    size: int = 10
    new: int = 5
    exam: date | None = None
    retention: float = 0.9
    easy_days: frozenset[int] = frozenset()
    easy_share: float = 0.5

    def room(self, today: date) -> int:
        """How many assertions a set of that day has at most."""
        return self._eased(min(self.size, MOST_A_DAY), today)

    def fresh(self, today: date) -> int:
        """How many of them may be new."""
        return self._eased(self.new, today)

    def horizon(self, today: date) -> date:
        """The day for which the plan prepares."""
        return self.exam if self.exam is not None and self.exam > today else today + AHEAD

    def _eased(self, count: int, today: date) -> int:
        return math.ceil(count * self.easy_share) if today.weekday() in self.easy_days else count


def plan_set(candidates: Sequence[Candidate], today: date, pace: Pace) -> list[str]:
    """The fact ids of a set for today in the order of asking, at most `pace.room(today)` of them.

    The confident mistakes of the last day of study come first; then new facts up to the limit, in syllabus
    order, mixed among the reviews, which are those whose asking is expected to add most by the exam. After an
    absence the reviews are those most at risk, a set a day, and new facts wait, unless siblings keep all of those
    reviews away today. Facts of one group share neither a set nor two days in a row.
    """
    waiting = [c for c in candidates if not c.done and (c.memory is None or c.memory.reviewed_on < today)]
    room, choice = pace.room(today), _Choice(candidates, today)
    if after_absence(waiting, today, pace) and (at_risk := choice.take(_most_at_risk(waiting, today), room)):
        return at_risk
    by_gain = _by_gain(waiting, today, pace)
    mistakes = choice.take(_mistakes(by_gain), math.ceil(room * MISTAKES_SHARE))
    fresh = choice.take((c for c in waiting if c.memory is None), min(pace.fresh(today), room - len(mistakes)))
    reviews = choice.take(by_gain, room - len(mistakes) - len(fresh))
    return mistakes + _mixed(reviews, fresh)


def worth_sending(candidates: Iterable[Candidate], today: date, pace: Pace) -> bool:
    """Whether a set is worth sending today: something is due, or new facts are still to come."""
    waiting = (c for c in candidates if not c.done)
    return any(pace.fresh(today) > 0 if c.memory is None else _due(c.memory, today, pace) for c in waiting)


def after_absence(candidates: Iterable[Candidate], today: date, pace: Pace) -> bool:
    """Whether, after an absence, more than a set of what fell due meanwhile still waits."""
    known = [c.memory for c in candidates if c.memory is not None]
    days = sorted({m.reviewed_on for m in known} | {today})
    left = [before for before, after in pairwise(days) if after - before >= ABSENCE]
    if not left:
        return False
    waiting = sum(m.reviewed_on <= left[-1] and _due(m, today, pace) for m in known)
    return waiting > pace.room(today)


def daily_set(
    bank: Bank,
    memories: Mapping[str, Memory],
    today: date,
    pace: Pace,
    *,
    done: Set[str],
    mistaken: Set[str] = frozenset(),
) -> list[str]:
    """`plan_set` over a bank, empty where nothing is worth sending.

    `done` are facts answered today already, `mistaken` those whose last answer was a confident mistake.
    """
    candidates = [
        Candidate(fact.id, memories.get(fact.id), fact.group, fact.id in mistaken, fact.id in done)
        for fact in bank.askable.values()
    ]
    return plan_set(candidates, today, pace) if worth_sending(candidates, today, pace) else []


def reviews(bank: Bank, memories: Mapping[str, Memory], today: date, pace: Pace) -> list[Fact]:
    """The facts due on `today` with siblings apart, the one whose asking adds most first."""
    known = [Candidate(fact.id, memories[fact.id], fact.group) for fact in bank.pick(memories)]
    due = [c for c in _by_gain(known, today, pace) if c.memory is not None and _due(c.memory, today, pace)]
    return list(bank.pick(_Choice(known, today).take(due, len(due))))


class _Choice:
    """Facts taken so far, so that siblings keep apart."""

    def __init__(self, candidates: Iterable[Candidate], today: date) -> None:
        yesterday = today - timedelta(days=1)
        self._taken: set[str] = set()
        self._near: defaultdict[str, set[str]] = defaultdict(set)
        for c in candidates:
            if c.group and (c.done or (c.memory is not None and c.memory.reviewed_on >= yesterday)):
                self._near[c.group].add(c.fact_id)

    def take(self, candidates: Iterable[Candidate], room: int) -> list[str]:
        """The first `room` of them that were not taken and have no sibling near."""
        chosen: list[str] = []
        for c in candidates:
            if len(chosen) >= room:
                break
            if c.fact_id not in self._taken and not self._sibling_near(c):
                chosen.append(c.fact_id)
                self._taken.add(c.fact_id)
                if c.group:
                    self._near[c.group].add(c.fact_id)
        return chosen

    def _sibling_near(self, candidate: Candidate) -> bool:
        return bool(candidate.group and self._near[candidate.group] - {candidate.fact_id})


def _by_gain(candidates: Iterable[Candidate], today: date, pace: Pace) -> list[Candidate]:
    horizon = pace.horizon(today)
    known = [(memory.gain(c.memory, today, horizon), c) for c in candidates if c.memory is not None]
    return [c for value, c in sorted(known, key=lambda pair: -pair[0]) if value > 0]


def _mistakes(candidates: Sequence[Candidate]) -> list[Candidate]:
    last = max((c.memory.reviewed_on for c in candidates if c.memory is not None), default=None)
    return [c for c in candidates if c.mistaken and c.memory is not None and c.memory.reviewed_on == last]


def _most_at_risk(candidates: Iterable[Candidate], today: date) -> list[Candidate]:
    known = [(memory.retrievability(c.memory, today), c) for c in candidates if c.memory is not None]
    return [c for _, c in sorted(known, key=lambda pair: pair[0])]


def _mixed(reviews: list[str], fresh: list[str]) -> list[str]:
    """Both in their order, spread evenly over the set."""
    places = [((index + 0.5) / len(part), fact) for part in (reviews, fresh) for index, fact in enumerate(part)]
    return [fact for _, fact in sorted(places, key=lambda place: place[0])]


def _due(belief: Memory, today: date, pace: Pace) -> bool:
    return memory.is_due(belief, today, pace.retention)
