from __future__ import annotations

import json
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.tutor.stories import MOST, Memory, Story, fold, from_card, pack, unpack
from bot.tutor.traits import AVERAGE, Traits

DAY = date(2026, 3, 1)
stories = st.builds(Story, st.floats(1e-6, 1), st.floats(0.001, 1e5), st.floats(1, 10))
several = st.lists(stories, min_size=1, max_size=6)


@given(several)
def test_folding_leaves_at_most_three_stories_whose_weights_sum_to_one(many: list[Story]) -> None:
    kept = fold(many)
    assert len(kept) == min(len(many), MOST)
    assert sum(story.weight for story in kept) == pytest.approx(1, abs=1e-12)
    assert [story.weight for story in kept] == sorted((story.weight for story in kept), reverse=True)


@given(several, st.integers(0, 1000))
def test_the_order_of_the_stories_does_not_matter(many: list[Story], seed: int) -> None:
    shuffled = Random(seed).sample(many, len(many))
    for one, other in zip(fold(many), fold(shuffled), strict=True):
        assert one.weight == pytest.approx(other.weight, rel=1e-9)
        assert one.stability == pytest.approx(other.stability, rel=1e-9)
        assert one.difficulty == pytest.approx(other.difficulty, rel=1e-9)


@given(several)
def test_folding_keeps_the_two_heaviest_as_they_are(many: list[Story]) -> None:
    heaviest = [(s.stability, s.difficulty) for s in sorted(many, key=lambda story: -story.weight)[:2]]
    assume(len({story.weight for story in many}) == len(many))
    assert set(heaviest) <= {(story.stability, story.difficulty) for story in fold(many)}


def test_the_rest_is_merged_by_the_mean_of_ln_stability_and_of_difficulty() -> None:
    kept = fold([Story(0.5, 9, 5), Story(0.3, 8, 5), Story(0.15, 1, 2), Story(0.05, 16, 6)])
    assert kept[2].weight == pytest.approx(0.2)
    assert kept[2].stability == pytest.approx(16**0.25)
    assert kept[2].difficulty == pytest.approx(3)


@given(
    st.lists(stories, min_size=1, max_size=MOST),
    st.dates(),
    st.just(AVERAGE) | st.builds(Traits, st.floats(0.2, 5), st.floats(0.65, 4)),
)
def test_what_is_packed_comes_back_exactly_in_less_than_200_bytes(few: list[Story], day: date, traits: Traits) -> None:
    memory = Memory(tuple(few), day, traits)
    assert unpack(pack(memory)) == memory
    assert len(pack(memory)) < 200


def test_a_simple_card_of_the_first_version_becomes_one_story() -> None:
    stored = json.dumps([2.3065, 2.118, "2026-03-01"]).encode()
    assert unpack(stored) == from_card(2.3065, 2.118, DAY) == Memory((Story(1.0, 2.3065, 2.118),), DAY)


@pytest.mark.parametrize("stored", [b"", b"\x02", b"\x02abcd", b"\x09" + bytes(28), b"\x02" + bytes(27), b"[1]", b"[x"])
def test_anything_else_is_refused(stored: bytes) -> None:
    with pytest.raises(ValueError, match="memory"):
        unpack(stored)
