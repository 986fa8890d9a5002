"""Whether a message that waits for its turn is still to be sent when the turn comes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar

Check = Callable[[], Awaitable[bool]]

wanted: ContextVar[Check | None] = ContextVar("wanted", default=None)
"""Asked by a face's outbox at the moment of sending; the poster sets it. None: whatever was begun is sent."""
