"""One open page: what it asks for is done, what happens is sent to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from bot.local import asks, frames
from bot.local.asks import Ask, EarlierAsk, EnterAsk, JumpAsk, PressAsk, SayAsk, SeenAsk, Unreadable, VoteAsk
from bot.local.board import ChatReplaced, Event
from bot.local.conversation import Conversation
from bot.local.frames import Frame
from bot.local.group_conversation import GroupConversation
from bot.local.parts import Local
from bot.local.people import CHATS, GROUP_ID, PEOPLE
from bot.local.profile import profile_of, profile_of_group
from storage import local as rows
from storage.store import Tx

log = structlog.get_logger()

LENGTH = 100
"""How many messages a page is sent at once."""

MOST_AT_ONCE = 16
MOST_WAITING = 2_000
JUMPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class Connection:
    """A page's WebSocket. Frames go out through one queue, in order; a page too slow to read them is let go."""

    def __init__(self, local: Local, socket: web.WebSocketResponse) -> None:
        self._local = local
        self._socket = socket
        self._frames: asyncio.Queue[Frame] = asyncio.Queue(MOST_WAITING)
        self._tasks = asyncio.TaskGroup()
        self._open = True

    async def serve(self) -> None:
        """Say hello, then do what is asked until the page goes; what is under way is finished."""
        sending = asyncio.ensure_future(self._send_all())
        try:
            with self._local.board.listening(self._hear):
                async with self._tasks:
                    self._put(frames.hello(self._local.clock()))
                    for chat_id in CHATS:
                        await self._send_chat(chat_id)
                    await self._receive()
                    self._open = False
        finally:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending

    async def _receive(self) -> None:
        places = asyncio.Semaphore(MOST_AT_ONCE)
        async for message in self._socket:
            try:
                ask = asks.read(message.data if message.type is WSMsgType.TEXT else "")
            except Unreadable as error:
                self._put(frames.error("unreadable", str(error)))
                continue
            await places.acquire()
            self._tasks.create_task(self._try(ask)).add_done_callback(lambda _: places.release())

    async def _try(self, ask: Ask) -> None:
        try:
            await self._do(ask)
        except Exception as error:  # one failed ask must not end the connection
            log.error("not done", ask=ask.type, error=type(error).__name__)
            self._put(frames.error("failed"))

    async def _do(self, ask: Ask) -> None:
        match ask:
            case SayAsk():
                await self._chat_of(ask).say(ask.person, ask.text)
            case PressAsk():
                await self._chat_of(ask).press(ask.person, ask.message, ask.data, self._acknowledges(ask.tap))
            case VoteAsk():
                await self._local.group.vote(ask.person, ask.message, ask.option, self._acknowledges(ask.tap))
            case EnterAsk():
                await self._local.group.enter(ask.person)
            case JumpAsk():
                await self._local.timekeeper.jump(JUMPS[ask.by])
            case SeenAsk():
                await self._local.store.run(lambda tx: rows.read_up_to(tx, ask.chat_id, ask.message))
            case EarlierAsk():
                self._put(await self._local.store.run(lambda tx: _earlier(tx, ask)))

    def _chat_of(self, ask: SayAsk | PressAsk) -> Conversation | GroupConversation:
        return self._local.group if ask.type.startswith("group_") else self._local.conversation

    def _acknowledges(self, tap: int) -> Callable[[str | None], None]:
        return lambda toast: self._put(frames.acknowledged(tap, toast))

    def _hear(self, event: Event) -> None:
        frame = frames.of_event(event)
        if frame is not None:
            self._put(frame)
        elif isinstance(event, ChatReplaced) and self._open:
            self._tasks.create_task(self._send_chat(event.chat_id))

    async def _send_chat(self, chat_id: int) -> None:
        self._put(await self._local.store.run(lambda tx: _chat(tx, chat_id)))

    def _put(self, frame: Frame) -> None:
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            if self._open:
                self._open = False
                self._tasks.create_task(self._hang_up())

    async def _hang_up(self) -> None:
        await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _send_all(self) -> None:
        with suppress(ConnectionError):
            while True:
                await self._socket.send_json(await self._frames.get())


def _chat(tx: Tx, chat_id: int) -> Frame:
    messages, more = _page_of(tx, chat_id, None)
    profile = profile_of_group(tx) if chat_id == GROUP_ID else profile_of(tx, PEOPLE[chat_id])
    return frames.chat(chat_id, messages, profile, unread=rows.unread(tx, chat_id), has_earlier=more)


def _earlier(tx: Tx, ask: EarlierAsk) -> Frame:
    messages, more = _page_of(tx, ask.chat_id, ask.before)
    return frames.earlier(ask.chat_id, messages, has_earlier=more)


def _page_of(tx: Tx, chat_id: int, before: int | None) -> tuple[list[rows.LocalMessage], bool]:
    found = rows.latest(tx, chat_id, LENGTH + 1, before=before)
    return list(found[-LENGTH:]), len(found) > LENGTH
