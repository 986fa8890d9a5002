"""Rounds in a group: which assertions, which of their sentences, and what comes next at an instant."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from content.bank import Bank, Fact, Variant

MOST = 20
LATELY = 0.5
"""The share of the facts to choose from that counts as lately seen, the newest first."""

PATIENCE = timedelta(minutes=10)
"""A round that nobody drove for so long is over: it ends with the table of what was played."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a round."""

    fact_id: str
    variant_id: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a group has been asked.

    `last` orders the facts by when (the larger, the later), `sentences` counts each (fact, variant), `missed`
    gives (wrong, of how many votes) for a fact.
    """

    last: Mapping[str, int]
    sentences: Mapping[tuple[str, str], int]
    missed: Mapping[str, tuple[int, int]]

    def miss_rate(self, fact_id: str) -> float:
        """The share of wrong votes, drawn towards nothing where there are few."""
        wrong, of = self.missed.get(fact_id, (0, 0))
        return wrong / (of + 2)


def choose(bank: Bank, size: int, seen: Seen, coin: Random, subtopic_id: str | None = None) -> list[Item]:
    """The sentences of a round, at most `size`, in the order of asking.

    Facts not seen lately come first, then those seen longest ago; among them what is missed most, then by coin.
    Subtopics take turns. Certo and Errado differ by at most one in number, their places are the coin's.
    """
    pool = [fact for fact in bank.askable.values() if subtopic_id in (None, fact.subtopic_id)]
    fresh, lately = _by_freshness(pool, seen)
    taken = _Taken()
    chosen = taken.take(_turns(_eagerly(fresh, seen, coin)), size)
    chosen += taken.take(_turns(lately), size - len(chosen))
    truths = _balanced(len(chosen), coin)
    return [Item(fact.id, _sentence(fact, t, seen, coin).id) for fact, t in zip(chosen, truths, strict=True)]


def _by_freshness(pool: Sequence[Fact], seen: Seen) -> tuple[list[Fact], list[Fact]]:
    """Those not seen lately, and the others, seen longest ago first."""
    known = sorted((fact for fact in pool if fact.id in seen.last), key=lambda fact: seen.last[fact.id])
    lately = known[max(0, len(known) - int(len(pool) * LATELY)) :]
    names = {fact.id for fact in lately}
    return [fact for fact in pool if fact.id not in names], lately


def _eagerly(facts: Iterable[Fact], seen: Seen, coin: Random) -> list[Fact]:
    ranked = [(-seen.miss_rate(fact.id), coin.random(), fact) for fact in facts]
    return [fact for *_, fact in sorted(ranked, key=lambda entry: entry[:2])]


def _turns(facts: Iterable[Fact]) -> list[Fact]:
    """The same facts, one a subtopic in turn; within a subtopic, and for whose turn is first, the order stays."""
    lines: dict[str, deque[Fact]] = defaultdict(deque)
    for fact in facts:
        lines[fact.subtopic_id].append(fact)
    mixed = []
    while lines:
        for subtopic_id in list(lines):
            mixed.append(lines[subtopic_id].popleft())
            if not lines[subtopic_id]:
                del lines[subtopic_id]
    return mixed


class _Taken:
    """Siblings keep apart: one fact of a group a round."""

    def __init__(self) -> None:
        self._groups: set[str] = set()

    def take(self, facts: Iterable[Fact], room: int) -> list[Fact]:
        chosen: list[Fact] = []
        for fact in facts:
            if len(chosen) >= room:
                break
            if fact.group is None or fact.group not in self._groups:
                chosen.append(fact)
                self._groups |= {fact.group} if fact.group else set()
        return chosen


def _balanced(count: int, coin: Random) -> list[bool]:
    truths = [True] * (count // 2) + [False] * (count // 2) + [coin.random() < 0.5] * (count % 2)
    coin.shuffle(truths)
    return truths


def _sentence(fact: Fact, truth: bool, seen: Seen, coin: Random) -> Variant:
    side = fact.sides(truth)
    fewest = min(seen.sentences.get((fact.id, variant.id), 0) for variant in side)
    return coin.choice([v for v in side if seen.sentences.get((fact.id, v.id), 0) == fewest])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round stands: polls handed out, of how many, and the newest one's opening and closing."""

    handed: int
    total: int
    seconds: int
    handed_at: datetime | None = None
    opened_at: datetime | None = None
    closed: bool = False
    failed: bool = False
    """The newest poll could not be sent and never will be."""

    everyone: bool = False
    """Whoever played this round before has answered the newest poll."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do before that instant."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Next:
    """The newest poll is over (`early`: it must be stopped), the next one is to be put."""

    early: bool


@dataclass(frozen=True, slots=True)
class Over:
    """The round is over (`early`: the newest poll must be stopped): its table is to be shown."""

    early: bool


def step(standing: Standing, now: datetime) -> Wait | Next | Over:
    """What a round needs at `now`. It never waits without an end."""
    if standing.handed == 0:
        return Next(early=False) if standing.total else Over(early=False)
    assert standing.handed_at is not None
    if now - (standing.opened_at or standing.handed_at) > timedelta(seconds=standing.seconds) + PATIENCE:
        return Over(early=standing.opened_at is not None and not standing.closed)
    if standing.opened_at is None and not standing.failed:
        return Wait(now + timedelta(seconds=standing.seconds))
    early = False
    if standing.opened_at is not None and not standing.closed:
        ends = standing.opened_at + timedelta(seconds=standing.seconds)
        if now < ends and not standing.everyone:
            return Wait(ends)
        early = now < ends
    return Next(early) if standing.handed < standing.total else Over(early)
