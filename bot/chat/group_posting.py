"""Bringing what a group is due to its face, and what a failed send means there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

import structlog

from bot.chat.group_desk import GroupReply
from bot.chat.posting import Gone, Later, Moved, Muted, NoThread, NotThere, Refused, Undelivered, Unknown
from bot.chat.priority import Priority, priority
from bot.chat.reply import Poll, Screen
from bot.chat.screens import quiz, scoreboard
from bot.chat.wanted import wanted
from bot.clock import Clock
from bot.lessons import group_days, group_work, grouping, rounds
from bot.lessons.group_outcomes import Place, Quiz, Stop, Table, Work
from bot.lessons.school import School

log = structlog.get_logger()

LONGEST_WAIT = timedelta(seconds=30)
"""What a group asked for is not said any more when it has had to wait that long."""

R = TypeVar("R")
Link = Callable[[int], str | None]
"""The address that opens the private chat at a round's assertions; None where there is none."""


class GroupFace(Protocol):
    """A place where groups are shown: with polls, and perhaps with forum topics (`thread`)."""

    name: str

    async def send_to(self, chat_id: int, screen: Screen, *, silent: bool = False, thread: int | None = None) -> str:
        """Send a message and answer its ref. Raises Gone, Moved, Muted, NoThread, Refused, Later, Unknown."""
        ...

    async def edit(self, chat_id: int, ref: str, screen: Screen) -> None:
        """Replace a message. Raises like `send_to`, and NotThere."""
        ...

    async def send_poll(
        self, chat_id: int, poll: Poll, *, silent: bool = False, thread: int | None = None
    ) -> tuple[str, str]:
        """Send a quiz poll and answer its message's ref and its own id. Raises like `send_to`."""
        ...

    async def stop_poll(self, chat_id: int, ref: str) -> None:
        """Close a poll; one that is closed already is no error. Raises like `edit`."""
        ...


