"""The strict Bot API: one bot, its server, its people. See the package's docstring for how to use it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from tests.botapi import (  # noqa: F401  (they fill the table of methods)
    methods_chats,
    methods_edit,
    methods_polls,
    methods_queries,
    methods_send,
    methods_updates,
)
from tests.botapi.bell import Bell
from tests.botapi.calls import Call, CallLog
from tests.botapi.faults import Fault, Faults, Kind
from tests.botapi.files import FileStore
from tests.botapi.groups import Group
from tests.botapi.methods_profile import Profile
from tests.botapi.pace import Limits, Pace
from tests.botapi.people import Person
from tests.botapi.polls import Poll
from tests.botapi.queries import CallbackAnswer, CallbackTap, Queries
from tests.botapi.server import Server
from tests.botapi.spec import bot_api
from tests.botapi.updates import Updates
from tests.botapi.webhooks import Courier
from tests.botapi.world import World

_LOOK_AGAIN = 0.05


class NeverHappened(AssertionError):
    """What a test waited for did not come; the message shows the last calls."""


class BotApi:
    """A Bot API server for one bot, and everybody who talks to it.

    `clock` gives the server's time (an aware datetime); `callback_seconds` is how long a tap may
    wait for its answer; the `keep_*` bound what is remembered: calls, updates for redelivery, and
    messages a chat.
    """

    def __init__(
        self,
        token: str = "123:abc",
        clock: Callable[[], datetime] | None = None,
        *,
        port: int = 0,
        username: str = "assertiva_test_bot",
        first_name: str = "Assertiva",
        limits: Limits | None = None,
        callback_seconds: float = 15.0,
        webhook_timeout: float = 60.0,
        keep_calls: int = 10_000,
        keep_updates: int = 10_000,
        keep_messages: int = 1_000,
    ) -> None:
        self.token = token
        self.callback_seconds = callback_seconds
        bot_id = int(token.partition(":")[0])
        self.bot_user: dict[str, Any] = {"id": bot_id, "is_bot": True, "first_name": first_name, "username": username}
        self.bell = Bell()
        self.calls = CallLog(keep_calls)
        self.faults = Faults()
        self.files = FileStore()
        self.pace = Pace(limits)
        self.profile = Profile(first_name)
        self.taps: Queries[CallbackAnswer] = Queries()
        self.inline: Queries[list[dict[str, Any]]] = Queries()
        kinds = frozenset(bot_api().field_names("Update")) - {"update_id"}
        self.updates = Updates(kinds, self.bell, keep_updates)
        self.world = World(self.bot_user, clock or _utc_now, self.updates, self.bell, keep_messages)
        self.courier = Courier(self.updates, self.bell, self.world.now, webhook_timeout)
        self.server = Server(self, port)
        self.groups: dict[int, Group] = {}
        self.watched: dict[str, CallbackTap] = {}

    async def __aenter__(self) -> Self:
        await self.server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.courier.stop()
        await self.server.stop()
        if error is None and self.server.crashes:
            raise ExceptionGroup("the Bot API stand-in itself failed", self.server.crashes)

    @property
    def url(self) -> str:
        """`{url}/bot{token}/{method}` and `{url}/file/bot{token}/{path}`."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def limits(self) -> Limits | None:
        """Telegram's limits on sending; off unless set."""
        return self.pace.limits

    @limits.setter
    def limits(self, limits: Limits | None) -> None:
        self.pace.limits = limits

    @property
    def peak(self) -> int:
        """The largest number of sends that arrived within any one second."""
        return self.pace.peak

    def now(self) -> datetime:
        return self.world.now()

    def seconds(self) -> float:
        """Monotonic seconds, for what lasts."""
        return asyncio.get_running_loop().time()

    def advance(self, seconds: float) -> None:
        """Move the server's clock on; polls whose time is up close."""
        self.world.shift += timedelta(seconds=seconds)
        self.world.tick()

    def person(self, first_name: str, **known: Any) -> Person:
        """Somebody with a Telegram account; see Person for what may be given."""
        return Person(self, first_name, **known)

    def group(self, title: str, members: Iterable[Person] = (), **known: Any) -> Group:
        """A group with the first member as its owner; see Group."""
        group = Group(self, title, list(members), **known)
        self.groups[group.id] = group
        return group

    def fault(
        self,
        method: str,
        kind: Kind,
        times: int | None = 1,
        chat: int | None = None,
        when: Callable[[Call], bool] | None = None,
        chance: float = 1.0,
    ) -> Fault:
        """Let calls of a method ("*" for any) fail; `times` None is until `faults.clear()`."""
        return self.faults.add(Fault(method, kind, times, chat, when, chance))

    def keep_poll(self, poll: Poll) -> None:
        """Remember a poll that was sent, and close it when its time is up."""
        self.world.keep_poll(poll)
        if poll.id in self.world.timed and poll.close_date is not None:
            left = poll.close_date - self.now().timestamp()
            asyncio.get_running_loop().call_later(max(left, 0.0) + 0.01, self.world.tick)

    def redeliver(self, update_id: int) -> None:
        """Deliver an update once more, also one that was confirmed."""
        self.updates.redeliver(update_id)

    def hold(self) -> None:
        """Deliver no update until `release`."""
        self.updates.hold()

    def release(self) -> None:
        self.updates.release()
        self.courier.pump()

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> Any:  # noqa: ASYNC109
        """Wait until the condition holds and return what it gave; LookupError counts as not yet.

        It is looked at after each call and update, and now and then for what happens elsewhere.
        NeverHappened after `timeout` seconds.
        """
        end = self.seconds() + timeout
        while True:
            self.world.tick()
            try:
                if found := condition():
                    return found
            except LookupError:
                pass
            left = end - self.seconds()
            if left <= 0:
                raise NeverHappened(f"not within {timeout:g} s; the last calls:\n{self.calls.tail()}")
            await self.bell.heard(min(left, _LOOK_AGAIN))

    async def idle(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until every update is delivered and acknowledged and no call is in flight."""
        await self.until(lambda: self.is_idle, timeout)

    @property
    def is_idle(self) -> bool:
        return not (self.updates.unanswered or self.courier.busy or self.server.in_flight)


def _utc_now() -> datetime:
    return datetime.now(UTC)
