"""Delivery by webhook: POST, in order within one chat or person, again until it is taken."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp

from tests.botapi.bell import Bell
from tests.botapi.updates import QueueKey, Update, Updates

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go, and what goes with them."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    has_certificate: bool = False


class Courier:
    """Posts updates to the webhook while one is set.

    `timeout` is how long a reply may take (Telegram: 60 s); pauses between attempts are short.
    """

    def __init__(self, updates: Updates, bell: Bell, now: Callable[[], datetime], timeout: float) -> None:
        self.webhook: Webhook | None = None
        self.timeout = timeout
        self._now = now
        self.attempts = 0
        self.last_error: tuple[datetime, str] | None = None
        self._updates = updates
        self._bell = bell
        self._lines: dict[QueueKey, deque[Update]] = {}
        self._ready: deque[QueueKey] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pauses: dict[QueueKey, float] = {}
        self._timers: dict[QueueKey, asyncio.TimerHandle] = {}
        self._session: aiohttp.ClientSession | None = None

    @property
    def busy(self) -> int:
        """Updates that wait for or are in delivery, repeats among them."""
        return sum(len(line) for line in self._lines.values())

    async def start(self, webhook: Webhook) -> None:
        """Send everything pending and to come to this webhook."""
        await self.stop()
        self.webhook = webhook
        connector = aiohttp.TCPConnector(limit=webhook.max_connections)
        timeout = aiohttp.ClientTimeout(total=self.timeout)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self._updates.turn_away(by_webhook=True)
        self._updates.on_push = self.add
        for update in list(self._updates.pending.values()):
            self.add(update)

    async def stop(self) -> None:
        """Deliver no more; what is unacknowledged stays pending."""
        self.webhook = None
        self._updates.on_push = None
        for timer in self._timers.values():
            timer.cancel()
        for kept in (self._lines, self._ready, self._pauses, self._timers):
            kept.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def add(self, update: Update) -> None:
        line = self._lines.get(update.queue)
        if line is None:
            self._lines[update.queue] = deque([update])
            self._ready.append(update.queue)
        else:
            line.append(update)
        self.pump()

    def pump(self) -> None:
        """Start as many deliveries as connections allow."""
        while self.webhook and self._ready and not self._updates.held:
            if len(self._tasks) >= self.webhook.max_connections:
                return
            task = asyncio.get_running_loop().create_task(self._deliver(self._next()))
            self._tasks.add(task)
            task.add_done_callback(self._done)

    def _next(self) -> QueueKey:
        mischief = self._updates.mischief
        if mischief.shuffle and len(self._ready) > 1:
            self._ready.rotate(mischief.random.randrange(len(self._ready)))
        return self._ready.popleft()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.pump()

    async def _deliver(self, key: QueueKey) -> None:
        """Post the head of one line; then the next of the line may go, or the same after a pause."""
        update = self._lines[key][0]
        if not await self._post(update):
            pause = self._pauses[key] = min(self._pauses.get(key, _FIRST_PAUSE / 2) * 2, _LONGEST_PAUSE)
            self._timers[key] = asyncio.get_running_loop().call_later(pause, self._again, key)
            return
        self._pauses.pop(key, None)
        line = self._lines[key]
        line.popleft()
        mischief = self._updates.mischief
        if mischief.repeat and mischief.random.random() < mischief.repeat:
            line.append(update)
        if line:
            self._ready.append(key)
        else:
            del self._lines[key]
        self._updates.acknowledge(update)

    def _again(self, key: QueueKey) -> None:
        del self._timers[key]
        self._ready.append(key)
        self.pump()

    async def _post(self, update: Update) -> bool:
        assert self.webhook is not None
        assert self._session is not None
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
        update.deliveries += 1
        self.attempts += 1
        try:
            posting = self._session.post(self.webhook.url, data=update.body, headers=headers, allow_redirects=False)
            async with posting as response:
                await response.read()
                if 200 <= response.status < 300:
                    return True
                error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except TimeoutError:
            error = "Read timeout expired"
        except (aiohttp.ClientError, OSError):
            error = "Connection refused"
        self._failed(error)
        return False

    def _failed(self, error: str) -> None:
        self.last_error = (self._now(), error)
        self._bell.ring()

    def info(self) -> dict[str, Any]:
        """The Bot API's WebhookInfo object."""
        webhook = self.webhook
        found: dict[str, Any] = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": bool(webhook and webhook.has_certificate),
            "pending_update_count": len(self._updates.pending),
        }
        if webhook:
            found["max_connections"] = webhook.max_connections
            found["ip_address"] = webhook.ip_address or "127.0.0.1"
        if webhook and self.last_error:
            found["last_error_date"] = int(self.last_error[0].timestamp())
            found["last_error_message"] = self.last_error[1]
        if not self._updates.is_default:
            found["allowed_updates"] = self._updates.allowed
        return found
