"""Screens as Telegram draws them: HTML and inline keyboards (Bot API, Formatting options)."""

from __future__ import annotations

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.reply import Block, Button, Screen, Span, Style, Tone

LONGEST = 4096

_TAGS = {Style.BOLD: "b", Style.ITALIC: "i", Style.STRIKE: "s", Style.UNDERLINE: "u"}
_TONES = {Tone.GOOD: "success", Tone.BAD: "danger", Tone.MAIN: "primary"}


def html(screen: Screen) -> str:
    """The text of a message, every word of ours escaped."""
    return "\n\n".join(_block(block) for block in screen.blocks)


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons, None where there are none."""
    if not screen.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in screen.rows])


def _block(block: Block) -> str:
    words = "".join(_span(span) for span in block.spans)
    return f"<blockquote>{words}</blockquote>" if block.quoted else words


def _span(span: Span) -> str:
    tag = _TAGS.get(span.style)
    words = escape(span.text, quote=False)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.shares is not None:
        return InlineKeyboardButton(button.label, switch_inline_query=button.shares)
    return InlineKeyboardButton(button.label, callback_data=button.data, style=_TONES.get(button.tone))
