"""What the conversation says, without a platform: screens of styled text and buttons, and what to do with them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.priority import Priority


class Style(StrEnum):
    """How a stretch of text is set off."""

    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    STRIKE = "strike"
    UNDERLINE = "underline"


class Tone(StrEnum):
    """The colour a button asks for, where the face has one."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    MAIN = "main"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; quoted ones hold an assertion."""

    spans: tuple[Span, ...]
    quoted: bool = False

    @property
    def text(self) -> str:
        """The bare words."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` comes back when it is pressed (1–64 bytes, Bot API).

    Otherwise it opens `url`, or offers to share the fact `shares` in any chat.
    """

    label: str
    data: str
    tone: Tone = Tone.PLAIN
    url: str | None = None
    shares: str | None = None

    @property
    def is_pressed(self) -> bool:
        """Whether pressing it brings `data` back."""
        return self.url is None and self.shares is None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: paragraphs and rows of buttons."""

    blocks: tuple[Block, ...]
    rows: Rows = ()

    @property
    def text(self) -> str:
        """The bare words, a blank line between paragraphs."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Poll:
    """A quiz with one right option (its position); open for `seconds`, or until it is stopped."""

    question: str
    options: tuple[str, ...]
    correct: int
    explanation: str
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message to send; `asked_id` names the assertion it puts, `priority` who goes first where sends must wait."""

    screen: Screen
    asked_id: int | None = None
    silent: bool = False
    priority: Priority = Priority.REPLY


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Another message to replace; `closes` names the assertion whose verdict it shows."""

    ref: str
    screen: Screen
    closes: int


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a press or a message.

    `toast` answers the press at once; `rewrite` replaces the message that was pressed (`closes` names the
    assertion whose verdict that shows); `retire` takes the buttons off an older message; then come the posts, and
    last of all the `others`: messages that this press did not come from and that it brings up to date.
    """

    toast: str | None = None
    rewrite: Screen | None = None
    closes: int | None = None
    retire: str | None = None
    posts: tuple[Post, ...] = ()
    others: tuple[Rewrite, ...] = ()


def say(*parts: str | Span) -> Block:
    """A paragraph of plain strings and styled spans."""
    return Block(tuple(part if isinstance(part, Span) else Span(part) for part in parts))


def bold(text: str) -> Span:
    """Text set in bold."""
    return Span(text, Style.BOLD)


def italic(text: str) -> Span:
    """Text set in italics."""
    return Span(text, Style.ITALIC)
