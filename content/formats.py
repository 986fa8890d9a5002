"""Problems as text, JSON, or annotations of a GitHub workflow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import StrEnum

from content.problem import Problem


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def printed(problems: Iterable[Problem], form: Format) -> Iterator[str]:
    """The lines to print. JSON is one document, also when nothing was found."""
    if form is Format.JSON:
        yield json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)
    elif form is Format.GITHUB:
        yield from map(_annotation, problems)
    else:
        yield from map(str, problems)


def _annotation(problem: Problem) -> str:
    """A workflow command: docs.github.com, "Setting an error message"."""
    properties = f"file={_property(problem.path)},line={problem.line},title={_property(problem.check)}"
    return f"::error {properties}::{_data(problem.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
