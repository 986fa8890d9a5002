"""Fisher's exact test for one word: does it stand in one class more than chance would have it?"""

from __future__ import annotations

from math import exp, lgamma

_TIE = 1 + 1e-7


class FisherTest:
    """Two-sided p values for 2×2 tables with fixed class sizes; tables met again are remembered.

    Fisher, Statistical Methods for Research Workers (1934), § 21.02: the probability, both margins
    fixed, of a table no more likely than the one observed.
    """

    def __init__(self, false_total: int, true_total: int) -> None:
        self.false_total = false_total
        self.true_total = true_total
        self._known: dict[tuple[int, int], float] = {}

    def p(self, in_false: int, in_true: int) -> float:
        """The p value of a word that stands in so many falsified and so many true sentences."""
        key = (in_false, in_true)
        if key not in self._known:
            self._known[key] = self._compute(in_false, in_true)
        return self._known[key]

    def _compute(self, in_false: int, in_true: int) -> float:
        drawn = in_false + in_true
        low, high = max(0, drawn - self.true_total), min(drawn, self.false_total)
        chances = [self._chance(count, drawn) for count in range(low, high + 1)]
        limit = chances[in_false - low] * _TIE
        return min(1.0, sum(chance for chance in chances if chance <= limit))

    def _chance(self, in_false: int, drawn: int) -> float:
        """The hypergeometric probability of a table."""
        total = self.false_total + self.true_total
        ways = _log_choose(self.false_total, in_false) + _log_choose(self.true_total, drawn - in_false)
        return exp(ways - _log_choose(total, drawn))


def _log_choose(items: int, chosen: int) -> float:
    return lgamma(items + 1) - lgamma(chosen + 1) - lgamma(items - chosen + 1)
