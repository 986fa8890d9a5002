"""The bot as one process on one file: started, killed without a word, started again on what the disk has."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from bot.chat.desk import Desk, Press, Said
from bot.chat.posting import Face, Poster
from bot.chat.reply import Reply
from bot.jobs.tick import Ticker
from bot.lessons import privacy
from bot.lessons.outcomes import Who
from bot.trials.year_crash import Crash, Fuse, MortalSchool
from content.bank import Bank
from storage import asked, learners
from storage.migrate import upgrade
from storage.store import Store, Tx, sqlite_url

_WAL = "-wal"


@dataclass(slots=True)
class Update:
    """What Telegram brings: a press, a message, or word that the bot was blocked (nothing of both)."""

    who: Who
    data: str | None = None
    ref: str | None = None
    text: str | None = None


class Machine:
    """Everything a process holds in memory, over the file of the moment."""

    def __init__(self, folder: Path, bank: Bank, face: Face, dice: Random) -> None:
        self._folder, self._bank, self._face, self._dice = folder, bank, face, dice
        self._lives = 0
        self.file = folder / "life-0.sqlite3"
        self._boot()

    def light(self, steps: int) -> None:
        """Die after so many steps."""
        self._fuse.light(steps)

    def step(self) -> None:
        """One step of this process. Raises Crash."""
        self._fuse.step()

    async def tick(self, now: datetime) -> bool:
        """One tick; False where the process died of it."""
        return await self._survive(lambda: self._ticker.tick(now))

    async def begin(self, now: datetime) -> bool:
        """What a process does first: show what the one before left unshown."""
        return await self._survive(lambda: self._ticker.resume(now, starting=True))

    async def take(self, update: Update, now: datetime) -> bool:
        """Handle one update as the Telegram face does; False where it has to be brought again.

        Dying after the commit, the process may or may not have acknowledged the update: a coin decides.
        """
        done: list[Reply] = []
        survived = await self._survive(lambda: self._handle(update, now, done))
        return survived or bool(done and self._dice.random() < 0.5)

    @property
    def is_dead(self) -> bool:
        """Whether this process is no more."""
        return self._fuse.is_out

    def next_due(self) -> datetime | None:
        """The earliest instant at which the clock has anything to do."""
        with self.store.transaction() as tx:
            return _earliest(tx)

    def reboot(self) -> None:
        """A new process on what the disk had at the moment of death."""
        self.store.close()
        for end in ("", _WAL, "-shm"):
            Path(f"{self.file}{end}").unlink(missing_ok=True)
        self._lives += 1
        self.file = self._copy
        self._boot()

    def close(self) -> None:
        """The end of the trial."""
        self.store.close()

    def _boot(self) -> None:
        self.store = Store(sqlite_url(self.file))
        upgrade(self.store.engine)
        self._fuse = Fuse(self._freeze)
        school = MortalSchool(self.store, self._bank, Random(self._dice.random()))
        school.fuse = self._fuse
        self._school = school
        self._desk = Desk(school)
        self._poster = Poster(school, self._face)
        self._ticker = Ticker(school, {self._face.name: self._poster})

    def _freeze(self) -> None:
        """Copy the file and its log as they are, in the middle of whatever is under way: no polite end."""
        self._copy = self._folder / f"life-{self._lives + 1}.sqlite3"
        for end in ("", _WAL):
            if (source := Path(f"{self.file}{end}")).exists():
                shutil.copyfile(source, f"{self._copy}{end}")

    async def _handle(self, update: Update, now: datetime, done: list[Reply]) -> None:
        if update.data is not None:
            reply = await self._desk.press(Press(update.who, update.data, update.ref, now))
        elif update.text is not None:
            reply = await self._desk.say(Said(update.who, update.text, now))
        else:
            await self._school.run(privacy.unreachable_user, update.who)
            return
        done.append(reply)
        await self._poster.reply(update.who, reply, now, ref=update.ref)

    async def _survive(self, work: Callable[[], Awaitable[None]]) -> bool:
        try:
            await work()
        except Crash:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.gather(*others, return_exceptions=True)  # each dies at its next step
            return False
        return True


def _earliest(tx: Tx) -> datetime | None:
    known = [at for at in (learners.next_due(tx), asked.next_overdue(tx)) if at is not None]
    return min(known) if known else None
