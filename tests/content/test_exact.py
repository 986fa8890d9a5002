"""Fisher's exact test, against the textbook and against scipy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.exact import FisherTest


def test_the_lady_tasting_tea() -> None:
    assert FisherTest(4, 4).p(3, 1) == pytest.approx(34 / 70)
    assert FisherTest(4, 4).p(4, 0) == pytest.approx(2 / 70)


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.data())
def test_it_agrees_with_scipy(false_total: int, true_total: int, data: st.DataObject) -> None:
    stats = pytest.importorskip("scipy.stats")
    in_false = data.draw(st.integers(0, false_total))
    in_true = data.draw(st.integers(0, true_total))
    table = [[in_false, in_true], [false_total - in_false, true_total - in_true]]
    expected = stats.fisher_exact(table).pvalue
    assert FisherTest(false_total, true_total).p(in_false, in_true) == pytest.approx(expected, rel=1e-6)
