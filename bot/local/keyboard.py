"""Which button a typed number or letter presses: numbers for the newest message with buttons, letters for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from string import ascii_lowercase

from bot.chat.reply import Button, Rows
from bot.local.printed import Keyed


class Keyboard:
    """The buttons that can be pressed now, by what is typed."""

    def __init__(self) -> None:
        self._standing: dict[int, Rows] = {}
        self._keys: dict[str, tuple[int, Button]] = {}

    def put(self, messages: Sequence[tuple[int, Rows]]) -> dict[int, list[list[Keyed]]]:
        """Give keys to the buttons of messages about to be shown, by message id."""
        self._standing.update(messages)
        newest = max((message_id for message_id, rows in self._standing.items() if rows), default=None)
        letters = iter(ascii_lowercase)
        shown = {}
        for message_id, rows in messages:
            numbers = map(str, count(1))
            shown[message_id] = _keyed(rows, numbers if message_id == newest else letters)
        kept = {} if newest in shown else {key: at for key, at in self._keys.items() if at[0] == newest}
        self._keys = kept | {
            key: (message_id, button) for message_id, rows in shown.items() for row in rows for key, button in row
        }
        return shown

    def pressed(self, typed: str) -> tuple[int, Button] | None:
        """The message and the button behind what was typed."""
        return self._keys.get(typed.lower())


def _keyed(rows: Rows, keys: Iterator[str]) -> list[list[Keyed]]:
    # Where the letters run out, the last buttons have none and are left out.
    return [[(key, button) for button, key in zip(row, keys, strict=False)] for row in rows]
