"""Who goes first where sends must wait: whoever pressed a button before whoever is reminded."""

from __future__ import annotations

from contextvars import ContextVar
from enum import IntEnum


class Priority(IntEnum):
    """Who goes first: the smaller."""

    REPLY = 0
    ROUND = 1
    SET = 2
    NUDGE = 3
    ANNOUNCEMENT = 4


priority: ContextVar[Priority] = ContextVar("priority", default=Priority.REPLY)
"""The priority of the sends made in this context; the poster sets it, a face's outbox reads it."""
