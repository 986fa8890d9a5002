"""Screens as text in a row, and back: JSON of blocks, spans and rows of buttons."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.chat.reply import Block, Button, Screen, Span, Style, Tone, say


def write(screen: Screen, author: int | None = None) -> str:
    """The JSON of a screen; `author` is the person who wrote it, where several might have."""
    by = {} if author is None else {"author": author}
    return json.dumps(asdict(screen) | by, ensure_ascii=False, separators=(",", ":"))


def read(body: str) -> Screen:
    """The screen that `write` wrote."""
    stored = json.loads(body)
    return Screen(
        tuple(_block(block) for block in stored["blocks"]),
        tuple(tuple(_button(button) for button in row) for row in stored["rows"]),
    )


def author_of(body: str) -> int | None:
    """The id of the person who wrote it; None where that is the bot or goes without saying."""
    author: int | None = json.loads(body).get("author")
    return author


def typed(text: str) -> Screen:
    """What a person typed, as a screen."""
    return Screen((say(text),))


def _block(stored: dict[str, Any]) -> Block:
    spans = tuple(Span(span["text"], Style(span["style"])) for span in stored["spans"])
    return Block(spans, stored["quoted"])


def _button(stored: dict[str, Any]) -> Button:
    return Button(stored["label"], stored["data"], Tone(stored["tone"]), stored.get("url"), stored.get("shares"))
