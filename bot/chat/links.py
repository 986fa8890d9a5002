"""Deep links: at most 64 of A–Z a–z 0–9 _ - (Bot API, deep linking), signed, so that nobody makes one up."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 64
_SIGNATURE = 16
_NUMBERED = ("r", "d")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Opens(StrEnum):
    """What a link opens in the private chat."""

    ROUND = "r"
    FACT = "f"
    DUEL = "d"


@dataclass(frozen=True, slots=True)
class Target:
    """A round's or a duel's id in digits, or a fact's id."""

    opens: Opens
    name: str


class Links:
    """Writes and reads payloads with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def write(self, target: Target) -> str:
        """The payload of a target; ValueError where it would not fit."""
        body = target.opens + (_short(int(target.name)) if target.opens in _NUMBERED else target.name)
        payload = body + self._sign(body)
        if len(payload) > LONGEST:
            raise ValueError("the payload is too long")
        return payload

    def read(self, payload: str) -> Target | None:
        """What a payload opens; None for anything this key did not sign."""
        body, signature = payload[:-_SIGNATURE], payload[-_SIGNATURE:]
        if len(payload) > LONGEST or not body or not payload.isascii():
            return None
        if not hmac.compare_digest(self._sign(body), signature):
            return None
        opens, name = Opens(body[0]), body[1:]
        return Target(opens, str(int(name, 36)) if opens in _NUMBERED else name)

    def _sign(self, body: str) -> str:
        digest = hmac.digest(self._key, b"link:" + body.encode(), "sha256")
        return urlsafe_b64encode(digest)[:_SIGNATURE].decode()


def _short(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
