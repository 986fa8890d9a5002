from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.reply import Block, Button, Screen, Span, Style, Tone
from bot.local import bodies

SPANS = st.builds(Span, st.text(), st.sampled_from(Style))
BLOCKS = st.builds(Block, st.lists(SPANS, max_size=3).map(tuple), st.booleans())
BUTTONS = st.builds(Button, st.text(), st.text(), st.sampled_from(Tone))
ROWS = st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple)


@given(st.builds(Screen, st.lists(BLOCKS, max_size=3).map(tuple), ROWS))
def test_a_screen_written_is_the_screen_read(screen: Screen) -> None:
    assert bodies.read(bodies.write(screen)) == screen


def test_what_was_typed_stays_as_it_was() -> None:
    assert bodies.typed("oi\n<b>").text == "oi\n<b>"
