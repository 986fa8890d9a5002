"""`assertiva health`: one question to a running bot."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException

PATIENCE = 5.0
_LARGEST = 10_000
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where one listens on all, one asks on loopback


def ask(host: str, port: int, path: str) -> str | None:
    """None where the answer is 200; else what is wrong, in one line."""
    connection = HTTPConnection(_ANY.get(host, host), port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read(_LARGEST)
    except (OSError, HTTPException) as error:
        return f"no answer on port {port} ({type(error).__name__})"
    finally:
        connection.close()
    return None if answer.status == 200 else f"not ready: {_failing(body) or answer.status}"


def _failing(body: bytes) -> str:
    try:
        checks = json.loads(body)
    except ValueError:
        return ""
    return ", ".join(name for name, holds in checks.items() if name != "ready" and not holds)
