from __future__ import annotations

import contextlib
import html as stdlib_html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi import html
from tests.botapi.refusals import Refusal
from tests.botapi.text import Formatted, detected, formatted

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>", "a", [entity("bold", 0, 1)]),
        ("<B>a</b>", "a", [entity("bold", 0, 1)]),
        ("𝄞 <i>é<u>x</u></i>", "𝄞 éx", [entity("italic", 3, 2), entity("underline", 4, 1)]),
        ("<del>a</del><s>b</s>", "ab", [entity("strikethrough", 0, 1), entity("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [entity("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [entity("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [entity("expandable_blockquote", 0, 1)]),
        ("<a href='https://x.com/?a=1&amp;b=2'>l</a>", "l", [entity("text_link", 0, 1, url="https://x.com/?a=1&b=2")]),
        ("<a href='nada'>l</a>", "l", []),
        ("<pre><code class='language-py'>x</code></pre>", "x", [entity("pre", 0, 1, language="py")]),
        ("<code class='language-py'>x</code>", "x", [entity("code", 0, 1)]),
        ("a &lt; b &amp; &#39;c&#x27; &nbsp;", "a < b & 'c' &nbsp;", []),
        ("<b></b>x", "x", []),
    ],
)
def test_tags_become_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert html.parse(source) == (text, entities)


@pytest.mark.parametrize("source", ["<b", "<b class=>x</b>", '<a href="x>y</a>', "<span>x</span>", "<b>x</b", "<br/>"])
def test_what_telegram_cannot_parse_is_refused(source: str) -> None:
    with pytest.raises(Refusal, match="can't parse entities"):
        html.parse(source)


@given(TEXTS)
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert html.parse(stdlib_html.escape(text, quote=False)) == (text, [])


@given(TEXTS, TEXTS)
def test_offsets_count_utf16_units(before: str, bold: str) -> None:
    escape = stdlib_html.escape
    text, entities = html.parse(f"{escape(before)}<b>{escape(bold)}</b>")
    assert text == before + bold
    start, size = (len(part.encode("utf-16-le")) // 2 for part in (before, bold))
    assert entities == ([entity("bold", start, size)] if bold else [])


@given(st.text("<>/b&;a =\"'é\n", max_size=40))
def test_any_source_is_parsed_or_refused(source: str) -> None:
    with contextlib.suppress(Refusal):
        text, entities = html.parse(source)
        assert len(text) <= len(source)
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= html.utf16(text) for e in entities)


@given(TEXTS, TEXTS, TEXTS)
def test_trimming_keeps_entities_inside_the_text(before: str, bold: str, after: str) -> None:
    parts = [stdlib_html.escape(part) for part in (before, bold, after)]
    said = formatted(" {}<b> {} </b>{} \n".format(*parts), "HTML")
    assert said.text == f"{before} {bold} {after}".strip()
    assert all(e["offset"] + e["length"] <= html.utf16(said.text) for e in said.entities)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("veja /hoje@assertiva_bot agora", [("bot_command", "/hoje@assertiva_bot")]),
        ("e/ou, 1/2, a//b", []),
        ("@fulano e #prática", [("mention", "@fulano"), ("hashtag", "#prática")]),
        ("em https://a.b/c?d=1.", [("url", "https://a.b/c?d=1")]),
        ("escreva a x.y@z.com", [("email", "x.y@z.com")]),
    ],
)
def test_what_telegram_finds_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    entities = detected(Formatted(text, [])).entities
    assert [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in entities] == found


def test_no_links_are_found_inside_code() -> None:
    said = formatted("<code>/start @fulano</code>", "HTML")
    assert [e["type"] for e in said.entities] == ["code"]


def test_other_ways_to_format() -> None:
    assert formatted("<b>", None).text == "<b>"
    assert formatted("oi", None, [entity("bold", 0, 2)]).entities == [entity("bold", 0, 2)]
    with pytest.raises(Refusal, match="not simulated"):
        formatted("*x*", "MarkdownV2")
    with pytest.raises(Refusal, match="one of them"):
        formatted("x", "HTML", [entity("bold", 0, 1)])
