"""The bot's own words: gettext catalogues, read as .po files, one translator a language.

Reading the .po itself means that no compiled copy can be stale (docs/decisions/003).
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

LANGUAGES = ("pt_BR", "en")
DEFAULT = "pt_BR"
_FOLDER = Path(__file__).parent / "locale"


@cache
def translator(language: str) -> GNUTranslations:
    """The catalogue of a language, the default one's for any that is unknown."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    known = language if language in LANGUAGES else DEFAULT
    with (_FOLDER / known / "LC_MESSAGES" / "assertiva.po").open("rb") as po:
        catalogue = read_po(po, locale=known, domain="assertiva", abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def language_for(reported: str | None) -> str:
    """The language for a client's IETF tag (Bot API, User.language_code): English where it says so."""
    return "en" if (reported or "").lower().partition("-")[0] == "en" else DEFAULT
