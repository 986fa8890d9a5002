from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.duel import Ending, Score, ending

scores = st.builds(Score, st.integers(-10, 10), st.integers(1, 10), st.none() | st.integers(1, 900))
MIRROR = {Ending.WON: Ending.LOST, Ending.LOST: Ending.WON, Ending.TIED: Ending.TIED}


@given(scores, scores)
def test_what_one_wins_the_other_loses(mine: Score, theirs: Score) -> None:
    assert ending(theirs, mine) is MIRROR[ending(mine, theirs)]


def test_points_come_first_and_then_the_quicker() -> None:
    assert ending(Score(6, 10, 90), Score(4, 10, 20)) is Ending.WON
    assert ending(Score(6, 10, 90), Score(6, 10, 91)) is Ending.WON
    assert ending(Score(6, 10, 90), Score(6, 10, 90)) is Ending.TIED


def test_haste_wins_nothing_for_who_answered_less() -> None:
    assert ending(Score(2, 2, 10), Score(2, 10, 90)) is Ending.TIED


def test_who_answered_nothing_is_no_opponent() -> None:
    assert ending(Score(-3, 10, 90), Score(0, 0, None)) is Ending.ALONE
    assert ending(Score(-3, 10, 90), None) is Ending.ALONE
