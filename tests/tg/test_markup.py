from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.reply import Block, Button, Screen, Span, Style, Tone, say
from bot.tg import markup

spans = st.builds(
    Span, st.text(max_size=30) | st.sampled_from(["<b>", "a & b", "&lt;", '"', "</blockquote>"]), st.sampled_from(Style)
)
blocks = st.builds(Block, st.lists(spans, min_size=1, max_size=4).map(tuple), st.booleans())
screens = st.builds(Screen, st.lists(blocks, min_size=1, max_size=4).map(tuple))
ALLOWED = {"b", "i", "s", "u", "blockquote"}


class Reader(HTMLParser):
    """Checks that tags are Telegram's and closed in order; gathers the words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_entityref(self, name: str) -> None:
        assert name in {"amp", "lt", "gt"}
        self.words += unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        raise AssertionError(name)


@given(screens)
def test_the_words_arrive_as_they_were_and_only_our_tags_are_tags(screen: Screen) -> None:
    reader = Reader()
    reader.feed(markup.html(screen))
    reader.close()
    assert reader.open == []
    assert reader.words == screen.text


def test_styles_and_quotes_have_their_tags() -> None:
    block = Block((Span("a <b>"), Span("c", Style.STRIKE), Span("d", Style.BOLD)), quoted=True)
    assert markup.html(Screen((block, say("e")))) == "<blockquote>a &lt;b&gt;<s>c</s><b>d</b></blockquote>\n\ne"


def test_buttons_keep_their_rows_labels_and_data() -> None:
    rows = ((Button("Certo", "a:1:c", Tone.GOOD), Button("Errado", "a:1:e", Tone.BAD)), (Button("‹", "c:main"),))
    keyboard = markup.keyboard(Screen((say("?"),), rows))
    assert keyboard is not None
    laid = [[(b.text, b.callback_data) for b in row] for row in keyboard.inline_keyboard]
    assert laid == [[(b.label, b.data) for b in row] for row in rows]


def test_a_screen_without_buttons_has_no_keyboard() -> None:
    assert markup.keyboard(Screen((say("?"),))) is None
