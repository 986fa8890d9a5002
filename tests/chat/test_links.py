"""Links are short, and nobody makes one up."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.links import Links, Opens, Target

LINKS = Links(b"key")


@given(st.integers(0, 2**63 - 1))
def test_a_link_reads_as_it_was_written_within_64_characters(number: int) -> None:
    payload = LINKS.write(Target(Opens.ROUND, str(number)))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert LINKS.read(payload) == Target(Opens.ROUND, str(number))


@given(st.text(max_size=80))
def test_nothing_made_up_is_read(payload: str) -> None:
    assert LINKS.read(payload) is None


@pytest.mark.parametrize("other", [Links(b"another"), Links(b"")])
def test_another_key_reads_nothing(other: Links) -> None:
    assert other.read(LINKS.write(Target(Opens.FACT, "f-v7qz"))) is None
    assert LINKS.read(LINKS.write(Target(Opens.FACT, "f-v7qz"))) == Target(Opens.FACT, "f-v7qz")


def test_a_target_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        LINKS.write(Target(Opens.FACT, "f" * 60))
