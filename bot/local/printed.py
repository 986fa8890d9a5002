"""Messages as a terminal shows them: bubbles by Rich, buttons with the key that presses each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from rich import box
from rich.align import Align
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.chat.reply import Block, Button, Style, Tone
from bot.local import bodies
from bot.local.people import BOT
from bot.local.profile import Profile
from storage.local import LocalMessage

WIDTH = 72
_STYLES = {
    Style.PLAIN: "",
    Style.BOLD: "bold",
    Style.ITALIC: "italic",
    Style.STRIKE: "strike",
    Style.UNDERLINE: "underline",
}
_TONES = {Tone.PLAIN: "bold cyan", Tone.GOOD: "bold green", Tone.BAD: "bold red", Tone.MAIN: "bold blue"}

Keyed = tuple[str, Button]
"""A button and what to type to press it."""


def bubble(message: LocalMessage, rows: Sequence[Sequence[Keyed]], profile: Profile) -> RenderableType:
    """A message; the bot's stand on the left, with their buttons below."""
    screen = bodies.read(message.body)
    at = message.at.astimezone(ZoneInfo(profile.zone)).strftime("%H:%M")
    panel = Panel(
        Group(*_spaced(_block(block) for block in screen.blocks)),
        box=box.ROUNDED,
        title=f"{BOT} · {at}" if message.outgoing else at,
        title_align="left",
        border_style="blue" if message.outgoing else "green",
        width=WIDTH,
    )
    if not message.outgoing:
        return Align.right(panel, width=WIDTH + 6)
    return Group(panel, *(_row(row) for row in rows))


def clock_line(now: datetime, profile: Profile) -> Text:
    """The local chat's date and time."""
    local = now.astimezone(ZoneInfo(profile.zone))
    words = format_datetime(local, "EEE d MMM y · HH:mm", locale=profile.language)
    return Text(f"🕗 {words}", style="dim")


def _spaced(blocks: Iterable[RenderableType]) -> list[RenderableType]:
    return [part for block in blocks for part in (Text(""), block)][1:]


def _block(block: Block) -> RenderableType:
    words = Text.assemble(*((span.text, _STYLES[span.style]) for span in block.spans))
    return Padding(words, (0, 2)) if block.quoted else words


def _row(row: Sequence[Keyed]) -> Text:
    parts = [part for key, button in row for part in ("   ", (f"{key}) {button.label}", _TONES[button.tone]))]
    return Text.assemble(*parts)
