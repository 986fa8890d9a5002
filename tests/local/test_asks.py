from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local import asks
from bot.local.asks import EnterAsk, JumpAsk, PressAsk, SayAsk, SeenAsk, Unreadable, VoteAsk
from bot.local.people import BRUNO

PRESS: dict[str, Any] = {"type": "press", "person": 1, "message": 3, "data": "a:1:c", "tap": 7}
VOTE: dict[str, Any] = {"type": "vote", "person": 1, "message": 3, "option": 1, "tap": 7}
SAY: dict[str, Any] = {"type": "say", "person": 2, "text": "oi"}


def test_frames_are_read_into_asks() -> None:
    said = asks.read(json.dumps(SAY))
    assert isinstance(said, SayAsk)
    assert (said.person, said.text) == (BRUNO, "oi")
    assert isinstance(asks.read(json.dumps(PRESS)), PressAsk)
    assert isinstance(asks.read('{"type":"jump","by":"week"}'), JumpAsk)
    assert isinstance(asks.read(json.dumps(VOTE)), VoteAsk)
    assert isinstance(asks.read('{"type":"enter","person":1}'), EnterAsk)
    assert isinstance(asks.read('{"type":"seen","person":-1,"message":3}'), SeenAsk)


@pytest.mark.parametrize("length", [1, 4096])
def test_a_text_may_have_as_many_characters_as_on_telegram(length: int) -> None:
    assert asks.read(json.dumps({**SAY, "text": "😀" * length}))


@pytest.mark.parametrize(
    "frame",
    [
        {**SAY, "text": "a" * 4097},
        {**SAY, "text": ""},
        {**SAY, "text": " \n"},
        {**SAY, "text": 5},
        {**SAY, "person": 3},
        {**SAY, "person": "1"},
        {**SAY, "person": True},
        {**SAY, "more": 1},
        {**PRESS, "data": "é" * 33},
        {**PRESS, "data": ""},
        {**PRESS, "message": 0},
        {**PRESS, "message": 2**63},
        {**PRESS, "tap": -1},
        {**VOTE, "option": -1},
        {**VOTE, "option": True},
        {**VOTE, "person": -1},
        {"type": "seen", "person": 3, "message": 3},
        {"type": "jump", "by": "year"},
        {"type": "erase"},
        {},
        [],
        None,
    ],
)
def test_anything_else_is_unreadable(frame: object) -> None:
    with pytest.raises(Unreadable):
        asks.read(json.dumps(frame))


def test_why_it_is_unreadable_fits_one_line_and_quotes_nothing() -> None:
    with pytest.raises(Unreadable) as caught:
        asks.read(json.dumps({**SAY, "text": "segredo " * 1000}))
    assert "segredo" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"type":"say","person":1,"text":"\\ud800"}', "NaN", "\ud800", "\x00"]
)
def test_what_is_no_json_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        asks.read(text)


@given(st.text())
def test_no_text_is_more_than_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        asks.read(text)