class GroupPoster:
    """Does the work of one group at a time; what is decided, and what became of it, are lessons."""

    def __init__(self, school: School, faces: Mapping[str, GroupFace], clock: Clock, link: Link) -> None:
        self._school = school
        self._faces = faces
        self._clock = clock
        self._link = link
        self._claimed: dict[int, Work] = {}  # by group, what is under way here

    async def hold(self, now: datetime) -> None:
        """Say that what is under way here still is, so that no other process believes it left."""
        if self._claimed:
            await self._school.run(group_work.hold, tuple(self._claimed.items()), now)

    async def serve(self, group_id: int, now: datetime) -> None:
        """Whatever is due in a group: stop polls, show tables, send polls, in this order."""
        work = await self._school.run(group_work.work, group_id, now)
        self._claimed[group_id] = work
        try:
            await self._do(work)
        except Gone:
            await self._left(group_id)
        except Moved:
            log.info("a group moved on", group=group_id)
        finally:
            del self._claimed[group_id]

    async def reply(self, place: Place, reply: GroupReply, asked_at: datetime, ref: str | None = None) -> None:
        """Rewrite the message pressed (`ref`) and say what there is to say; late is never."""
        if reply.rewrite is not None and ref is not None:
            await self._rewrite(place, ref, reply.rewrite, asked_at)
        if reply.post is not None:
            await self._say(place, reply.post, asked_at)

    async def _say(self, place: Place, screen: Screen, asked_at: datetime) -> None:
        try:
            with self._as_reply(asked_at):
                await self._send(place, screen, silent=False)
        except Gone:
            await self._school.run(grouping.leave, place.face, place.chat_id, self._clock())
        except Undelivered as trouble:
            log.info("not said in a group", why=type(trouble).__name__)

    async def _rewrite(self, place: Place, ref: str, screen: Screen, asked_at: datetime) -> None:
        try:
            with self._as_reply(asked_at):
                await self._faces[place.face].edit(place.chat_id, ref, screen)
        except Undelivered as trouble:
            log.info("not rewritten in a group", why=type(trouble).__name__)

    @contextmanager
    def _as_reply(self, asked_at: datetime) -> Iterator[None]:
        async def still() -> bool:
            return self._clock() - asked_at < LONGEST_WAIT

        rank, before = priority.set(Priority.GROUP_REPLY), wanted.set(still)
        try:
            yield
        finally:
            wanted.reset(before)
            priority.reset(rank)

    async def _do(self, work: Work) -> None:
        for stop in work.stops:
            await self._stop(stop)
        for table in work.tables:
            await self._show(table)
        for due in work.quizzes:
            await self._ask(due)

    async def _stop(self, stop: Stop) -> None:
        face = self._faces[stop.place.face]
        try:
            await self._following(stop.place, lambda place: face.stop_poll(place.chat_id, stop.ref))
            if stop.result is not None:
                await self._send(stop.place, quiz.result(stop.result, stop.language), silent=stop.silent)
        except (Later, Unknown):
            return  # claimed for a while; then it is tried again
        except (NotThere, Refused):
            log.info("a poll could not be stopped")
        await self._school.run(group_work.stopped, stop.asked_id)

    async def _show(self, table: Table) -> None:
        try:
            ref = await self._draw(table)
        except (Later, Unknown):
            return
        except Refused:
            ref = None
        if table.round_id is None:
            await self._school.run(group_days.weekly_shown, table.place, self._clock())
        elif ref is None:
            await self._school.run(rounds.table_refused, table.round_id)
        else:
            await self._school.run(rounds.table_stands, table.round_id, ref, table.votes, self._clock())

    async def _draw(self, table: Table) -> str:
        url = self._link(table.round_id) if table.round_id is not None else None
        screen = scoreboard.scoreboard(table, url)
        face = self._faces[table.place.face]
        if table.ref is not None:
            try:
                await face.edit(table.place.chat_id, table.ref, screen)
            except NotThere:
                log.info("a table was deleted")
            return table.ref
        return await self._send(table.place, screen, silent=table.silent)

    async def _ask(self, due: Quiz) -> None:
        face, poll = self._faces[due.place.face], quiz.poll(due)

        def send(place: Place) -> Awaitable[tuple[str, str]]:
            return face.send_poll(place.chat_id, poll, silent=due.silent, thread=place.thread_id)

        try:
            ref, poll_id = await self._following(due.place, send)
        except Later:
            await self._school.run(group_work.unsent, due.asked_id, self._clock(), tried=False)
        except Unknown:
            await self._school.run(group_work.unsent, due.asked_id, self._clock(), tried=True)
        except Muted:
            await self._mute(due)
        except Refused as trouble:
            log.warning("a poll was refused", asked=due.asked_id, why=str(trouble))
            await self._school.run(group_work.refused, due.asked_id, self._clock())
        else:
            await self._school.run(group_work.opened, due.asked_id, ref, poll_id, self._clock())

    async def _mute(self, due: Quiz) -> None:
        place = due.place
        group = await self._school.run(grouping.mute, place.face, place.chat_id, self._clock())
        if group is not None:
            await self._say(place, quiz.muted(due.language), self._clock())

    async def _send(self, place: Place, screen: Screen, *, silent: bool) -> str:
        face = self._faces[place.face]
        return await self._following(
            place, lambda at: face.send_to(at.chat_id, screen, silent=silent, thread=at.thread_id)
        )

    async def _following(self, place: Place, act: Callable[[Place], Awaitable[R]]) -> R:
        """Do it; where the topic is gone, without it; where the group has moved, in its new chat."""
        try:
            return await act(place)
        except NoThread:
            if place.thread_id is None:
                raise
            await self._school.run(grouping.lose_thread, place.face, place.chat_id, place.thread_id)
            return await act(Place(place.face, place.chat_id))
        except Moved as news:
            await self._school.run(grouping.moved, place.face, place.chat_id, news.chat_id)
            return await act(Place(place.face, news.chat_id))

    async def _left(self, group_id: int) -> None:
        await self._school.run(grouping.left, group_id, self._clock())


class GroupDriver:
    """Serves groups in tasks of its own: one that must wait for its pace holds up neither others nor the tick."""

    def __init__(self, school: School, poster: GroupPoster) -> None:
        self._school = school
        self._poster = poster
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def tick(self, now: datetime) -> None:
        """Begin whatever is due in any group that is not being served already."""
        for group_id in await self._school.run(group_work.pending, now, 1_000):
            if group_id not in self._under_way:
                task = asyncio.get_running_loop().create_task(self._serve(group_id, now))
                self._under_way[group_id] = task
                task.add_done_callback(partial(self._done, group_id))

    async def hold(self, now: datetime) -> None:
        """Keep other processes off what is under way here."""
        await self._poster.hold(now)

    async def start(self, now: datetime) -> None:
        """What a former process left under way is due now."""
        await self._school.run(group_work.starting, now)
        await self.tick(now)

    @property
    def busy(self) -> bool:
        """Whether any group is being served."""
        return bool(self._under_way)

    async def quiet(self) -> None:
        """Wait until no group is being served."""
        while self._under_way:
            await asyncio.wait(list(self._under_way.values()))

    def abandon(self) -> list[asyncio.Task[None]]:
        """Cancel what is under way; the tasks, so that one can see them end."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        return tasks

    def _done(self, group_id: int, _task: asyncio.Task[None]) -> None:
        self._under_way.pop(group_id, None)

    async def _serve(self, group_id: int, now: datetime) -> None:
        priority.set(Priority.ROUND)  # a task has a context of its own
        try:
            await self._poster.serve(group_id, now)
        except Exception as error:
            log.error("serving a group failed", group=group_id, error=type(error).__name__)
