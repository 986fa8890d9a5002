"""Who comes first: the net score, then the median time; ties are shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Tally:
    """One player's answers: points (+1, −1, 0) and time (ms) of each."""

    player: int
    points: tuple[int, ...]
    times: tuple[int, ...]

    @property
    def net(self) -> int:
        """The net score."""
        return sum(self.points)

    @property
    def tenths(self) -> int:
        """The median time in tenths of a second: as precise as it is shown, so that what looks alike is a tie."""
        return round(median(self.times) / 100)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the table: several players may share a place, the next one is as many later."""

    place: int
    player: int
    net: int
    right: int
    wrong: int
    tenths: int


def tally(votes: Iterable[tuple[int, int, int]]) -> list[Tally]:
    """Gather (player, points, ms) by player."""
    gathered: dict[int, list[tuple[int, int]]] = {}
    for player, points, elapsed in votes:
        gathered.setdefault(player, []).append((points, elapsed))
    return [Tally(player, tuple(p for p, _ in of), tuple(t for _, t in of)) for player, of in gathered.items()]


def ranked(tallies: Iterable[Tally], *, timed: bool = True) -> list[Place]:
    """The table, best first; untimed, the net score alone decides (for answers given over days)."""
    keyed = sorted(((-t.net, t.tenths if timed else 0), t.player, t) for t in tallies)
    places: list[Place] = []
    before: tuple[int, int] | None = None
    for index, (key, _, of) in enumerate(keyed):
        place = places[-1].place if key == before else index + 1
        places.append(Place(place, of.player, of.net, of.points.count(1), of.points.count(-1), of.tenths))
        before = key
    return places


def most_missed(votes: Sequence[tuple[int, int]]) -> int | None:
    """Of (asked, points): the one with most wrong answers, of those the earliest; None where all were right."""
    wrong: Mapping[int, int] = _wrong(votes)
    return min(wrong, key=lambda asked: (-wrong[asked], asked)) if wrong else None


def _wrong(votes: Iterable[tuple[int, int]]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for asked, points in votes:
        if points < 0:
            counts[asked] = counts.get(asked, 0) + 1
    return counts
