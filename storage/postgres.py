"""PostgreSQL through psycopg 3: an engine, and what makes a transaction of many small statements cheap there."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

RESTED_SECONDS = 1.0
CONNECT_SECONDS = 5
_RESTED = "rested at"
_NOTHING_MORE = (None,) * 5


class _Cursor(psycopg.Cursor[Any]):
    """A cursor that describes its columns by plain tuples of name and type (PEP 249, `description`).

    psycopg builds an object for every column of every result, which is 3 % of what an answer costs; SQLAlchemy looks at
    the names when it sees a statement for the first time, and then never again.
    """

    @property
    def description(self) -> Sequence[Any] | None:  # type: ignore[override]
        result = self.pgresult
        if result is None or not result.nfields:
            return super().description
        return [((result.fname(at) or b"").decode(), result.ftype(at), *_NOTHING_MORE) for at in range(result.nfields)]


def engine(url: URL, connections: int) -> Engine:
    """An engine that keeps so many connections open."""
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": "-c timezone=UTC",
            "cursor_factory": _Cursor,
        },
    )
    event.listen(made, "checkout", _ping_after_rest)
    event.listen(made, "checkin", _note_rest)
    return made


def _ping_after_rest(connection: Any, record: Any, _proxy: Any) -> None:
    """Whether the server is still there is asked after a rest alone: each time it costs a third of a transaction."""
    if monotonic() - record.info.get(_RESTED, -RESTED_SECONDS) < RESTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.Error:
        raise DisconnectionError from None  # the pool opens another one


def _note_rest(_connection: Any, record: Any) -> None:
    record.info[_RESTED] = monotonic()
