"""Taps on buttons and inline queries: each waits for its one answer, and not for long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from tests.botapi.refusals import bad_request

Json = dict[str, Any]
Answer = TypeVar("Answer")

_KEPT = 10_000
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the person sees: a toast, or an alert to be closed; or nothing (empty text)."""

    text: str
    alert: bool
    url: str | None


class Query(Generic[Answer]):
    """Something the bot must answer once and soon."""

    def __init__(self, query_id: str, asked_at: float, update_id: int | None, patience: float) -> None:
        self.id = query_id
        self.asked_at = asked_at
        self.update_id = update_id
        self.patience = patience
        self.answered: Answer | None = None
        self._done = asyncio.Event()

    @property
    def answer(self) -> Coroutine[Any, Any, Answer]:
        """Await it: what the bot answered. TimeoutError if it did not within five seconds."""
        return self._wait()

    async def _wait(self) -> Answer:
        async with asyncio.timeout(5):
            await self._done.wait()
        assert self.answered is not None
        return self.answered

    def settle(self, answer: Answer) -> None:
        self.answered = answer
        self._done.set()

    def expire(self) -> None:
        """From now on it is too old to be answered."""
        self.patience = -1.0


class CallbackTap(Query[CallbackAnswer]):
    """One tap on an inline button."""


class InlineQuery(Query[list[Json]]):
    """One inline query; the answer is the list of InlineQueryResult objects."""

    text = ""


class Queries(Generic[Answer]):
    """Queries that wait for an answer; answered and old ones are forgotten."""

    def __init__(self) -> None:
        self._open: dict[str, Query[Answer]] = {}

    def add(self, query: Query[Answer]) -> None:
        self._open[query.id] = query
        if len(self._open) > _KEPT:
            del self._open[next(iter(self._open))]

    def settle(self, query_id: str, answer: Answer, now: float) -> None:
        """Answer a query. Refusal if it is unknown, answered or too old."""
        query = self._open.pop(query_id, None)
        if query is None or now - query.asked_at > query.patience:
            raise bad_request(_TOO_OLD)
        query.settle(answer)
