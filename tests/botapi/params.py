"""From what came over the wire to a method's parameters, typed and checked.

A value may be a JSON value, or a string that holds one (form posts, and JSON bodies whose values
are serialised a second time); files come beside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.botapi.checkers import Check, Mismatch
from tests.botapi.refusals import Refusal, bad_request

_INTEGER = re.compile(r"-?\d{1,19}\Z")
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_SCALARS = ({"Integer"}, {"String"}, {"Boolean"}, {"Float"}, {"Integer", "String"})

_MISSING = {
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "question": "text must be non-empty",
    "options": "can't parse options JSON object",
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
_MAY_BE_EMPTY = frozenset({"url"})
_PROSE = frozenset({"text", "caption", "question", "explanation"})
_NOT_JSON = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "scope": "can't parse BotCommandScope JSON object",
}
_SPOKEN = {"InlineKeyboardButton": "inline keyboard button", "KeyboardButton": "keyboard button"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Param:
    name: str
    required: bool
    takes_file: bool
    read: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """One method's parameters."""

    name: str
    params: Mapping[str, Param]
    required: tuple[str, ...]

    def read(self, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> dict[str, Any]:
        """Typed parameters, files in place of their names.

        Raises Refusal for what is unknown, missing or of the wrong type.
        """
        values: dict[str, Any] = {}
        for name, value in raw.items():
            spec = self.params.get(name)
            if spec is None:
                raise bad_request(f'unknown parameter "{name}": {self.name} has none of that name')
            if value != "" and value is not None:
                values[name] = _read(spec, value)
        if files:
            self._attach(raw, files, values)
        for name in self.required:
            if name not in values:
                if name not in _MAY_BE_EMPTY or name not in raw:
                    raise _missing(name)
                values[name] = ""
        return values

    def _attach(self, raw: Mapping[str, Any], files: Mapping[str, Upload], values: dict[str, Any]) -> None:
        told = " ".join(value if isinstance(value, str) else json.dumps(value) for value in raw.values())
        for name in files:
            spec = self.params.get(name)
            if spec is not None and spec.takes_file:
                values[name] = files[name]
            elif f"attach://{name}" not in told:
                raise bad_request(f'unknown parameter "{name}": no parameter refers to this file')
        for name, value in values.items():
            if name not in _PROSE:
                values[name] = _with_files(value, files)


def param(name: str, kinds: list[str], required: bool, check: Check) -> Param:
    """How to read one parameter of the given types."""
    takes_file = "InputFile" in kinds
    if takes_file:
        return Param(name, required, True, _as_file)
    if set(kinds) not in _SCALARS:
        return Param(name, required, False, _as_json(name, check))
    reader = _READERS[kinds[0] if len(kinds) == 1 else "Chat"]

    def read(value: Any) -> Any:
        typed = reader(name, value)
        check(typed)
        return typed

    return Param(name, required, False, read)


def _with_files(value: Any, files: Mapping[str, Upload]) -> Any:
    """The value with uploads in place of their attach:// names."""
    if isinstance(value, str) and value.startswith("attach://"):
        return files.get(value.removeprefix("attach://"), value)
    if isinstance(value, dict):
        return {key: _with_files(element, files) for key, element in value.items()}
    if isinstance(value, list):
        return [_with_files(element, files) for element in value]
    return value


def _read(spec: Param, value: Any) -> Any:
    try:
        return spec.read(value)
    except Mismatch as mismatch:
        raise _explained(spec.name, mismatch) from None


def _explained(name: str, mismatch: Mismatch) -> Refusal:
    owner = _SPOKEN.get(mismatch.owner, mismatch.owner)
    if owner[0].isupper() or owner in _SPOKEN.values():
        return bad_request(f"can't parse {owner}: {mismatch.text}")
    if mismatch.text == "expected an Object":
        return bad_request(f"object expected as {name.replace('_', ' ')}")
    return bad_request(mismatch.text.replace('field "', 'parameter "', 1))


def _missing(name: str) -> Refusal:
    return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))


def _as_file(value: Any) -> Any:
    if not isinstance(value, str):
        raise bad_request("a file must be an uploaded part, a file_id or a URL")
    return value


def _as_json(name: str, check: Check) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                words = f"can't parse {name.replace('_', ' ')} JSON object"
                raise bad_request(_NOT_JSON.get(name, words)) from None
        check(value)
        return value

    return read


def _as_integer(name: str, value: Any) -> Any:
    return int(value) if isinstance(value, str) and _INTEGER.match(value) else value


def _as_float(name: str, value: Any) -> Any:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _as_boolean(name: str, value: Any) -> Any:
    return _BOOLEANS.get(value.lower(), value) if isinstance(value, str) else value


def _as_string(name: str, value: Any) -> Any:
    return value


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "Integer": _as_integer,
    "Float": _as_float,
    "Boolean": _as_boolean,
    "String": _as_string,
    "Chat": _as_integer,
}
