"""A chat without a platform: the real desk, poster and ticker on a real database, before a face that can fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from sqlalchemy import Engine, event, select, update
from sqlalchemy.engine import Dialect

from bot.chat.actions import AnswerAction, decode
from bot.chat.desk import Desk, Press, Said
from bot.chat.posting import Gone, NotThere, Poster
from bot.chat.reply import Button, Reply, Screen
from bot.jobs.tick import Ticker
from bot.lessons.outcomes import Who
from bot.lessons.school import School
from bot.tutor.grading import Answer
from content.bank import Bank
from storage import asked, learners, tables
from storage.asked import Asked
from storage.store import Store, sqlite_url

FACE = "tg"
MOST = 200
Trouble = Callable[[str, int], BaseException | None]


@dataclass(slots=True)
class Message:
    """A message of the bot as it stands in a chat now."""

    ref: str
    chat_id: int
    screen: Screen

    @property
    def buttons(self) -> dict[str, Button]:
        """Its buttons by label."""
        return {button.label: button for row in self.screen.rows for button in row}

    @property
    def asks(self) -> int | None:
        """The assertion its buttons answer, if they do."""
        for button in self.buttons.values():
            action = decode(button.data)
            if isinstance(action, AnswerAction):
                return action.asked_id
        return None


class Sheet:
    """A face that keeps what stands in its chats; it outlives the processes that write on it.

    `trouble(what, chat_id)` is asked before every call; what it answers is raised. Where that says `arrived`,
    the call takes effect all the same, as when an answer is lost on its way back.
    """

    name = FACE

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.calls: list[tuple[str, int]] = []
        self.trouble: Trouble = lambda what, chat_id: None
        self.arrived = False
        self._numbers = count(1)

    async def send(self, chat_id: int, screen: Screen, *, silent: bool = False) -> str:
        """Put a message at the end of a chat."""
        with self._call("send", chat_id):
            message = Message(f"{FACE}:{next(self._numbers)}", chat_id, screen)
            self.messages.append(message)
        return message.ref

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """Replace a message."""
        with self._call("edit", chat_id):
            self._find(ref).screen = screen

    async def retire(self, chat_id: int, ref: str) -> None:
        """Take the buttons off."""
        with self._call("retire", chat_id):
            message = self._find(ref)
            message.screen = Screen(message.screen.blocks)

    def of(self, chat_id: int) -> list[Message]:
        """The messages of one chat."""
        return [message for message in self.messages if message.chat_id == chat_id]

    def lose(self, ref: str) -> None:
        """The person deletes a message."""
        self.messages = [message for message in self.messages if message.ref != ref]

    @contextmanager
    def _call(self, what: str, chat_id: int) -> Iterator[None]:
        self.calls.append((what, chat_id))
        trouble = self.trouble(what, chat_id)
        if trouble is not None and not self.arrived:
            raise trouble
        yield
        if trouble is not None:
            raise trouble

    def _find(self, ref: str) -> Message:
        for message in self.messages:
            if message.ref == ref:
                return message
        raise NotThere


_dialects: list[Dialect] = []
_compiled: dict[object, object] = {}


def _share_compiled(engine: Engine) -> None:
    """Statements compiled for one database serve the next: most of what a short test would otherwise spend."""
    _dialects.append(engine.dialect)
    engine.dialect = _dialects[0]
    engine.update_execution_options(compiled_cache=_compiled)


class Installation:
    """Everything a process holds, on a SQLite file or another database that outlives it; `now` moves when told to."""

    def __init__(
        self, database: Path | str, bank: Bank, now: datetime, sheet: Sheet | None = None, *, seed: int = 7
    ) -> None:
        self._database = sqlite_url(database) if isinstance(database, Path) else database
        self.bank = bank
        self.now = now
        self.sheet = sheet or Sheet()
        self._seed = seed
        self._open()

    def _open(self) -> None:
        self.store = Store(self._database)
        if self.store.engine.dialect.name == "sqlite":
            # A process that dies loses nothing the system has been given; only power cuts need more (tests/storage).
            event.listen(self.store.engine, "connect", lambda link, _: link.execute("PRAGMA synchronous=OFF"))
            _share_compiled(self.store.engine)
        self.school = School(self.store, self.bank, Random(self._seed))
        self.assemble()

    def assemble(self) -> None:
        """Build desk, poster and ticker on the present school."""
        self.desk = Desk(self.school)
        self.poster = Poster(self.school, self.sheet)
        self.ticker = Ticker(self.school, {FACE: self.poster})

    def die(self) -> None:
        """Everything in memory is gone; a new process finds the file."""
        self.store.close()
        self._open()

    async def restart(self) -> None:
        """Die, and do what a start does."""
        self.die()
        await self.ticker.resume(self.now, starting=True)

    async def tick(self, **later: float) -> None:
        """A tick, after moving the clock on."""
        self.now += timedelta(**later)
        await self.ticker.tick(self.now)

    def person(self, user_id: int = 1, language: str | None = "pt-br") -> Person:
        """Somebody with a private chat."""
        return Person(self, Who(FACE, user_id, user_id, language))

    def close(self) -> None:
        """Close the database."""
        self.store.close()


class Person:
    """Somebody in their private chat."""

    def __init__(self, at: Installation, who: Who) -> None:
        self._at = at
        self.who = who

    async def say(self, text: str | None, *, edited: bool = False) -> Reply:
        """Send a message."""
        at = self._at
        reply = await at.desk.say(Said(self.who, text, at.now, edited=edited))
        await at.poster.reply(self.who, reply, at.now)
        return reply

    async def press(self, data: str, ref: str | None = None) -> Reply:
        """Press a button with that data under a message."""
        at = self._at
        reply = await at.desk.press(Press(self.who, data, ref, at.now))
        await at.poster.reply(self.who, reply, at.now, ref=ref)
        return reply

    async def tap(self, label: str, message: Message | None = None) -> Reply:
        """Press the button of that label on the last message that has it."""
        message = message or next(m for m in reversed(self.messages) if label in m.buttons)
        return await self.press(message.buttons[label].data, message.ref)

    async def answer(self, answer: Answer | None = None, *, right: bool = True) -> Reply:
        """Answer the last assertion that waits, rightly unless told otherwise."""
        message = next(m for m in reversed(self.messages) if m.asks is not None)
        assert message.asks is not None
        if answer is None:
            row = self.row(message.asks)
            answer = Answer.CERTO if row.truth is right else Answer.ERRADO
        return await self.press(f"a:{message.asks}:{answer.value}", message.ref)

    async def finish(self, *, right: bool = True) -> None:
        """Answer until the chat ends on something else than an assertion."""
        for _ in range(MOST):
            if self.last.asks is None:
                return
            await self.answer(right=right)
        raise AssertionError("the set does not end")

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat."""
        return self._at.sheet.of(self.who.chat_id)

    @property
    def last(self) -> Message:
        """The last message of the chat."""
        return self.messages[-1]

    @property
    def waiting(self) -> Message | None:
        """The last message whose buttons answer an assertion."""
        return next((m for m in reversed(self.messages) if m.asks is not None), None)

    @property
    def learner_id(self) -> int:
        """The learner's id; there must be one."""
        learner = self._at.store.run_now(lambda tx: learners.find(tx, self.who.face, self.who.user_id))
        assert learner is not None
        return learner.id

    def row(self, asked_id: int) -> Asked:
        """An asked row."""
        found = self._at.store.run_now(lambda tx: asked.get(tx, asked_id))
        assert found is not None
        return found

    def rows(self) -> list[Asked]:
        """Every assertion put to this learner."""
        learner_id = self.learner_id
        with self._at.store.transaction() as tx:
            query = select(tables.asked.c.id).where(tables.asked.c.learner_id == learner_id)
            ids = tx.execute(query.order_by(tables.asked.c.id)).scalars().all()
        return [self.row(asked_id) for asked_id in ids]

    def change(self, **columns: object) -> None:
        """Set raw columns of the learner."""
        learner_id = self.learner_id
        with self._at.store.transaction() as tx:
            tx.execute(update(tables.learners).where(tables.learners.c.id == learner_id).values(**columns))


def blocked(what: str, chat_id: int) -> BaseException | None:
    """Trouble: the person has blocked the bot."""
    return Gone()
