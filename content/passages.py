"""The parts of a plain text of assertions: passages with their lines, and notes on what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_ENDED = re.compile(r"[.!?][\"'”’»)\]]*$")
_HANGS = re.compile(r"[,;–—-]$")


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should look at, with its line; `lost` where the line went nowhere."""

    line: int
    text: str
    lost: bool = False


@dataclass(slots=True)
class Passage:
    """A run of text from one or several wrapped lines; `number` is the one written in front, if any."""

    line: int
    number: int | None = None
    parts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    size: int = 0
    too_long: bool = False

    def add(self, line: int, text: str) -> None:
        """Take in one more line."""
        self.parts.append(text)
        self.lines.append(line)
        self.size += len(text) + 1

    @property
    def text(self) -> str:
        """The lines joined."""
        return " ".join(part for part in self.parts if part)

    @property
    def ended(self) -> bool:
        """Whether the last line ends a sentence."""
        return bool(self.parts) and ends_sentence(self.parts[-1])


@dataclass(slots=True)
class Part:
    """A subtopic: its question's text, its title, its assertions in order."""

    question: Passage
    title: Passage
    items: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """All that was found. Every non-blank line is in `used` or in a note that says it was lost."""

    parts: list[Part] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_ENDED.search(text))


def doubts(parts: list[Part]) -> Iterator[Note]:
    """Titles and assertions that look cut off, and numbers out of sequence."""
    yield from _cut_off([part.title for part in parts], "title")
    yield from _cut_off([item for part in parts for item in part.items], "assertion")
    for part in parts:
        before = 0
        for item in part.items:
            if item.number is not None and item.number != before + 1:
                yield Note(item.line, f"number {item.number} stands after {before}")
            before = item.number if item.number is not None else before + 1


def _cut_off(passages: list[Passage], name: str) -> Iterator[Note]:
    """Without a full stop where others have one, or with a comma or dash at the end."""
    style = len(passages) < 2 or any(passage.ended for passage in passages)
    for passage in passages:
        text = passage.text
        if text and not passage.ended and (style or _HANGS.search(text)):
            yield Note(passage.line, f"the {name} looks cut off: …{text[-30:]!r}")
