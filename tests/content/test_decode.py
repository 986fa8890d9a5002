"""Bytes of every provenance as the same clean lines."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.decode import clean, decode

TEXT = "Pergunta Original: “Automação” – introdução.\nA segunda linha não é ASCII: çãõéíú.\n"
LINES = tuple(TEXT.split("\n"))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
        (TEXT.encode("cp1252"), "cp1252"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode(), "utf-8"),
        (TEXT.replace(" ", "\u00a0").encode(), "utf-8"),
        (TEXT.replace(" ", " \u200b\u2009").replace("A", "\u2060A").encode(), "utf-8"),
        (TEXT.replace("i", "i\u00ad").encode(), "utf-8"),
    ],
)
def test_the_same_text_comes_out_of_every_encoding(data: bytes, encoding: str) -> None:
    text = decode(data)
    assert text.encoding == encoding
    assert text.lines == LINES


def test_a_file_cut_in_the_middle_of_a_letter_stays_utf8() -> None:
    text = decode((TEXT * 3).encode() + "ç".encode()[:1])
    assert text.encoding == "utf-8"
    assert text.lines[:2] == LINES[:2]
    assert text.lines[-1] == "\ufffd"


def test_bytes_without_a_letter_in_windows_1252_do_not_stop_it() -> None:
    assert decode(b"a\x81o \xe7\n").lines == ("a\ufffdo ç", "")


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_into_clean_lines(data: bytes) -> None:
    for line in decode(data).lines:
        assert line == clean(line)
        assert "\n" not in line
        assert "\r" not in line
