from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.tutor import variants
from content.bank import Fact, Status, Variant

SENTENCES = tuple(Variant(v, v[0] == "c", v, "") for v in ("c1", "c2", "c3", "e1", "e2"))
FACT = Fact("f", "s", Status.PUBLISHED, 1, 1, None, (), SENTENCES, "", ())
counts = st.dictionaries(st.sampled_from([v.id for v in SENTENCES]), st.integers(0, 9))


@given(counts, st.randoms(use_true_random=False))
def test_no_sentence_of_the_same_side_was_seen_less(seen: dict[str, int], coin: Random) -> None:
    chosen = variants.choose(FACT, seen, coin)
    assert seen.get(chosen.id, 0) == min(seen.get(v.id, 0) for v in FACT.sides(chosen.truth))


def test_the_coin_is_fair_whatever_was_seen_and_however_many_sentences_a_side_has() -> None:
    coin = Random(7)
    true = sum(variants.choose(FACT, {"c1": 50, "c2": 50}, coin).truth for _ in range(10_000))
    assert abs(true - 5000) < 200  # four standard deviations


def test_always_certo_scores_nothing_in_the_long_run() -> None:
    coin, seen, net = Random(8), Counter[str](), 0
    for _ in range(10_000):
        chosen = variants.choose(FACT, seen, coin)
        seen[chosen.id] += 1
        net += 1 if chosen.truth else -1
    assert abs(net) < 400


def test_all_sentences_of_a_side_take_turns() -> None:
    coin, seen = Random(9), Counter[str]()
    for _ in range(200):
        seen[variants.choose(FACT, seen, coin).id] += 1
    assert max(seen[v] for v in ("c1", "c2", "c3")) - min(seen[v] for v in ("c1", "c2", "c3")) <= 1
    assert abs(seen["e1"] - seen["e2"]) <= 1
