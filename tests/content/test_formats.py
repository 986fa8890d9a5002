"""Findings as text, JSON and workflow annotations."""

from __future__ import annotations

import json

from content.formats import Format, printed
from content.problem import Problem

PROBLEMS = [Problem("a,b.yaml", 3, "100% of\nit: wrong", "text-length")]


def test_text_names_file_line_problem_and_check() -> None:
    assert list(printed([Problem("a.yaml", 3, "wrong", "layout")], Format.TEXT)) == ["a.yaml:3: wrong (layout)"]


def test_json_is_one_document_even_of_nothing() -> None:
    assert json.loads("".join(printed([], Format.JSON))) == []
    (found,) = json.loads("".join(printed(PROBLEMS, Format.JSON)))
    assert found == {"path": "a,b.yaml", "line": 3, "text": "100% of\nit: wrong", "check": "text-length"}


def test_annotations_are_escaped_as_workflow_commands_want() -> None:
    assert list(printed(PROBLEMS, Format.GITHUB)) == [
        "::error file=a%2Cb.yaml,line=3,title=text-length::100%25 of%0Ait: wrong"
    ]
