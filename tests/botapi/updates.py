"""The queue of updates: identifiers, confirmation by offset, long polling, what is kept for later.

Section "Getting updates" of the Bot API; who waits and who is turned away is as in Telegram's own
server.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from tests.botapi.bell import Bell
from tests.botapi.refusals import Refusal, conflict

FIRST_ID = 700_000_001
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LONGEST_POLL = 50
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "terminated by setWebhook request"

QueueKey = tuple[str, int | str]


@dataclass(slots=True)
class Update:
    """One update; `body` is its JSON, `queue` names what a webhook delivers in order."""

    id: int
    kind: str
    body: bytes
    queue: QueueKey
    deliveries: int = 0
    acknowledged: bool = False


@dataclass(slots=True)
class Mischief:
    """What a network may do to deliveries: `repeat` is a probability, `shuffle` mixes the order."""

    repeat: float = 0.0
    shuffle: bool = False
    random: random.Random = field(default_factory=lambda: random.Random(0))


class Updates:
    """Updates of the one bot; `pending` are those not yet acknowledged."""

    def __init__(self, kinds: frozenset[str], bell: Bell, keep: int) -> None:
        self.pending: dict[int, Update] = {}
        self.known: dict[int, Update] = {}
        self.mischief = Mischief()
        self.held = False
        self.count = 0
        self.on_push: Callable[[Update], None] | None = None
        self._kinds = kinds
        self._default = kinds - UNASKED
        self._allowed = self._default
        self._bell = bell
        self._keep = keep
        self._echoes: list[Update] = []
        self._echoed: list[Update] = []
        self._poller: asyncio.Future[Refusal | None] | None = None

    @property
    def allowed(self) -> list[str]:
        """The kinds of update that the bot gets."""
        return sorted(self._allowed)

    @property
    def is_default(self) -> bool:
        """Whether `allowed_updates` is as it is at first."""
        return self._allowed == self._default

    @property
    def is_polled(self) -> bool:
        """Whether a long poll waits at this moment."""
        return self._poller is not None

    @property
    def unanswered(self) -> int:
        """How many deliveries are still to come or to be acknowledged."""
        return len(self.pending) + len(self._echoes) + len(self._echoed)

    def allow(self, kinds: list[str] | None) -> None:
        """`allowed_updates`: None leaves the setting, an empty list is the default."""
        if kinds is not None:
            named = frozenset(kind.lower() for kind in kinds) & self._kinds
            self._allowed = named or self._default

    def push(self, kind: str, payload: dict[str, Any], queue: QueueKey) -> Update | None:
        """Queue an update; None if the bot did not ask for its kind."""
        if kind not in self._allowed:
            self._bell.ring()
            return None
        update_id = FIRST_ID + self.count
        body = json.dumps({"update_id": update_id, kind: payload}, separators=(",", ":")).encode()
        self.count += 1
        update = Update(update_id, kind, body, queue)
        self.pending[update_id] = self.known[update_id] = update
        if len(self.known) > self._keep:
            del self.known[next(iter(self.known))]
        self._announce(update)
        return update

    def redeliver(self, update_id: int) -> None:
        """Deliver an update once more, confirmed or not. LookupError if it is no longer kept."""
        update = self.known.get(update_id)
        if update is None:
            raise LookupError(f"update {update_id} is not kept")
        if self.on_push is None:
            self._echoes.append(update)
        self._announce(update)

    def acknowledge(self, update: Update) -> None:
        """The bot has it: a 2xx from its webhook, or a higher offset."""
        update.acknowledged = True
        self.pending.pop(update.id, None)
        self._bell.ring()

    def hold(self) -> None:
        """Deliver nothing until `release`."""
        self.held = True

    def release(self) -> None:
        self.held = False
        self._wake()

    def drop_all(self) -> None:
        self.pending.clear()
        self._echoes.clear()

    def turn_away(self, *, by_webhook: bool) -> None:
        """End a waiting long poll with the conflict's words."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(conflict(_WEBHOOK_SET if by_webhook else _OTHER_POLLER))

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Update]:
        """getUpdates: confirm below `offset`, then what is there, waiting up to so many seconds."""
        self._confirm(offset)
        batch = self._batch(limit)
        if batch or seconds <= 0:
            return batch
        self.turn_away(by_webhook=False)
        waiter = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait([waiter], timeout=min(seconds, _LONGEST_POLL))
        finally:
            if self._poller is waiter:
                self._poller = None
                self._bell.ring()
        refused = waiter.result() if waiter.done() else None
        if refused is not None:
            raise refused
        return self._batch(limit)

    def _confirm(self, offset: int) -> None:
        self._echoed.clear()
        if offset < 0:
            done = list(self.pending.values())[:offset]
        else:
            done = list(takewhile(lambda update: update.id < offset, self.pending.values()))
        for update in done:
            self.acknowledge(update)
        self._bell.ring()

    def _batch(self, limit: int) -> list[Update]:
        if self.held:
            return []
        echoes, self._echoes = self._echoes[:limit], self._echoes[limit:]
        fresh = list(islice(self.pending.values(), limit - len(echoes)))
        self._echoed = echoes
        batch = echoes + fresh
        for update in batch:
            update.deliveries += 1
        if self.mischief.repeat:
            luck = self.mischief.random
            self._echoes += [update for update in fresh if luck.random() < self.mischief.repeat]
        if self.mischief.shuffle:
            self.mischief.random.shuffle(batch)
        return batch

    def _announce(self, update: Update) -> None:
        if self.on_push is not None:
            self.on_push(update)
        elif not self.held:
            self._wake()
        self._bell.ring()

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
