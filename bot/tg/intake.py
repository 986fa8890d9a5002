"""Updates in: those of one person in order, of different people side by side, each taken once.

What an update does and what is replied to it wait in lines apart, so that a chat in which the bot may say nothing for
a while holds up no update, and with it the offset of the poll.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import structlog
from telegram import Update
from telegram.ext import Application

from bot.chat.flood import Verdict
from bot.clock import Clock
from bot.lessons import noting, showing
from bot.lessons.school import School
from bot.tg.door import Door
from bot.tg.lines import Lines, Passage
from bot.tg.soundness import is_sound
from bot.watch import meters, trace
from storage.store import reason
from storage.updates import Handled, Standing

log = structlog.get_logger()

REMEMBERED = 10_000
KINDS = (
    "message", "edited_message", "callback_query", "poll_answer", "poll", "my_chat_member", "chat_member",
    "inline_query",
)  # fmt: skip


class UnderWay(Exception):
    """Another process is handling that update: it may be delivered again, in case that one dies of it."""


class Ticket:
    """How far the handling of one update has come."""

    def __init__(self) -> None:
        self.committed = asyncio.Event()
        self.error: BaseException | None = None
        self.passage: Passage | None = None
        self._began = time.perf_counter()

    def commit(self) -> None:
        """The effect is in the database, or there is none."""
        if not self.committed.is_set():
            meters.update_seconds.observe(time.perf_counter() - self._began)
            self.committed.set()
            if self.passage is not None:
                self.passage.commit()


ticket: ContextVar[Ticket] = ContextVar("ticket")


def committed() -> None:
    """Said by a handler once its lesson has committed: the update may be acknowledged."""
    ticket.get().commit()


async def turn() -> None:
    """Awaited by a handler before it writes into the chat: what the person did there before has its reply then."""
    passage = ticket.get().passage
    if passage is not None:
        await passage.turn()


async def on_error(_update: object, context: Any) -> None:
    """PTB's error handler: what a handler raised is kept for whoever awaits the update."""
    ticket.get().error = context.error


class Intake:
    """Hands updates to the application, once each; `take` starts and `Ticket` tells how far it is."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], school: School, clock: Clock,
        door: Door | None = None, *, shared: bool = False,
    ) -> None:  # fmt: skip
        self._application = application
        self._door = door
        self._school = school
        self._clock = clock
        self._shared = shared
        self._effects, self._replies = Lines(), Lines()
        self._recent: OrderedDict[int, None] = OrderedDict()
        self._highest_forgotten: int | None = None  # None: what former processes handled is not known yet
        self._tasks: dict[int, tuple[asyncio.Task[None], Ticket]] = {}

    def take(self, update: Update) -> tuple[asyncio.Task[None], Ticket]:
        """Begin to handle an update, or join its handling where it is under way."""
        running = self._tasks.get(update.update_id)
        if running is not None:
            return running
        started = Ticket()
        task = asyncio.get_running_loop().create_task(self._handle(update, started))
        self._tasks[update.update_id] = (task, started)
        task.add_done_callback(lambda _: self._tasks.pop(update.update_id, None))
        return task, started

    async def quiet(self, seconds: float | None = None) -> None:
        """Wait until nothing is under way, at most that long."""
        if tasks := [task for task, _ in self._tasks.values()]:
            await asyncio.wait(tasks, timeout=seconds)

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way, at most that long; then it is abandoned, to be resumed at the next start."""
        await self.quiet(seconds)
        await asyncio.gather(*self.abandon(), return_exceptions=True)

    def abandon(self) -> list[asyncio.Task[None]]:
        """Cancel what is under way; the tasks, so that one can see them end."""
        tasks = [task for task, _ in self._tasks.values()]
        for task in tasks:
            task.cancel()
        return tasks

    async def _handle(self, update: Update, started: Ticket) -> None:
        ticket.set(started)
        trace.follow(f"update-{update.update_id}")
        with counted(update):
            if is_sound(update):
                await self._let_in(update, started)
            else:
                log.warning("update not understood", update=str(update.update_id)[:32])
                started.commit()

    async def _let_in(self, update: Update, started: Ticket) -> None:
        person, chat = _person(update), _chat(update)
        started.passage = passage = Passage(self._effects.join(person), self._replies, (person, chat))
        try:
            await passage.begin()
            if await self._was_handled(update.update_id):
                return
            waiting = self._replies.length((person, chat))
            verdict = self._door.verdict(update, waiting) if self._door else Verdict.WELCOME
            if verdict is Verdict.WELCOME:
                await self._process(update, started)
            else:
                await self._turn_away(update, verdict)
        except UnderWay as elsewhere:
            started.error = elsewhere
        except Exception as error:
            started.error = error
            failed(update, error)
        finally:
            started.commit()
            passage.end()

    async def _turn_away(self, update: Update, verdict: Verdict) -> None:
        assert self._door is not None
        committed()
        await self._door.turn_away(update, verdict)
        await self._left(update.update_id)

    async def _was_handled(self, update_id: int) -> bool:
        if update_id in self._recent:
            return True
        if not self._shared:
            return await self._was_handled_before(update_id)
        standing = await self._school.run(showing.take_update, update_id, self._clock())
        if standing is Standing.ELSEWHERE:
            raise UnderWay
        return standing is Standing.DONE

    async def _was_handled_before(self, update_id: int) -> bool:
        """Telegram numbers updates upwards: only those up to the highest that we do not remember need looking up."""
        if self._highest_forgotten is None:
            self._highest_forgotten = await self._school.run(showing.highest_handled)
        return update_id <= self._highest_forgotten and await self._school.run(showing.was_handled, update_id)

    async def _process(self, update: Update, started: Ticket) -> None:
        try:
            await self._application.process_update(update)
        except BaseException:
            await self._left(update.update_id)
            raise
        if started.error is None:
            await self._done(update.update_id)
        else:
            failed(update, started.error)
            await self._left(update.update_id)

    async def _left(self, update_id: int) -> None:
        """To whoever is given it next."""
        if self._shared:
            with suppress(Exception):  # then its time runs out
                await self._school.run(showing.leave_update, update_id)

    async def _done(self, update_id: int) -> None:
        await self._school.note(noting.handled, Handled(update_id, self._clock()))
        self._recent[update_id] = None
        while len(self._recent) > REMEMBERED:
            forgotten, _ = self._recent.popitem(last=False)
            self._highest_forgotten = max(self._highest_forgotten or 0, forgotten)


def failed(update: Update, error: BaseException) -> None:
    """A line in the log; what ails the database is said, other errors may quote what people wrote."""
    why = reason(error)
    if why is None:
        log.error("update failed", update=update.update_id, error=type(error).__name__)
    else:
        log.error("the database cannot be used", update=update.update_id, why=why)


@contextmanager
def counted(update: Update) -> Iterator[None]:
    """Count an update by its kind, and as under way while inside."""
    kind = next((name for name in KINDS if getattr(update, name, None) is not None), "other")
    meters.updates.labels(kind).inc()
    log.debug("update taken", update=update.update_id, kind=kind)
    with meters.under_way.track_inprogress():
        yield


def _person(update: Update) -> int:
    user, chat = update.effective_user, update.effective_chat
    if user is not None:
        return user.id
    return chat.id if chat is not None else 0


def _chat(update: Update) -> int:
    return update.effective_chat.id if update.effective_chat is not None else 0
