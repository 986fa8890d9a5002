"""How easily a Portuguese text reads: the Flesch index adapted by Martins et al. (1996)."""

from __future__ import annotations

import re

from content.portuguese import words

_VOWEL = "aeiouáéíóúâêôãõàüy"
_CLOSES = rf"(?:nh|[lmnrz](?![{_VOWEL}]))"
_GLIDE_U = re.compile(rf"([qg])u(?=[{_VOWEL}])")
_NUCLEUS = re.compile(rf"ão|ãe|ãi|õe|[aáâeéêoóô][iu](?!{_CLOSES})|[uú]i(?!{_CLOSES})|[ií]u(?!{_CLOSES})|[{_VOWEL}]")
_WEAK_END = re.compile(rf"[áéíóúâêô][^{_VOWEL}]+[ieu][aeo]s?$")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")


def syllables(word: str) -> int:
    """The syllables of a Portuguese word by its spelling; at least one.

    Falling diphthongs count once (au-to-ma-ção), as do weak endings after an accent (his-tó-ria);
    i and u before nh or a closing consonant stand alone (ra-i-nha, a-in-da).
    """
    spelt = _GLIDE_U.sub(r"\1", word.lower())
    count = len(_NUCLEUS.findall(spelt))
    return max(1, count - bool(_WEAK_END.search(spelt)))


def flesch(text: str) -> float:
    """248.835 − 1.015 × words a sentence − 84.6 × syllables a word; 0.0 for a text without words.

    Martins, Ghiraldelo, Nunes and Oliveira Jr., Readability formulas applied to textbooks in Brazilian
    Portuguese (1996): 75–100 very easy, 50–75 easy, 25–50 hard, 0–25 very hard.
    """
    found = words(text)
    if not found:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    return 248.835 - 1.015 * len(found) / sentences - 84.6 * sum(map(syllables, found)) / len(found)
