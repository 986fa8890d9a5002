"""What the control interface shows of messages, calls and the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.calls import Call
from tests.botapi.messages import Message
from tests.botapi.params import Upload

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]


def message_view(message: Message) -> Json:
    """A message and the buttons' labels and data."""
    return {
        "message_id": message.id,
        "update_id": message.update_id,
        "by_bot": message.by_bot,
        "text": message.text,
        "buttons": [[{"label": b.label, "data": b.data, "url": b.url} for b in row] for row in message.buttons],
        "edited": message.edited,
        "deleted": message.deleted,
        "date": int(message.date.timestamp()),
        "poll": message.poll.payload() if message.poll else None,
    }


def call_view(call: Call) -> Json:
    """A call; files are shown by their names."""
    return {
        "number": call.number,
        "method": call.method,
        "params": {k: v.name if isinstance(v, Upload) else v for k, v in call.params.items()},
        "at": call.at.timestamp(),
        "error": str(call.error) if call.error else None,
        "fault": call.fault,
    }


def state_view(api: BotApi) -> Json:
    """Counters, and the revision to wait on."""
    return {
        "revision": api.bell.revision,
        "idle": api.is_idle,
        "updates": api.updates.count,
        "pending": len(api.updates.pending),
        "calls": api.calls.total,
        "peak": api.peak,
        "refused": api.pace.refused,
        "violations": api.pace.violations[-20:],
        "webhook": api.courier.info(),
    }
