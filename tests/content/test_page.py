"""YAML files as values with lines, and what is refused on the way."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import page
from content.page import parse_page, read_page
from content.problem import BankError


def test_values_keep_their_lines() -> None:
    read = parse_page('a: 1\nb:\n  - "x"\n  - {c: y, d: null}\n', "f.yaml")
    assert read.value == {"a": 1, "b": ["x", {"c": "y", "d": None}]}
    assert [read.line("b"), read.line("b", 0), read.line("b", 1, "c"), read.line("b", 1, "nothing")] == [2, 3, 4, 4]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "f.yaml:1: the file is empty"),
        ("a: &x [1]\nb: *x\n", "f.yaml:1: anchors and aliases are not used here; write the value out"),
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3: the key 'a' stands here twice"),
        ("a: 1\nb: 2025-11-20\n", "f.yaml:2: put '2025-11-20' between quotes"),
        ("a: yes\n", "f.yaml:1: put 'yes' between quotes"),
        ("a: 1.5\n", "f.yaml:1: put '1.5' between quotes"),
        ("a: 0x10\n", "f.yaml:1: put '0x10' between quotes"),
        ("? [a]\n: 1\n", "f.yaml:1: a key must be a word"),
        ("a: 1\nb: [1\n", "f.yaml:3: not YAML: "),
        ("a: 1\n---\nb: 2\n", "f.yaml:2: not YAML: "),
        ("a: !!python/object:os.system x\n", "f.yaml:1: put 'x' between quotes"),
    ],
)
def test_what_surprises_authors_is_refused_by_line(text: str, problem: str) -> None:
    with pytest.raises(BankError) as caught:
        parse_page(text, "f.yaml")
    assert str(caught.value).startswith(problem)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "\x00"])
def test_hostile_text_is_one_clear_line(text: str) -> None:
    with pytest.raises(BankError) as caught:
        parse_page(text, "f.yaml")
    assert "\n" not in str(caught.value)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BankError):
        assert parse_page(text, "f.yaml").text == text


def test_a_file_that_is_not_utf8_is_refused_at_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 1\nb: ção\n".encode("cp1252"))
    with pytest.raises(BankError, match=r"a\.yaml:2: not UTF-8"):
        read_page(file)


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAX_BYTES", 10)
    file = tmp_path / "a.yaml"
    file.write_text("a: 12345678\n")
    with pytest.raises(BankError, match="larger than 10 bytes"):
        read_page(file)


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAX_NODES", 5)
    with pytest.raises(BankError, match="more than 5 values"):
        parse_page("[1, 2, 3, 4, 5, 6]", "f.yaml")


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="cannot be read: No such file"):
        read_page(tmp_path / "none.yaml")
