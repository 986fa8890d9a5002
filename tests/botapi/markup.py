"""Reply markup: the rules Telegram keeps for keyboards, and the buttons a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.botapi.refusals import bad_request

_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_URL = re.compile(r"(?:https?://[^\s/?#]+\S*|(?:tg|ton|tonsite)://\S+|mailto:\S+|[^\s/:]+\.[^\s/:]+\S*)\Z")
_START_LINK = re.compile(r"https?://t(?:elegram)?\.me/\w+\?(?:start|startgroup)=(?P<payload>[^&#]*)")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_MAX_BUTTONS = 100


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message."""

    label: str
    data: str | None
    url: str | None
    inline: str | None
    style: str | None


def checked(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The markup, if Telegram would take it (its types are checked already)."""
    if not markup:
        return None
    rows = markup.get("inline_keyboard")
    if rows is None:
        return _reply_keyboard(markup)
    buttons = [button for row in rows for button in row]
    if len(buttons) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_inline(button)
    return {"inline_keyboard": [row for row in rows if row]} if buttons else None


def inline_only(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The inline keyboard, or None for markup that stays out of the message."""
    return markup if markup and "inline_keyboard" in markup else None


def rows_of(markup: dict[str, Any] | None) -> list[list[Button]]:
    """Rows of buttons, top to bottom."""
    rows = (markup or {}).get("inline_keyboard", ())
    return [
        [
            Button(b["text"], b.get("callback_data"), b.get("url"), b.get("switch_inline_query"), b.get("style"))
            for b in row
        ]
        for row in rows
    ]


def check_start_payload(payload: str) -> None:
    """A deep link's `start` value: 1 to 64 of A-Z a-z 0-9 _ -."""
    if _PAYLOAD.match(payload) is None:
        raise bad_request(f'deep link payload "{payload}" must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -')


def _reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    for row in markup.get("keyboard", ()):
        for button in row:
            if isinstance(button, dict) and len(button.keys() - _LOOKS) > 1:
                raise bad_request("can't parse keyboard button: at most one optional field must be used")
    for flag in ("remove_keyboard", "force_reply"):
        if markup.get(flag) is False:
            raise bad_request(f'field "{flag}" must be True')
    return markup


def _check_inline(button: dict[str, Any]) -> None:
    if not button["text"]:
        raise bad_request("inline keyboard button text must be non-empty")
    actions = button.keys() - _LOOKS
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(
            "can't parse inline keyboard button: exactly one of its optional fields must be used, "
            f"found {', '.join(sorted(actions))}"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])


def _check_url(url: str) -> None:
    if _URL.match(url) is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if link := _START_LINK.match(url):
        check_start_payload(link.group("payload"))
