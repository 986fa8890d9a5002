"""Long polling in a loop of our own: the offset moves once what was fetched has been handled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.tg.intake import Intake, Ticket
from storage.store import TROUBLE

log = structlog.get_logger()

WAIT_SECONDS = 30
BATCH = 100
REPLY_SECONDS = 2.0
"""So long is the next poll put off at most for replies that are still to be sent."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
CONFLICTS = 3
MOST_TRIES = 5

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.POLL,
    Update.POLL_ANSWER,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
    Update.INLINE_QUERY,
)


class SecondPoller(Exception):
    """Another process polls with the same token."""


class Polling:
    """Fetches updates until told to stop."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        apologise: Callable[[Update], Coroutine[Any, Any, None]],
        *,
        wait_seconds: int = WAIT_SECONDS,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._apologise = apologise
        self._wait = wait_seconds
        self._offset: int | None = None
        self._failures: dict[int, int] = {}
        self._apologies: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Poll for ever. Raises SecondPoller, InvalidToken; everything else is waited out."""
        pause, conflicts = FIRST_PAUSE, 0
        while True:
            try:
                updates = await self._fetch()
            except InvalidToken:
                raise
            except Conflict as conflict:
                conflicts += 1
                if conflicts >= CONFLICTS:
                    raise SecondPoller from conflict
                await asyncio.sleep(pause)
            except TelegramError as trouble:
                log.warning("cannot fetch updates", why=type(trouble).__name__)
                await asyncio.sleep(_wait_of(trouble, pause))
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause, conflicts = FIRST_PAUSE, 0
                await self._handle(updates)

    async def stop(self) -> None:
        """Confirm to Telegram what was handled, so that the next start is not given it again."""
        if self._offset is not None:
            try:
                await self._bot.get_updates(self._offset, limit=1, timeout=0, allowed_updates=ALLOWED_UPDATES)
            except TelegramError:
                log.info("the last offset was not confirmed; its updates will be recognised")

    async def _fetch(self) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            self._offset, limit=BATCH, timeout=self._wait, allowed_updates=ALLOWED_UPDATES
        )

    async def _handle(self, updates: tuple[Update, ...]) -> None:
        if not updates:
            return
        under_way = [(update, *self._intake.take(update)) for update in updates]
        # Replies are given their time; what counts for the offset is that the effects are committed.
        await asyncio.wait([task for _, task, _ in under_way], timeout=REPLY_SECONDS)
        for _, _, started in under_way:
            await started.committed.wait()
        failed = [update.update_id for update, _, started in under_way if await self._is_to_come_again(update, started)]
        self._offset = min(failed) if failed else max(update.update_id for update in updates) + 1
        if failed:
            await asyncio.sleep(FIRST_PAUSE)

    async def _is_to_come_again(self, update: Update, started: Ticket) -> bool:
        if started.error is None:
            self._failures.pop(update.update_id, None)
            return False
        if isinstance(started.error, TROUBLE):
            return True  # not this update's fault: it waits until the database is back, however long that takes
        tries = self._failures.get(update.update_id, 0) + 1
        self._failures[update.update_id] = tries
        if tries < MOST_TRIES:
            return True
        log.error("update given up", update=update.update_id, tries=tries)
        del self._failures[update.update_id]
        apology = asyncio.get_running_loop().create_task(self._apologise_safely(update))
        self._apologies.add(apology)  # its chat may have to wait; the others do not
        apology.add_done_callback(self._apologies.discard)
        return False

    async def _apologise_safely(self, update: Update) -> None:
        try:
            await self._apologise(update)
        except Exception as error:
            log.error("not apologised", update=update.update_id, error=type(error).__name__)


def _wait_of(trouble: TelegramError, pause: float) -> float:
    if isinstance(trouble, RetryAfter):
        wait = trouble.retry_after
        return float(wait) if isinstance(wait, int) else wait.total_seconds()
    return pause
