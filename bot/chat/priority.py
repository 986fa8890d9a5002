"""Who goes first where sends must wait: whoever pressed a button before whoever is reminded."""

from __future__ import annotations

from contextvars import ContextVar
from enum import IntEnum


class Priority(IntEnum):
    """Who goes first: the smaller."""

    REPLY = 0
    ROUND = 1
    GROUP_REPLY = 2
    """What a group asked for: twenty messages a minute may be said there, and its round needs them first."""
    SET = 3
    NUDGE = 4
    ANNOUNCEMENT = 5


priority: ContextVar[Priority] = ContextVar("priority", default=Priority.REPLY)
"""The priority of the sends made in this context; the poster sets it, a face's outbox reads it."""
