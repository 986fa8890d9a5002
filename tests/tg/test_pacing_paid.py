from __future__ import annotations

import asyncio
from typing import Any

from bot.tg.pacing import Limits, Pacing
from tests.support.clockwork import run
from tests.tg.test_pacing import most_within

LIMITS = Limits(in_all=5, paid=50)


class Till:
    """A pacing that notes what arrives, when, and whether it is paid for."""

    def __init__(self, limits: Limits) -> None:
        self.pacing = Pacing(limits)
        self.sent: list[tuple[float, str, bool]] = []

    async def send(self, chat: int, endpoint: str) -> None:
        data: dict[str, Any] = {"chat_id": chat}

        async def arrive() -> None:
            paid = bool(data.get("allow_paid_broadcast"))
            self.sent.append((asyncio.get_running_loop().time(), endpoint, paid))

        await self.pacing.process_request(arrive, (), {}, endpoint, data, None)


def crowd(limits: Limits, *endpoints: str) -> list[tuple[float, str, bool]]:
    async def scene() -> list[tuple[float, str, bool]]:
        till = Till(limits)
        await asyncio.gather(*(till.send(chat, endpoint) for chat in range(1, 101) for endpoint in endpoints))
        return till.sent

    return run(scene())


def test_with_paid_broadcasts_messages_leave_at_the_paid_rate_and_say_so() -> None:
    sent = crowd(LIMITS, "sendMessage")
    assert all(paid for _, _, paid in sent)
    assert most_within([at for at, _, _ in sent], 1.0) <= 50
    assert sent[-1][0] - sent[0][0] < 2.2


def test_what_cannot_be_paid_for_keeps_the_free_rate() -> None:
    sent = crowd(LIMITS, "sendMessage", "editMessageText")
    edits = [at for at, endpoint, _ in sent if endpoint == "editMessageText"]
    assert not any(paid for _, endpoint, paid in sent if endpoint == "editMessageText")
    assert most_within(edits, 1.0) <= 5
    assert max(at for at, endpoint, _ in sent if endpoint == "sendMessage") - sent[0][0] < 2.2


def test_nothing_is_paid_for_unless_that_is_switched_on() -> None:
    assert not any(paid for _, _, paid in crowd(Limits(in_all=50), "sendMessage"))


def test_where_the_loop_is_late_the_rate_is_made_up_for() -> None:
    """Turns a millisecond apart would otherwise cost a timer's slowness each."""
    sent = crowd(Limits(in_all=30, paid=970), "sendMessage", "sendPoll", "sendPhoto")
    assert sent[-1][0] - sent[0][0] < 0.33
