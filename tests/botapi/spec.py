"""The Bot API's own specification, compiled into one reader a method.

The data is a machine-readable Bot API 10.0 (PaulSonOfLars/telegram-bot-api-spec, MIT).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.botapi import checkers
from tests.botapi.bounds import bounds_of, choices_of, constant_of
from tests.botapi.checkers import Check
from tests.botapi.params import MethodSpec, Param, param

_FILE = Path(__file__).with_name("spec-10.0.json")
_ARRAY = "Array of "


class Spec:
    """Compiles types and methods when they are first asked for, and keeps them."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.version: str = raw["version"]
        self._types: dict[str, Any] = raw["types"]
        self._raw_methods = {name.lower(): method for name, method in raw["methods"].items()}
        self._checks: dict[str, Check] = {}
        self._methods: dict[str, MethodSpec] = {}

    def method(self, name: str) -> MethodSpec | None:
        """The reader of a method's parameters; names are case-insensitive, as Telegram's are."""
        key = name.lower()
        if key not in self._methods:
            raw = self._raw_methods.get(key)
            if raw is None:
                return None
            self._methods[key] = self._compile_method(raw)
        return self._methods[key]

    def check(self, type_name: str, value: Any) -> None:
        """Mismatch if a value is not of a type of the API, such as "Update"."""
        self._plain("value", "value", type_name)(value)

    def check_result(self, method: str, result: Any) -> None:
        """Mismatch if a method could not have returned this."""
        raw = self._raw_methods[method.lower()]
        failures = []
        for kind in raw["returns"]:
            field = {"name": "result", "types": [kind], "required": True, "description": ""}
            try:
                return self._field(method, field)(result)
            except checkers.Mismatch as mismatch:
                failures.append(mismatch)
        raise failures[0]

    def method_names(self) -> list[str]:
        return [raw["name"] for raw in self._raw_methods.values()]

    def field_names(self, type_name: str) -> list[str]:
        return [field["name"] for field in self._types[type_name]["fields"]]

    def description(self, type_name: str, field: str) -> str:
        """What the specification says about one field of a type."""
        found = next(f for f in self._types[type_name]["fields"] if f["name"] == field)
        return str(found["description"])

    def _compile_method(self, raw: dict[str, Any]) -> MethodSpec:
        params: dict[str, Param] = {}
        for field in raw.get("fields", ()):
            name, kinds = field["name"], field["types"]
            params[name] = param(name, kinds, field["required"], self._field(raw["name"], field))
        required = tuple(name for name, found in params.items() if found.required)
        return MethodSpec(raw["name"], params, required)

    def _field(self, owner: str, field: dict[str, Any]) -> Check:
        kinds, name, told = field["types"], field["name"], field["description"]
        bounds = bounds_of(owner, name, kinds[0], told)
        if len(kinds) > 1:
            return self._union(owner, name, kinds)
        kind = kinds[0]
        if kind == "Integer":
            return checkers.integer(owner, name, bounds)
        if kind == "String":
            constant = constant_of(kind, told)
            choices = frozenset({constant}) if constant else choices_of(kind, told)
            return checkers.string(owner, name, bounds, choices)
        if kind.startswith(_ARRAY):
            return checkers.array(owner, name, self._element(owner, name, kind), bounds)
        return self._plain(owner, name, kind)

    def _element(self, owner: str, name: str, kind: str) -> Check:
        inner = kind.removeprefix(_ARRAY)
        if inner.startswith(_ARRAY):
            return checkers.array(owner, name, self._element(owner, name, inner), None)
        return self._plain(owner, name, inner)

    def _plain(self, owner: str, name: str, kind: str) -> Check:
        if kind == "Integer":
            return checkers.integer(owner, name, None)
        if kind == "String":
            return checkers.string(owner, name, None, None)
        if kind == "Boolean":
            return checkers.boolean(owner, name)
        if kind == "Float":
            return checkers.number(owner, name)
        check = self._named(kind)
        return checkers.or_string(check) if kind == "KeyboardButton" else check

    def _union(self, owner: str, name: str, kinds: list[str]) -> Check:
        if set(kinds) == {"Integer", "String"}:
            return checkers.integer_or_string(owner, name)
        if all(kind.startswith(_ARRAY) for kind in kinds):
            members = [kind.removeprefix(_ARRAY) for kind in kinds]
            return checkers.array(owner, name, self._either(name, members), None)
        return self._either(name, [kind for kind in kinds if kind not in ("InputFile", "String")])

    def _either(self, name: str, kinds: list[str]) -> Check:
        return checkers.either(name, [(self._named(k), self._required(k), self._constants(k)) for k in kinds])

    def _required(self, name: str) -> frozenset[str]:
        return frozenset(f["name"] for f in self._types[name].get("fields", ()) if f["required"])

    def _constants(self, name: str) -> dict[str, str]:
        fields = self._types[name].get("fields", ())
        told = ((f["name"], constant_of(f["types"][0], f["description"])) for f in fields)
        return {field: constant for field, constant in told if constant is not None}

    def _named(self, name: str) -> Check:
        """A check that looks its type up when it first runs: types refer to each other in circles."""

        def check(value: Any) -> None:
            found = self._checks.get(name)
            if found is None:
                found = self._checks[name] = self._compile_type(name)
            found(value)

        return check

    def _compile_type(self, name: str) -> Check:
        raw = self._types[name]
        if raw.get("subtypes"):
            return self._either(name, raw["subtypes"])
        fields = {field["name"]: self._field(name, field) for field in raw.get("fields", ())}
        return checkers.record(name, fields, self._required(name))


@cache
def bot_api() -> Spec:
    """Bot API 10.0, read once a process."""
    return Spec(json.loads(_FILE.read_text(encoding="utf-8")))
