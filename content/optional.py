"""Libraries that only some commands need, from the package's optional extras."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingExtra(Exception):
    """An optional extra is not installed; the message is one line that says how to get it."""


def optional(module: str, extra: str, purpose: str) -> Any:
    """Import a module of an extra. Raises MissingExtra where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise MissingExtra(f"{purpose} needs: pip install 'assertiva[{extra}]'") from None
