"""A place in a file and the typed values below it; every refusal names its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from content.page import Keys, Page
from content.problem import BankError

MAX_TEXT = 4_000
MAX_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class Spot:
    """The value at a path of keys. Each method raises BankError where the value is not what it asks for."""

    page: Page
    keys: Keys
    value: Any

    @classmethod
    def top(cls, page: Page) -> Spot:
        """The whole file."""
        return cls(page, (), page.value)

    def fail(self, text: str, *keys: str | int) -> NoReturn:
        """Refuse the value at a path below this spot."""
        raise BankError(self.page.problem(text, *self.keys, *keys))

    def only(self, allowed: frozenset[str], what: str) -> Spot:
        """This spot, if it is a mapping without any other key."""
        if not isinstance(self.value, dict):
            self.fail(f"{what} must be a mapping of keys")
        for key in self.value:
            if key not in allowed:
                self.fail(f"unknown key '{key[:40]}' in {what}", key)
        return self

    def below(self, key: str) -> Spot:
        """The spot under a key that must be there."""
        if key not in self.value:
            self.fail(f"'{key}' is missing")
        return Spot(self.page, (*self.keys, key), self.value[key])

    def each(self, key: str, least: int = 0) -> Iterator[Spot]:
        """The items of a list; a missing key is an empty list where none are needed."""
        items = self.value.get(key, [])
        if not isinstance(items, list):
            self.fail(f"'{key}' must be a list", key)
        if not least <= len(items) <= MAX_ITEMS:
            self.fail(f"'{key}' has {len(items)} items; {least} to {MAX_ITEMS:,} are expected", key)
        for index, item in enumerate(items):
            yield Spot(self.page, (*self.keys, key, index), item)

    def texts(self, key: str, least: int = 0) -> tuple[str, ...]:
        """A list of strings."""
        return tuple(item.string(f"an item of '{key}'") for item in self.each(key, least))

    def string(self, what: str, empty: bool = False) -> str:
        """The value itself as a string of at most MAX_TEXT characters, without the spaces around it."""
        if not isinstance(self.value, str):
            self.fail(f"{what} must be a text; put it between quotes")
        if len(self.value) > MAX_TEXT:
            self.fail(f"{what} is longer than {MAX_TEXT:,} characters")
        if not (empty or self.value.strip()):
            self.fail(f"{what} is empty")
        return self.value.strip()

    def text(self, key: str, empty: bool = False) -> str:
        """The string under a key that must be there."""
        return self.below(key).string(f"'{key}'", empty)

    def maybe_text(self, key: str) -> str | None:
        """The string under a key, or None where the key is absent."""
        return self.text(key) if key in self.value else None

    def match(self, key: str, pattern: re.Pattern[str], example: str) -> str:
        """A string of a given shape, spaces counted."""
        text = self.text(key)
        if not pattern.fullmatch(self.value[key]):
            self.fail(f"'{key}' is {text[:40]!r}; expected something like {example}", key)
        return text

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        text = self.text(key)
        if self.value[key] not in allowed:
            self.fail(f"'{key}' is {text[:40]!r}; it must be one of: {', '.join(allowed)}", key)
        return text

    def number(self, key: str, low: int, high: int) -> int:
        """A whole number from low to high."""
        value = self.below(key).value
        if not isinstance(value, int) or not low <= value <= high:
            self.fail(f"'{key}' must be a whole number from {low} to {high:,}", key)
        return value
