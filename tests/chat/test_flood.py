from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.flood import Allowance, Flood, Verdict

QUICK = Allowance(burst=3, rate=1)


def verdicts(flood: Flood, *instants: float, user: int = 1) -> list[Verdict]:
    return [flood.take(user, at) for at in instants]


def test_a_burst_is_welcome_then_one_word_and_then_silence() -> None:
    assert verdicts(Flood(QUICK), 0, 0, 0, 0, 0, 0.5) == [
        Verdict.WELCOME, Verdict.WELCOME, Verdict.WELCOME,
        Verdict.TOO_QUICK, Verdict.STILL_TOO_QUICK, Verdict.STILL_TOO_QUICK,
    ]  # fmt: skip


def test_tokens_come_back_by_the_second_and_the_word_only_after_a_rest() -> None:
    flood = Flood(QUICK)
    verdicts(flood, 0, 0, 0, 0)
    assert verdicts(flood, 1, 1) == [Verdict.WELCOME, Verdict.STILL_TOO_QUICK]
    assert verdicts(flood, 10, 10, 10, 10)[-1] is Verdict.TOO_QUICK


def test_one_persons_flood_is_nobody_elses() -> None:
    flood = Flood(QUICK)
    verdicts(flood, 0, 0, 0, 0, user=1)
    assert verdicts(flood, 0, user=2) == [Verdict.WELCOME]


def test_memory_is_bounded_and_forgets_who_was_seen_longest_ago() -> None:
    flood = Flood(QUICK, most=100)
    for user in range(1000):
        flood.take(user, 0)
    assert len(flood._buckets) == 100
    assert 999 in flood._buckets


@given(st.lists(st.floats(0, 100), max_size=200).map(sorted))
def test_never_more_than_the_burst_and_the_rate_allow(instants: list[float]) -> None:
    flood = Flood(QUICK)
    welcome = [at for at in instants if flood.take(1, at) is Verdict.WELCOME]
    for index, since in enumerate(welcome):
        for number, until in enumerate(welcome[index:], start=1):
            assert number <= QUICK.burst + (until - since) * QUICK.rate + 1e-6
