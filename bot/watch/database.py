"""Transactions timed, from BEGIN to the end of COMMIT or ROLLBACK."""

from __future__ import annotations

import time

from sqlalchemy import Connection, Engine, event

from bot.watch import meters

_BEGAN = "assertiva_began"


def observe(engine: Engine) -> None:
    """Time every transaction of this engine from now on."""
    event.listen(engine, "begin", _begin, insert=True)
    event.listen(engine, "commit", _commit)
    event.listen(engine, "rollback", _rollback)


def _begin(connection: Connection) -> None:
    connection.info[_BEGAN] = time.perf_counter()


def _commit(connection: Connection) -> None:
    _end(connection, "committed")


def _rollback(connection: Connection) -> None:
    _end(connection, "rolled back")


def _end(connection: Connection, outcome: str) -> None:
    began = connection.info.pop(_BEGAN, None)
    if began is not None:
        meters.database.labels(outcome).observe(time.perf_counter() - began)
