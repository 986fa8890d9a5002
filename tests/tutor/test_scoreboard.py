"""Places are by net score, then median time; ties are shared."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.scoreboard import most_missed, ranked, tally

votes = st.lists(st.tuples(st.integers(1, 8), st.sampled_from([1, -1, 0]), st.integers(0, 30_000)), max_size=60)


def test_ties_are_shared_and_the_next_place_is_left_out() -> None:
    table = ranked(tally([(1, 1, 2000), (2, 1, 2040), (3, 1, 2100), (4, -1, 10)]))
    assert [(line.place, line.player) for line in table] == [(1, 1), (1, 2), (3, 3), (4, 4)]


@given(votes)
def test_a_better_place_is_a_better_score_or_the_same_one_sooner(cast: list[tuple[int, int, int]]) -> None:
    table = ranked(tally(cast))
    assert len(table) == len({player for player, *_ in cast})
    for before, after in pairwise(table):
        assert (-before.net, before.tenths) <= (-after.net, after.tenths)
        assert (before.place == after.place) == ((before.net, before.tenths) == (after.net, after.tenths))
    assert all(line.net == sum(points for player, points, _ in cast if player == line.player) for line in table)


def test_the_one_most_got_wrong_is_named_and_none_where_all_were_right() -> None:
    assert most_missed([(1, -1), (2, -1), (2, -1), (3, 1)]) == 2
    assert most_missed([(1, -1), (2, -1)]) == 1
    assert most_missed([(1, 1), (2, 0)]) is None
