"""A Telegram that says yes to everything, in the same process."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from telegram.request import BaseRequest, RequestData

ME = {"id": 1, "is_bot": True, "first_name": "Assertiva", "username": "assertiva_bot"}


class Deaf(BaseRequest):
    """Answers each call at once with what it should return; counts them."""

    def __init__(self) -> None:
        self.calls = 0
        self._numbers = count(1)

    @property
    def read_timeout(self) -> float | None:
        """None: it never waits."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """200 and a result of the method's kind."""
        self.calls += 1
        result = self._result(url.rpartition("/")[2], request_data.parameters if request_data else {})
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _result(self, name: str, sent: dict[str, Any]) -> Any:
        match name:
            case "getMe":
                return ME
            case "getChatMember":
                return {"status": "member", "user": {"id": sent["user_id"], "is_bot": False, "first_name": "P"}}
            case "sendMessage":
                return self._message(sent)
            case "sendPoll":
                number = next(self._numbers)
                poll = {
                    "id": str(number), "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                    "is_anonymous": False, "type": "quiz", "allows_multiple_answers": False, "allows_revoting": False,
                    "members_only": False,
                }  # fmt: skip
                return {**self._message(sent), "poll": poll}
            case _:
                return True

    def _message(self, sent: dict[str, Any]) -> dict[str, Any]:
        chat = {"id": sent["chat_id"], "type": "private"}
        return {"message_id": next(self._numbers), "date": 1_772_451_000, "chat": chat, "text": "…"}
