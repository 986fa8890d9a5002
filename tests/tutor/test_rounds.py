"""Which assertions a round has, and what comes next at any instant."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.rounds import LATELY, PATIENCE, Next, Over, Seen, Standing, Wait, choose, step
from content.bank import Bank, Subtopic
from tests.support.banks import bank, fact

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BANK = Bank(
    tuple(
        Subtopic(f"s{s}", f"Parte {s}", "Pergunta", tuple(fact(10 * s + n, f"s{s}") for n in range(6)))
        for s in range(4)
    )
)
IDS = list(BANK.askable)
NOTHING = Seen({}, {}, {})
histories = st.lists(st.sampled_from(IDS), max_size=40)


def seen(history: list[str], missed: dict[str, tuple[int, int]] | None = None) -> Seen:
    return Seen({fact_id: index for index, fact_id in enumerate(history)}, {}, missed or {})


def truths(items: list[object]) -> list[bool]:
    found = [BANK.facts[i.fact_id].variant(i.variant_id) for i in items]  # type: ignore[attr-defined]
    return [variant.truth for variant in found if variant is not None]


@given(st.integers(1, 20), histories, st.integers())
def test_certo_and_errado_differ_by_one_at_most_and_no_fact_comes_twice(
    size: int, history: list[str], coin: int
) -> None:
    items = choose(BANK, size, seen(history), Random(coin))
    assert len({item.fact_id for item in items}) == len(items) == min(size, len(IDS))
    assert abs(2 * sum(truths(list(items))) - len(items)) <= 1


@given(st.integers(1, 12), histories, st.integers())
def test_nothing_seen_lately_comes_while_there_is_anything_else(size: int, history: list[str], coin: int) -> None:
    in_order = sorted(set(history), key=seen(history).last.__getitem__)
    lately = set(in_order[max(0, len(in_order) - int(len(IDS) * LATELY)) :])
    items = {item.fact_id for item in choose(BANK, size, seen(history), Random(coin))}
    assert not items & lately or set(IDS) - lately <= items


@given(st.integers(1, 20), st.integers())
def test_subtopics_take_turns(size: int, coin: int) -> None:
    items = choose(BANK, size, NOTHING, Random(coin))
    counts = Counter(BANK.facts[item.fact_id].subtopic_id for item in items)
    assert max(counts.values()) - min(counts[f"s{s}"] for s in range(4)) <= 1


@given(st.integers())
def test_what_is_missed_most_comes_first_within_its_subtopic(coin: int) -> None:
    missed = {IDS[3]: (9, 10), IDS[4]: (1, 10)}
    items = [item.fact_id for item in choose(BANK, 3, seen([], missed), Random(coin), "s0")]
    assert items[:2] == [IDS[3], IDS[4]]


def test_places_of_certo_are_the_coins() -> None:
    firsts = Counter(truths(list(choose(BANK, 4, NOTHING, Random(coin))))[0] for coin in range(400))
    assert 150 < firsts[True] < 250


def test_siblings_do_not_meet() -> None:
    facts = tuple(fact(n, "s1", group="g" if n < 4 else None) for n in range(1, 7))
    small = Bank((Subtopic("s1", "Parte", "Pergunta", facts),))
    assert len(choose(small, 6, NOTHING, Random(1))) == 4


def test_the_sentence_least_seen_is_taken() -> None:
    times = {(fact_id, variant): 1 for fact_id in bank().askable for variant in ("c1", "e1")}
    assert {item.variant_id for item in choose(bank(), 8, Seen({}, times, {}), Random(3))} <= {"c2", "e2"}


standings = st.builds(
    Standing,
    handed=st.integers(0, 5),
    total=st.just(5),
    seconds=st.integers(5, 120),
    handed_at=st.just(NOW),
    opened_at=st.one_of(st.none(), st.just(NOW)),
    closed=st.booleans(),
    failed=st.booleans(),
    everyone=st.booleans(),
)


@given(standings, st.integers(0, 100_000))
def test_a_round_never_waits_for_what_has_gone_by(standing: Standing, passed: int) -> None:
    now = NOW + timedelta(seconds=passed)
    match step(standing, now):
        case Wait(until):
            assert until > now
        case Next():
            assert standing.handed < standing.total
        case Over():
            late = passed > standing.seconds + PATIENCE.total_seconds()
            assert late or standing.handed == standing.total


def test_the_next_comes_sooner_when_everyone_has_answered() -> None:
    going = Standing(1, 2, 30, NOW, NOW)
    assert step(going, NOW + timedelta(seconds=5)) == Wait(NOW + timedelta(seconds=30))
    assert step(going, NOW + timedelta(seconds=30)) == Next(early=False)
    assert step(Standing(1, 2, 30, NOW, NOW, everyone=True), NOW + timedelta(seconds=5)) == Next(early=True)
    assert step(Standing(2, 2, 30, NOW, NOW, everyone=True), NOW + timedelta(seconds=5)) == Over(early=True)
