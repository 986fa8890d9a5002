"""Closures that check one JSON value against one type, built once from the specification."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.botapi.bounds import Bounds

Check = Callable[[Any], None]


class Mismatch(Exception):
    """A value that is not of its type; `owner` is the type or method that has the field."""

    def __init__(self, owner: str, text: str) -> None:
        super().__init__(f"{owner}: {text}")
        self.owner = owner
        self.text = text


def integer(owner: str, field: str, bounds: Bounds | None) -> Check:
    def check(value: Any) -> None:
        if type(value) is not int:
            raise Mismatch(owner, f'field "{field}" must be of type Integer')
        if bounds is not None and not bounds.low <= value <= bounds.high:
            raise Mismatch(owner, f'field "{field}" {bounds.words()}')

    return check


def number(owner: str, field: str) -> Check:
    def check(value: Any) -> None:
        if type(value) is not int and type(value) is not float:
            raise Mismatch(owner, f'field "{field}" must be of type Number')

    return check


def boolean(owner: str, field: str) -> Check:
    def check(value: Any) -> None:
        if type(value) is not bool:
            raise Mismatch(owner, f'field "{field}" must be of type Boolean')

    return check


def string(owner: str, field: str, bounds: Bounds | None, choices: frozenset[str] | None) -> Check:
    in_bytes = bounds is not None and bounds.unit == "bytes"

    def check(value: Any) -> None:
        if type(value) is not str:
            raise Mismatch(owner, f'field "{field}" must be of type String')
        if bounds is not None:
            size = len(value.encode()) if in_bytes else len(value)
            if not bounds.low <= size <= bounds.high:
                raise Mismatch(owner, f'field "{field}" {bounds.words()}')
        if choices is not None and value not in choices:
            raise Mismatch(owner, f'field "{field}" must be one of {", ".join(sorted(choices))}')

    return check


def integer_or_string(owner: str, field: str) -> Check:
    def check(value: Any) -> None:
        if type(value) is not int and type(value) is not str:
            raise Mismatch(owner, f'field "{field}" must be of type Integer or String')

    return check


def array(owner: str, field: str, item: Check, bounds: Bounds | None) -> Check:
    def check(value: Any) -> None:
        if type(value) is not list:
            raise Mismatch(owner, f'field "{field}" must be an Array')
        if bounds is not None and not bounds.low <= len(value) <= bounds.high:
            raise Mismatch(owner, f'field "{field}" {bounds.words()}')
        for element in value:
            item(element)

    return check


def record(name: str, fields: dict[str, Check], required: frozenset[str]) -> Check:
    """An object with known fields only."""

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise Mismatch(name, "expected an Object")
        for key, element in value.items():
            inner = fields.get(key)
            if inner is None:
                raise Mismatch(name, f'unknown field "{key}"')
            inner(element)
        if not required <= value.keys():
            missing = sorted(required - value.keys())[0]
            raise Mismatch(name, f'can\'t find field "{missing}"')

    return check


def either(name: str, members: Iterable[tuple[Check, frozenset[str], dict[str, str]]]) -> Check:
    """One of several objects: (check, required fields, constant fields) each.

    Only members whose required fields are there and whose constants agree are tried.
    """
    table = tuple(members)

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise Mismatch(name, "expected an Object")
        failure = Mismatch(name, "unsupported type specified")
        for member, required, constants in table:
            if not required <= value.keys() or any(value.get(k) != v for k, v in constants.items()):
                continue
            try:
                return member(value)
            except Mismatch as mismatch:
                failure = mismatch
        raise failure

    return check


def or_string(inner: Check) -> Check:
    """The object or, in its place, a bare string (a simple KeyboardButton)."""

    def check(value: Any) -> None:
        if type(value) is not str:
            inner(value)

    return check
