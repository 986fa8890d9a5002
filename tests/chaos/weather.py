"""What the network and Telegram do meanwhile."""

from __future__ import annotations

import asyncio
from random import Random

from tests.botapi import BotApi, DropReply, Hang, Reset, Status, TooManyRequests

METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "sendPoll", "stopPoll", "*")


async def storm(api: BotApi, dice: Random, hang: float) -> None:
    """Faults at random until cancelled: 429, 502, resets, hangs, replies lost after the call was applied."""
    kinds = (
        TooManyRequests(1), Status(502), Reset(), DropReply(), Hang(hang), Hang(hang, applied=True), TooManyRequests(2)
    )  # fmt: skip
    while True:
        await asyncio.sleep(dice.uniform(0.4, 2.4))
        api.fault(dice.choice(METHODS), dice.choice(kinds))


def stir(api: BotApi, dice: Random) -> None:
    """Updates come twice now and then, and in any order."""
    api.updates.mischief.repeat = 0.1
    api.updates.mischief.shuffle = True
    api.updates.mischief.random = dice


def calm(api: BotApi) -> None:
    """The sun comes out."""
    api.faults.clear()
    api.updates.mischief.repeat = 0.0
    api.updates.mischief.shuffle = False
