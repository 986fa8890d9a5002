"""One YAML file of the bank as plain values, with the line of every key and item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from content.problem import BankError, Problem

Keys = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_NODES = 200_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_INT = re.compile(r"0|-?[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Page:
    """A file's values (mappings, lists, str, int, None) and the 1-based line of each path of keys."""

    name: str
    value: Any
    lines: dict[Keys, int] = field(repr=False)
    text: str = field(repr=False)

    def line(self, *keys: str | int) -> int:
        """The line of the deepest known part of this path."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def problem(self, text: str, *keys: str | int) -> Problem:
        """A finding at this path."""
        return Problem(self.name, self.line(*keys), text)


def read_page(path: Path) -> Page:
    """Read one file. Raises BankError for a file that is too large, not UTF-8, or not plain YAML.

    Aliases, repeated keys and unquoted dates, floats and yes/no words are refused: each of them has
    surprised an author at least once.
    """
    return parse_page(_decode(path), display_name(path))


def parse_page(text: str, name: str) -> Page:
    """Parse a file's text; `name` stands in front of every problem."""
    try:
        root = yaml.compose(text.removeprefix("\ufeff"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BankError(Problem(name, mark.line + 1 if mark else 1, f"not YAML: {_one_line(error)}")) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise BankError(Problem(name, 1, f"not YAML: {str(error).splitlines()[0]}")) from None
    if root is None:
        raise BankError(Problem(name, 1, "the file is empty"))
    walk = _Walk(name)
    return Page(name, walk.value(root, ()), walk.lines, text)


def display_name(path: Path) -> str:
    """The path relative to the current folder, where it is below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def bank_files(folder: Path) -> list[Path]:
    """The bank's files in the order of the syllabus."""
    return sorted(folder.glob("*.yaml"))


def _decode(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BankError(Problem(display_name(path), 1, f"cannot be read: {error.strerror}")) from None
    if len(data) > MAX_BYTES:
        raise BankError(Problem(display_name(path), 1, f"larger than {MAX_BYTES:,} bytes"))
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BankError(Problem(display_name(path), line, "not UTF-8")) from None


def _one_line(error: yaml.MarkedYAMLError) -> str:
    return " ".join(part for part in (error.context, error.problem) if part)


class _Walk:
    """Turns nodes into values, noting lines; bounded, so that no file can exhaust the memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Keys, int] = {}
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, keys: Keys) -> Any:
        self.lines.setdefault(keys, node.start_mark.line + 1)
        if id(node) in self._seen:
            raise self._error(node, "anchors and aliases are not used here; write the value out")
        self._seen.add(id(node))
        if len(self._seen) > MAX_NODES:
            raise self._error(node, f"more than {MAX_NODES:,} values in one file")
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, keys))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*keys, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _pairs(self, node: yaml.MappingNode, keys: Keys) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                raise self._error(key_node, "a key must be a word")
            if key in seen:
                raise self._error(key_node, f"the key '{key}' stands here twice")
            seen.add(key)
            self.lines[(*keys, key)] = key_node.start_mark.line + 1
            yield key, self.value(value_node, (*keys, key))

    def _scalar(self, node: yaml.Node) -> str | int | None:
        text: str = node.value
        kind = node.tag.rpartition(":")[2]
        if kind == "str":
            return text
        if kind == "null":
            return None
        if kind == "int" and _PLAIN_INT.fullmatch(text):
            return int(text)
        raise self._error(node, f"put {text[:40]!r} between quotes")

    def _error(self, node: yaml.Node, text: str) -> BankError:
        return BankError(Problem(self.name, node.start_mark.line + 1, text))
