from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.actions import (
    MAX_BYTES,
    Action,
    AnswerAction,
    EraseAction,
    GoAction,
    MenuAction,
    MoreAction,
    NudgeAction,
    SetAction,
    WhyAction,
    decode,
    encode,
)
from bot.tutor.grading import Answer

ids = st.integers(1, 2**63 - 1)
words = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)
graded = st.sampled_from([Answer.CERTO, Answer.ERRADO])
actions = st.one_of(
    st.builds(AnswerAction, ids, graded, st.booleans()),
    st.builds(AnswerAction, ids, st.just(Answer.BLANK), st.just(False)),
    st.builds(WhyAction, ids, st.booleans()),
    st.builds(MoreAction, ids),
    st.builds(NudgeAction, ids, st.sampled_from(["now", "later", "not_today", "stop"])),
    st.builds(MenuAction, words),
    st.builds(SetAction, words, st.text(st.characters(codec="ascii"), max_size=40)),
    st.builds(EraseAction, st.booleans()),
    st.builds(GoAction, words),
)


@given(actions)
def test_every_action_fits_and_comes_back_as_it_was(action: Action) -> None:
    data = encode(action)
    assert 1 <= len(data.encode()) <= MAX_BYTES
    assert decode(data) == action


forged = st.from_regex(r"\A[awmncsxg](:[0-9a-zA-Z_+-]{0,22}){0,3}\Z")


@given(st.text(max_size=80) | forged | st.text("awmnscxg:0123456789ceCEbB-+_ ٣１\ud800", max_size=70))
@example("")
@example("a:1:B")
@example("a:01:c")
@example("a:+1:c")
@example("a:1_0:c")
@example("a:１:c")
@example("a:0:c")
@example("a:-1:c")
@example(f"a:{2**63}:c")
@example("w:1:2")
@example("m:1:1")
@example("x:")
@example("\ud800")
@example("s:\ud800:1")
@example("é" * 33)
def test_any_text_is_an_action_that_is_written_just_so_or_none(data: str) -> None:
    action = decode(data)
    assert action is None or encode(action) == data


@pytest.mark.parametrize(
    "data",
    ["", ":", "a", "a:", "a::c", "a:1", "a:1:", "a:1:x", "a:1:B", "a:01:c", "a:+1:c", "a:1_0:c", "a:１:c", "a:0:c",
     "a:-1:c", f"a:{2**63}:c", "a:1:c:", "w:1:2", "w:1", "m:1:1", "n:1:z", "x:", "x:2", "z:1", "A:1:c", "\ud800"],
)  # fmt: skip
def test_what_this_version_does_not_write_is_no_action(data: str) -> None:
    assert decode(data) is None


def test_what_would_not_fit_is_not_written() -> None:
    with pytest.raises(ValueError, match="bytes"):
        encode(SetAction("zone", "x" * 60))


def test_a_button_of_the_first_version_is_read_for_ever() -> None:
    assert decode("a:11:e") == AnswerAction(11, Answer.ERRADO, guess=False)
    assert decode("a:11:E") == AnswerAction(11, Answer.ERRADO, guess=True)
    assert decode("a:11:b") == AnswerAction(11, Answer.BLANK, guess=False)
    assert decode("n:3:t") == NudgeAction(3, "not_today")
    assert decode("s:quiet:1320-420") == SetAction("quiet", "1320-420")
