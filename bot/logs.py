"""Logs on stderr: events with a few fields, never a message's text, never the token."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog

_QUIET = ("telegram", "apscheduler", "aiohttp", "asyncio", "alembic", "sqlalchemy")


def configure(level: str, secrets: Iterable[str] = ()) -> None:
    """Set up structlog and the standard library's loggers; `secrets` are blotted out wherever they appear."""
    hidden = tuple(secret for secret in secrets if secret)
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            lambda _, __, event: _blot(event, hidden),
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine(hidden))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


class _OneLine(logging.Formatter):
    """Others' log records in one line, without tracebacks and secrets: they may quote what people wrote."""

    def __init__(self, hidden: tuple[str, ...]) -> None:
        super().__init__()
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        line = f"{record.levelname.lower()} {record.name}: {record.msg!s:.200} {kind}".rstrip()
        for secret in self._hidden:
            line = line.replace(secret, "…")
        return line.replace("\n", " ")


def _blot(event: MutableMapping[str, Any], hidden: tuple[str, ...]) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if isinstance(value, str):
            for secret in hidden:
                value = value.replace(secret, "…")
            event[name] = value
    return event
