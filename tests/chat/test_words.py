from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import bot.chat
from bot.chat.commands import COMMANDS
from bot.chat.words import DEFAULT, LANGUAGES, language_for, translator

CHAT = Path(bot.chat.__file__).parent
BOT = CHAT.parent
KEYWORDS = {"gettext": None, "_": None, "N_": None, "ngettext": (1, 2)}
PLACES = re.compile(r"\{\w*\}")


@cache
def used() -> dict[str, str | None]:
    """Every message id in the code, with its plural where it has one."""
    found: dict[str, str | None] = {}
    for _, _, message, _, _ in extract_from_dir(BOT, keywords=KEYWORDS):
        one, *more = message if isinstance(message, tuple) else (message,)
        found[one] = more[0] if more else None
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (CHAT / "locale" / language / "LC_MESSAGES" / "assertiva.po").open("rb") as po:
        return read_po(po, locale=language, abort_invalid=True)


def forms(language: str, message: str) -> tuple[str, ...]:
    entry = catalogue(language).get(message)
    if entry is None:
        return ()
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def test_the_words_were_found_in_the_code() -> None:
    assert len(used()) > 60
    assert "Right" in used()
    assert used()["{n} day in a row"] == "{n} days in a row"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    missing = [message for message in used() if not forms(language, message) or not all(forms(language, message))]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_with_a_plural_has_as_many_forms_as_the_language(language: str) -> None:
    wrong = [
        message
        for message, plural in used().items()
        if len(forms(language, message)) != (catalogue(language).num_plurals if plural else 1)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_the_same_places(language: str) -> None:
    for message in used():
        for form in forms(language, message):
            assert set(PLACES.findall(form)) == set(PLACES.findall(message)), (language, message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_keeps_words_that_nobody_says(language: str) -> None:
    left = {entry.id[0] if isinstance(entry.id, tuple) else entry.id for entry in catalogue(language) if entry.id}
    assert left - set(used()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_marked_as_doubtful(language: str) -> None:
    assert [entry.id for entry in catalogue(language) if entry.id and entry.fuzzy] == []


def test_an_unknown_language_speaks_the_default_one() -> None:
    assert translator("xx").gettext("Right") == translator(DEFAULT).gettext("Right")


@given(st.none() | st.text(max_size=12))
def test_any_tag_a_client_reports_has_a_language(reported: str | None) -> None:
    assert language_for(reported) in LANGUAGES


@pytest.mark.parametrize(
    ("reported", "language"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("en-GB", "en"),
        ("pt-br", "pt_BR"),
        ("pt", "pt_BR"),
        ("eng", "pt_BR"),
        ("", "pt_BR"),
    ],
)
def test_english_is_spoken_where_the_client_says_so(reported: str, language: str) -> None:
    assert language_for(reported) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described(language: str) -> None:
    assert all(command.describe(language).strip() for command in COMMANDS)


def test_commands_are_what_telegram_takes() -> None:
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in names)
    for language in LANGUAGES:
        assert all(1 <= len(command.describe(language)) <= 256 for command in COMMANDS)
