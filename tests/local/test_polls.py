from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.reply import Poll
from bot.local import bodies, polls
from bot.local.polls import LocalPoll
from tests.conftest import MORNING

POLLS = st.builds(
    LocalPoll,
    st.builds(
        Poll, st.text(), st.lists(st.text(), min_size=2, max_size=2).map(tuple), st.integers(0, 1), st.text(),
        st.none() | st.integers(5, 600),
    ),
    st.just(MORNING),
    st.dictionaries(st.integers(1, 2), st.integers(0, 1)),
    st.booleans(),
)  # fmt: skip


@given(POLLS)
def test_a_poll_written_is_the_poll_read_and_its_question_is_a_screen(poll: LocalPoll) -> None:
    body = polls.write(poll)
    assert polls.read(body) == poll
    assert bodies.read(body).text == poll.poll.question
    assert polls.read(bodies.write(bodies.read(body))) is None


def test_a_poll_is_open_until_its_time_is_up_or_it_is_stopped() -> None:
    timed = LocalPoll(Poll("q", ("a", "b"), 0, "", 30), MORNING)
    assert timed.is_open(MORNING + timedelta(seconds=29))
    assert not timed.is_open(MORNING + timedelta(seconds=30))
    assert not timed.stop().is_open(MORNING)
    assert LocalPoll(Poll("q", ("a", "b"), 0, ""), MORNING).is_open(MORNING + timedelta(days=1))
