"""Limits that the specification states in prose only, read from the descriptions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHARACTERS = re.compile(r"(\d+)-(\d+) characters")
_BYTES = re.compile(r"(\d+)-(\d+) [Bb]ytes")
_ITEMS = re.compile(r"\b(\d+)-(\d+) (?!alpha)[a-z]|(?<=up to )(\d+) (?:items|identifiers)")
_NUMBERS = re.compile(r"(?:between |; |, )(\d+)-(\d+)\b|between (\d+) and (\d+)")
_CONSTANT = re.compile(r"(?:must be|always) [\"“]?([a-z_0-9]+)[\"”]?\.?$")
_CHOICES = re.compile(r"[Mm]ust be one of ([^.]*)")
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")

# Checked elsewhere: these have words of their own, or count after parsing.
_ELSEWHERE = frozenset(
    {
        ("sendPoll", "question"),
        ("sendPoll", "options"),
        ("sendPoll", "explanation"),
        ("sendPoll", "open_period"),
        ("InputPollOption", "text"),
        ("InlineKeyboardButton", "callback_data"),
        ("BotCommand", "command"),
        ("BotCommand", "description"),
        ("setMyCommands", "commands"),
        ("answerCallbackQuery", "text"),
        ("setWebhook", "secret_token"),
        ("InputTextMessageContent", "message_text"),
    }
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Smallest and largest size or value allowed, and the unit for the words of a refusal."""

    low: int
    high: int
    unit: str

    def words(self) -> str:
        if self.unit == "value":
            return f"must be between {self.low} and {self.high}"
        return f"must have {self.low} to {self.high} {self.unit}"


def bounds_of(owner: str, field: str, kind: str, description: str) -> Bounds | None:
    """The limit that a field's description states, if any."""
    if (owner, field) in _ELSEWHERE:
        return None
    if kind == "String":
        return _text_bounds(description)
    if kind == "Integer":
        return _pair(_NUMBERS.search(description), "value")
    if kind.startswith("Array of"):
        return _pair(_ITEMS.search(description), "items")
    return None


def constant_of(kind: str, description: str) -> str | None:
    """The only value allowed for a discriminator such as `type`."""
    found = _CONSTANT.search(description) if kind == "String" else None
    return found.group(1) if found else None


def choices_of(kind: str, description: str) -> frozenset[str] | None:
    """The values allowed where a description lists them in quotes."""
    found = _CHOICES.search(description) if kind == "String" else None
    quoted = _QUOTED.findall(found.group(1)) if found else []
    return frozenset(quoted) if quoted else None


def _text_bounds(description: str) -> Bounds | None:
    if found := _BYTES.search(description):
        return _pair(found, "bytes")
    if "after entities parsing" in description:
        return None
    return _pair(_CHARACTERS.search(description), "characters")


def _pair(found: re.Match[str] | None, unit: str) -> Bounds | None:
    if found is None:
        return None
    numbers = [int(group) for group in found.groups() if group]
    return Bounds(numbers[0] if len(numbers) == 2 else 0, numbers[-1], unit)
