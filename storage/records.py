"""Small frozen dataclasses of the core as text in a column: compact JSON, dates and instants in ISO form."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def write(record: Any) -> str:
    """The text of a record."""
    assert is_dataclass(record)
    assert not isinstance(record, type)
    return json.dumps(asdict(record), default=_iso, separators=(",", ":"))


def read(kind: type[T], text: str) -> T:
    """The record of that kind which `write` wrote; fields it did not know yet take their defaults."""
    stored = json.loads(text)
    values = {name: _value(hint, stored[name]) for name, hint in _fields(kind) if name in stored}  # type: ignore[arg-type]
    return kind(**values)


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a record with their types, None left out of unions; hints are strings, so this is kept."""
    hints = get_type_hints(kind)
    return tuple((field.name, _plain(hints[field.name])) for field in fields(kind))


def _plain(hint: Any) -> Any:
    if get_origin(hint) is None or get_origin(hint) is type:
        return hint
    return next(part for part in get_args(hint) if part is not NoneType)


def _iso(value: object) -> str:
    assert isinstance(value, date | datetime)
    return value.isoformat()


def _value(kind: Any, stored: Any) -> Any:
    if stored is None:
        return None
    if kind in (date, datetime):
        return kind.fromisoformat(stored)
    return kind(stored) if isinstance(kind, type) and issubclass(kind, StrEnum) else stored
