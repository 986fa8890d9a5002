"""Which sentence states the fact this time: a fair coin for its truth, then the one least seen."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from content.bank import Fact, Variant


def choose(fact: Fact, seen: Mapping[str, int], coin: Random) -> Variant:
    """The variant to show, given how often the learner saw each; `fact` must be askable.

    The coin comes first, so that always pressing Certo scores zero in the long run.
    """
    side = fact.sides(coin.random() < 0.5)
    fewest = min(seen.get(variant.id, 0) for variant in side)
    return coin.choice([variant for variant in side if seen.get(variant.id, 0) == fewest])
