"""The JSON Schema of the bank's files, applied to one page; jsonschema is imported when needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from content.page import Page
from content.problem import Problem

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA = Path(__file__).with_name("schema") / "assertiva-bank-1.json"
_SHOWN = 60


def schema_problems(page: Page) -> Iterator[Problem]:
    """Every place where the page is not as the schema has it."""
    for error in _validator().iter_errors(page.value):
        yield page.problem(_say(error), *error.absolute_path, *_culprit(error))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _culprit(error: ValidationError) -> tuple[str, ...]:
    """An unknown key has a line of its own."""
    return tuple(_unknown(error)[:1]) if error.validator == "additionalProperties" else ()


def _unknown(error: ValidationError) -> list[str]:
    schema: Any = error.schema
    instance: Any = error.instance
    return [key for key in instance if key not in schema["properties"]]


def _say(error: ValidationError) -> str:
    name = next((f"'{key}'" for key in reversed(error.absolute_path) if isinstance(key, str)), "the file")
    instance: Any = error.instance
    shown = repr(instance)[:_SHOWN]
    rule: Any = error.validator_value
    match error.validator:
        case "additionalProperties":
            return f"unknown key {', '.join(map(repr, _unknown(error)))} in {name}"
        case "required":
            return f"{', '.join(repr(key) for key in rule if key not in instance)} missing in {name}"
        case "type":
            return f"{name} must be of type {rule}, not {shown}"
        case "enum":
            return f"{name} is {shown}; it must be one of: {', '.join(map(str, rule))}"
        case "const":
            return f"{name} must be {rule}"
        case "pattern":
            return f"{name} is {shown}; it does not match {rule}" if instance else f"{name} is empty"
        case "maxLength" | "maxItems":
            return f"{name} has {len(instance):,} characters or items; {rule:,} are allowed"
        case "minItems":
            return f"{name} has {len(instance)} items; at least {rule} are needed"
        case _:
            return f"{name}: {error.validator} {rule}, found {shown}"
