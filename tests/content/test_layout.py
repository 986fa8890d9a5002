"""The bytes of the files: marks, line ends, tabs."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.checks.layout import layout
from content.shelf import read_shelf

GOOD = (Path(__file__).with_name("fixtures") / "good.yaml").read_text(encoding="utf-8")


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    file = tmp_path / "a.yaml"
    file.write_bytes(text.encode())
    shelf, broken = read_shelf(file)
    assert broken == []
    return [(problem.line, problem.text) for problem in layout(shelf)]


def test_a_plain_file_is_fine(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


def test_a_byte_order_mark_is_reported(tmp_path: Path) -> None:
    assert problems(tmp_path, "\ufeff" + GOOD) == [(1, "byte order mark; save as UTF-8 without it")]


def test_crlf_is_reported_on_every_line(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("\n", "\r\n"))
    assert len(found) == GOOD.count("\n")
    assert found[0] == (1, "CR at the end of the line; save with LF")


@pytest.mark.parametrize(("old", "new", "text"), [("dificuldade: 2", "dificuldade: 2\t# x", "tab")])
def test_a_tab_is_reported(tmp_path: Path, old: str, new: str, text: str) -> None:
    ((_, found),) = problems(tmp_path, GOOD.replace(old, new))
    assert found == text


def test_the_schema_line_is_wanted(tmp_path: Path) -> None:
    ((line, text),) = problems(tmp_path, "# banco\n" + GOOD.partition("\n")[2])
    assert line == 1
    assert text.startswith("the first line must be: # yaml-language-server:")
