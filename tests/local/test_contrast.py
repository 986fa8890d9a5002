"""Every pair of text and ground on the page, in both themes, by WCAG 2.2, 1.4.3 and 1.4.11."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.local import browser

CSS = (Path(browser.__file__).parent / "page" / "style.css").read_text("utf-8")
TEXT = [
    ("text", "bar"), ("text", "bot"), ("text", "mine"), ("text", "quote"), ("text", "wall"),
    ("muted", "bar"), ("muted", "bot"), ("muted", "wall"), ("muted", "quote"), ("mine-muted", "mine"),
    ("accent", "bar"), ("accent", "bot"), ("accent", "quote"), ("on-accent", "accent"), ("on-plain", "plain"),
    ("on-tone", "good"), ("on-tone", "bad"), ("on-tone", "main"), ("on-day", "day"), ("on-toast", "toast"),
    ("on-warn", "warn"),
]  # fmt: skip
RINGS = [("ring", ground) for ground in ("wall", "bar", "bot", "plain", "quote")]


def colour(name: str, dark: bool) -> str:
    """The value of a variable in a theme, as six hex digits."""
    found = re.search(rf"--{name}: (?:light-dark\(#(\w{{6}})\w*, #(\w{{6}})\w*\)|#(\w{{6}}));", CSS)
    assert found, name
    return found[3] or found[2 if dark else 1]


def luminance(hexes: str) -> float:
    """WCAG's relative luminance."""
    channels = [int(hexes[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(text: str, ground: str, dark: bool) -> None:
    assert contrast(colour(text, dark), colour(ground, dark)) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ring", "ground"), RINGS)
def test_the_focus_ring_stands_out(ring: str, ground: str, dark: bool) -> None:
    assert contrast(colour(ring, dark), colour(ground, dark)) >= 3
