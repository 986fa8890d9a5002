"""Logs on stderr: events with a few fields, never a message's text, never the token."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
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
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(),
            lambda _, __, line: _blot(line, hidden),  # the whole line: a secret may hide deep in a value
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
        message = _blot(str(record.msg), self._hidden)  # before it is cut: half a secret is still one
        return f"{record.levelname.lower()} {record.name}: {message:.200} {kind}".rstrip().replace("\n", " ")


def _blot(line: Any, hidden: tuple[str, ...]) -> str:
    text = str(line)
    for secret in hidden:
        text = text.replace(secret, "…")
    return text
