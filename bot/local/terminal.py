"""The terminal face: the same chat in lines, for one person."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from io import FileIO, RawIOBase

import structlog
from rich.console import Console
from rich.text import Text

from bot.chat.desk import LONGEST_TEXT
from bot.local import bodies
from bot.local.board import ClockMoved, Event, MessageStands, ProfileChanged
from bot.local.keyboard import Keyboard
from bot.local.labels import FAILED, TELEGRAM, TERMINAL, word
from bot.local.lines import lines
from bot.local.parts import Local, LocalParts, put_together
from bot.local.people import ANA
from bot.local.printed import bubble, clock_line
from bot.local.profile import STRANGER, profile_of
from storage import local as rows
from storage.local import LocalMessage

log = structlog.get_logger()

LAST = 3
JUMPS = {"+1h": timedelta(hours=1), "+1d": timedelta(days=1), "+1s": timedelta(weeks=1), "+1w": timedelta(weeks=1)}
LEAVING = ("sair", "exit", "quit")


async def run_terminal(parts: LocalParts, source: RawIOBase | None = None, console: Console | None = None) -> None:
    """Chat in the terminal until `sair`, the end of the input, or cancellation."""
    local = await put_together(parts)
    terminal = Terminal(local, console or Console(highlight=False))
    with local.board.listening(terminal.hear):
        await terminal.open()
        await local.timekeeper.begin()
        ticking = asyncio.ensure_future(local.timekeeper.run())
        try:
            async for line in lines(source or FileIO(0, closefd=False)):
                if not await terminal.obey(line.strip()):
                    break
            else:
                terminal.end_line()
        except asyncio.CancelledError:
            terminal.end_line()
            raise
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
        terminal.say(TERMINAL["bye"])


class Terminal:
    """Prints what happens in one person's chat, and does what is typed."""

    def __init__(self, local: Local, console: Console) -> None:
        self._local = local
        self._console = console
        self._keyboard = Keyboard()
        self._profile = STRANGER
        self._arrived: dict[int, LocalMessage] = {}
        self._busy = False

    async def open(self) -> None:
        """The banner, and the last messages of the chat."""
        self._profile = await self._local.store.run(lambda tx: profile_of(tx, ANA))
        for message in (TELEGRAM, TERMINAL["hint"]):
            self.say(message)
        self._console.print(clock_line(self._local.clock(), self._profile))
        last = await self._local.store.run(lambda tx: rows.latest(tx, ANA.id, LAST))
        self._arrived.update((message.id, message) for message in last)
        self._flush()
        if not last:
            self.say(TERMINAL["begin"])
        self._invite()

    def say(self, message: str) -> None:
        """Print one of the terminal's own messages."""
        self._console.print(Text(word(message, self._profile.language), style="dim"))

    def hear(self, event: Event) -> None:
        """Told by the board."""
        match event:
            case MessageStands(message) if message.chat_id == ANA.id and message.outgoing:
                self._arrived[message.id] = message
                if not self._busy:
                    self._console.print()
                    self._flush()
                    self._invite()
            case ProfileChanged(ANA.id, profile):
                self._profile = profile
            case ClockMoved(now, moving=False):
                self._console.print(clock_line(now, self._profile))
            case _:
                pass

    async def obey(self, typed: str) -> bool:
        """Do what was typed; False where it was good-bye. What arrives meanwhile is printed together."""
        if typed.lower() in LEAVING:
            return False
        self._busy = True
        try:
            await self._act(typed)
        except Exception as error:  # a line that fails must not end the chat
            log.error("not done", error=type(error).__name__)
            self.say(FAILED)
        finally:
            self._busy = False
            self._flush()
        self._invite()
        return True

    async def _act(self, typed: str) -> None:
        by, button = JUMPS.get(typed.lower()), self._keyboard.pressed(typed)
        if by is not None:
            await self._local.timekeeper.jump(by)
        elif button is not None:
            message_id, pressed = button
            await self._local.conversation.press(ANA, message_id, pressed.data, self._toast)
        elif typed.isdecimal():
            self.say(TERMINAL["no_button"])
        elif typed:
            await self._local.conversation.say(ANA, typed[:LONGEST_TEXT])

    def _toast(self, words: str | None) -> None:
        if words:
            self._console.print(Text(f"» {words}", style="bold"))

    def _flush(self) -> None:
        arrived, self._arrived = self._arrived, {}
        if not arrived:
            return
        keyed = self._keyboard.put([(id_, bodies.read(message.body).rows) for id_, message in arrived.items()])
        for message_id, message in arrived.items():
            self._console.print(bubble(message, keyed[message_id], self._profile))

    def end_line(self) -> None:
        """Leave the line on which somebody was to type."""
        if self._console.is_terminal:
            self._console.print()

    def _invite(self) -> None:
        if self._console.is_terminal:
            self._console.print(f"[bold]{ANA.name} ›[/] ", end="")
