"""A stand-in for Telegram in the same process: it outlives the bot, keeps every chat and remembers every send."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from random import Random
from typing import Protocol

from bot.chat.actions import Action, AnswerAction, ExamAction, GoAction, MoreAction, NudgeAction, decode
from bot.chat.posting import Gone, Later, NotThere, Unknown
from bot.chat.reply import Screen

NAME = "tg"
TROUBLE = 0.001
"""The share of sends that never leave, and of those whose answer is lost on the way back."""


class Kind(StrEnum):
    """What a message is, by its buttons."""

    ASSERTION = "assertion"
    SUMMARY = "summary"
    NUDGE = "nudge"
    QUESTION = "question"
    AUTO_PAUSE = "auto pause"
    OTHER = "other"


@dataclass(slots=True)
class Message:
    """One message as it stands in a chat."""

    id: int
    screen: Screen
    at: datetime

    def actions(self) -> Iterator[tuple[Action, str]]:
        """What its buttons do, with their data."""
        for row in self.screen.rows:
            for button in row:
                if not button.is_pressed:
                    continue
                action = _action(button.data)
                assert action is not None
                yield action, button.data


@dataclass(frozen=True, slots=True)
class Send:
    """One attempt of the bot to send: `arrived` in the chat or not, `known` to the bot or not."""

    at: datetime
    chat_id: int
    kind: Kind
    target: int | None  # the assertion or the set the message is about
    by_clock: bool
    arrived: bool
    known: bool


class Watch(Protocol):
    """What the stand-in needs of the trial: the time, who set off the call, and the life of the bot."""

    now: datetime
    by_clock: bool

    def step(self) -> None:
        """One step of the bot's process. Raises Crash."""


@dataclass(slots=True)
class StandIn:
    """Implements `bot.chat.posting.Face`."""

    watch: Watch
    dice: Random
    name: str = NAME
    chats: dict[int, dict[int, Message]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    sends: list[Send] = field(default_factory=list)
    _last_id: int = 0

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:  # noqa: ARG002 - no sound here
        """Deliver a message; the bot may die before it leaves, and before it hears that it arrived."""
        await asyncio.sleep(0)
        self.watch.step()
        kind, target = _kind(screen, by_clock=self.watch.by_clock)
        attempt = Send(self.watch.now, chat_id, kind, target, self.watch.by_clock, arrived=False, known=True)
        if chat_id in self.blocked:
            self.sends.append(attempt)
            raise Gone
        if self.dice.random() < TROUBLE:
            self.sends.append(attempt)
            raise Later
        self.sends.append(replace(attempt, arrived=True, known=False))
        ref = self._stand(chat_id, screen)
        self.watch.step()
        if self.dice.random() < TROUBLE:
            raise Unknown
        self.sends[-1] = replace(self.sends[-1], known=True)
        return ref

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """Replace a message. Raises NotThere, Gone."""
        await asyncio.sleep(0)
        self.watch.step()
        if chat_id in self.blocked:
            raise Gone
        message = self.chats[chat_id].get(_id_of(ref))
        if message is None:
            raise NotThere
        message.screen = screen
        self.watch.step()

    async def retire(self, chat_id: int, ref: str) -> None:
        """Take the buttons off a message."""
        message = self.chats.get(chat_id, {}).get(_id_of(ref))
        if message is not None:
            await self.edit(chat_id, ref, replace(message.screen, rows=()))

    def latest(self, chat_id: int) -> Message | None:
        """The last message of a chat."""
        chat = self.chats.get(chat_id)
        return next(reversed(chat.values())) if chat else None

    def newest_first(self, chat_id: int, limit: int = 30) -> Iterator[Message]:
        """The last messages of a chat, the newest first."""
        for message, _ in zip(reversed(self.chats.get(chat_id, {}).values()), range(limit), strict=False):
            yield message

    def _stand(self, chat_id: int, screen: Screen) -> str:
        self._last_id += 1
        chat = self.chats.setdefault(chat_id, {})
        chat[self._last_id] = Message(self._last_id, screen, self.watch.now)
        if len(chat) > _KEPT:
            del chat[next(iter(chat))]
        return f"{NAME}:{self._last_id}"


_KEPT = 200
_action = lru_cache(10_000)(decode)


def _id_of(ref: str) -> int:
    return int(ref.removeprefix(f"{NAME}:"))


def _kind(screen: Screen, *, by_clock: bool) -> tuple[Kind, int | None]:
    for row in screen.rows:
        for button in row:
            match _action(button.data):
                case AnswerAction(asked_id):
                    return Kind.ASSERTION, asked_id
                case NudgeAction(delivery_id):
                    return Kind.NUDGE, delivery_id
                case MoreAction(delivery_id):
                    return Kind.SUMMARY, delivery_id
                case ExamAction("how"):
                    return Kind.QUESTION, None
                case GoAction("retomar") if by_clock:
                    return Kind.AUTO_PAUSE, None
    return (Kind.SUMMARY, None) if screen.text.startswith("🏁") else (Kind.OTHER, None)
