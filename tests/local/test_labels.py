from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.chat.words import translator
from bot.local import browser
from bot.local.labels import PAGE, TERMINAL, page_labels

FILES = Path(browser.__file__).parent / "page"


@pytest.mark.parametrize("message", sorted({*PAGE.values(), *TERMINAL.values()}))
def test_every_label_is_in_both_catalogues(message: str) -> None:
    for language in ("pt_BR", "en"):
        assert message in translator(language)._catalog, f"{language}: {message}"


def test_the_page_names_no_label_that_is_not_there() -> None:
    html = (FILES / "index.html").read_text("utf-8")
    named = set(re.findall(r"data-(?:aria-)?(?:label|placeholder)=\"(\w+)\"", html)) | set(re.findall(r"\$(\w+)", html))
    for script in FILES.glob("*.js"):
        named |= set(re.findall(r"labels\.(\w+)", script.read_text("utf-8")))
    assert named <= PAGE.keys()
    assert PAGE.keys() - named == {"unreadable", "failed"}  # named by the server's error frames


def test_a_buttons_name_begins_with_what_it_shows() -> None:
    for language in ("pt_BR", "en"):
        labels = page_labels(language)
        for by in ("hour", "day", "week"):
            assert labels[f"{by}_long"].startswith(labels[by])
