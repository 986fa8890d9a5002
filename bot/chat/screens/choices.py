"""What the pages of the settings are made of: choices, rows of them, the way back."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.actions import MenuAction, SetAction, encode
from bot.chat.reply import Button, Rows, Tone
from bot.chat.words import translator
from storage.learners import Learner


def choice(name: str, value: str, label: str, chosen: bool) -> Button:
    """A button that gives a setting a value; the one it has is marked."""
    mark = "✓ " if chosen else ""
    return Button(f"{mark}{label}", encode(SetAction(name, value)), Tone.MAIN if chosen else Tone.PLAIN)


def back(learner: Learner, page: str = "main") -> tuple[Button, ...]:
    """The row that leads back."""
    return (Button(translator(learner.language).gettext("‹ Back"), encode(MenuAction(page))),)


def rows_of(buttons: Iterable[Button], width: int) -> Rows:
    """The buttons, that many a row."""
    row = list(buttons)
    return tuple(tuple(row[i : i + width]) for i in range(0, len(row), width))
