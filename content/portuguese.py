"""Words of Portuguese sentences, and the word classes that the editorial rules speak of."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# regras_editoriais, 1.5: words that claim for every case. "todo o ciclo" (the whole of it) is no such claim.
_ABSOLUTE = re.compile(
    r"sempre|nunca|jamais|só|somente|apenas|unicamente|exclusivamente|exclusiv[oa]s?|independentemente"
    r"|todos|todas|qualquer|quaisquer|elimin(?:a|am|ar|ando|ou|aram|e|em|ará|arão|aria)"
    r"|garant(?:e|em|ir|indo|iu|iram|irá|irão|iria|a|am|ido|ida|idos|idas)"
)
_EVERY = re.compile(r"\btod[oa]\b(?! [oa]s? )", re.IGNORECASE)

# regras_editoriais, 1.6.
_NEGATION = re.compile(
    r"não|nem|sem|dispens(?:a|am|ar|ando|ou)|prescind(?:e|em|ir|indo|iu)|substitu(?:i|em|ir|indo|iu)"
)

# regras_editoriais, 1.12: praise marks the true sentences of old question papers.
_PRAISE = re.compile(
    r"crucia(?:l|is)|essencia(?:l|is)|essencialmente|fundamenta(?:l|is)|fundamentalmente"
    r"|importantes?|importantíssim[oa]s?|harmonios[oa]s?|popular(?:es)?|indispensáve(?:l|is)"
    r"|imprescindíve(?:l|is)|vita(?:l|is)|excelentes?|poderos[oa]s?|ideal|ideais|amplamente"
    r"|revolucionári[oa]s?|primordia(?:l|is)"
)

# regras_editoriais, 1.9: sentences are drawn alone, so nothing may point at a neighbour.
_POINTS_BACK = re.compile(
    r"\bpor sua vez\b|\bconforme visto\b|\bcomo visto\b|\b(?:às|as|nas|das|pelas) três abordagens\b"
    r"|\bacima (?:citad|mencionad|descrit)[oa]s?\b|\b(?:anterior|supra)mente (?:citad|mencionad)[oa]s?\b"
    r"|\b(?:ess|est)(?:a|as|e|es) (?:abordagem|abordagens|prática|práticas|ferramenta|ferramentas)\b"
    r"|\A(?:n|d)?(?:ess|est)(?:a|as|e|es)\b|\A(?:n|d)?iss?[ot]o?\b|\A(?:além|apesar|por causa) d(?:isso|isto)\b"
    r"|\A(?:ele|ela|eles|elas|tal|tais|também|assim|portanto|contudo|entretanto|porém|todavia)\b"
    r"|\A(?:ambos|ambas|já)\b",
    re.IGNORECASE,
)

_STOP = re.compile(
    r"[aoe]|[àé]|ao|aos|as|às|os|com|como|d[aeo]|d[ao]s|em|entre|já|mais|n[ao]|n[ao]s|ou|para|pel[ao]s?|por"
    r"|que|se|suas?|seus?|são|ser|foi|uma?s?|uns|cada|quando|qual|quais"
)


def words(text: str) -> list[str]:
    """The lower-case words of a text, accents kept."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def content_words(text: str) -> list[str]:
    """The words that carry meaning."""
    return [word for word in words(text) if not _STOP.fullmatch(word)]


def fold(text: str) -> str:
    """Lower case without accents or punctuation, single spaces: for comparing, never for showing."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare.lower()))


def absolutes(text: str) -> list[str]:
    """The absolute words of a text, in order."""
    found = [word for word in words(text) if _ABSOLUTE.fullmatch(word)]
    return found + [match.group().lower() for match in _EVERY.finditer(text)]


def negations(text: str) -> list[str]:
    """The words by which a sentence is falsified too easily."""
    return [word for word in words(text) if _NEGATION.fullmatch(word)]


def praises(text: str) -> list[str]:
    """Words of praise."""
    return [word for word in words(text) if _PRAISE.fullmatch(word)]


def points_back(text: str) -> str | None:
    """The words by which a sentence leans on another one, if any."""
    match = _POINTS_BACK.search(text.strip())
    return match.group() if match else None
