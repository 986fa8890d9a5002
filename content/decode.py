"""Bytes of unknown origin as clean lines: encodings, line ends, spaces and invisible characters."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_SPACES = re.compile(r"[ \t\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_PIECE = 4_096
_SAMPLE = 4_096


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file: the encoding it was in, and its lines, the first being line 1."""

    encoding: str
    lines: tuple[str, ...]


def decode(data: bytes) -> Text:
    """Decode UTF-8, UTF-16 or UTF-32 (by mark or by their zero bytes), else Windows-1252. Never fails.

    Lines come back in NFC with single plain spaces, without zero-width or control characters; their
    count and order are those of the file (LF, CRLF or CR). Linear in the size of the data.
    """
    encoding, body = _sniff(data)
    text = body.decode(encoding, errors="replace")
    return Text(encoding, tuple(clean(line) for line in _LINE_END.split(text)))


def clean(line: str) -> str:
    """One line in NFC, invisible characters dropped, every kind of space made one plain space."""
    if not line.isascii():
        line = "".join(unicodedata.normalize("NFC", piece) for piece in _pieces(line))
    spaced = _SPACES.sub(" ", line)
    if not spaced.isprintable():
        spaced = "".join(character for character in spaced if _visible(character))
    return _SPACES.sub(" ", spaced).strip()


def _sniff(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    unmarked = _utf16_by_zeros(data[:_SAMPLE])
    if unmarked:
        return unmarked, data
    return ("utf-8" if _mostly_utf8(data) else "cp1252"), data


def _mostly_utf8(data: bytes) -> bool:
    """A few spoilt bytes (a file cut in the middle of a letter) do not make a text Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    spoilt = text.count("\ufffd")
    if not spoilt:
        return True
    beyond_ascii = sum(map(len, _BEYOND_ASCII.findall(text)))
    return beyond_ascii > 10 * spoilt


def _utf16_by_zeros(sample: bytes) -> str | None:
    """Western text in UTF-16 has a zero in nearly every second byte; no other text has."""
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if low > 0.7 * pairs and high < 0.1 * pairs:
        return "utf-16-le"
    if high > 0.7 * pairs and low < 0.1 * pairs:
        return "utf-16-be"
    return None


def _pieces(line: str) -> list[str]:
    """Normalising sorts runs of accents in quadratic time: no run is given a whole file to grow in."""
    return [line[start : start + _PIECE] for start in range(0, len(line), _PIECE)]


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
