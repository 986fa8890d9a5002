"""An open page without a browser: the frames of its WebSocket, and what they add up to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import ClientWebSocketResponse
from aiohttp.test_utils import TestClient

Frame = dict[str, Any]
PATIENCE = 10.0


class Page:
    """Sends frames and keeps what arrives."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.chats: dict[int, Frame] = {}
        self._taps = 0

    @classmethod
    async def open(cls, client: TestClient) -> Page:
        """Connect, and wait for both chats."""
        origin = f"http://{client.host}:{client.port}"
        page = cls(await client.ws_connect("/live", origin=origin))
        await page.until(lambda _: len(page.chats) == 3)
        return page

    async def close(self) -> None:
        """Go away."""
        await self.socket.close()

    async def until(self, met: Callable[[Frame], bool]) -> Frame:
        """The next frame of which that is true, after taking in those before it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.socket.receive_json()
                self._take(frame)
                if met(frame):
                    return frame

    async def settled(self, met: Callable[[], bool]) -> None:
        """Take in frames until that is true."""
        if not met():
            await self.until(lambda _: met())

    async def until_type(self, kind: str) -> Frame:
        """The next frame of that type."""
        return await self.until(lambda frame: frame["type"] == kind)

    async def rest(self, person: int = 1) -> None:
        """Wait until the bot has done with a person."""
        await self.until(lambda frame: frame["type"] == "typing" and frame["person"] == person and not frame["on"])

    async def send(self, **frame: Any) -> None:
        """Send a frame."""
        await self.socket.send_str(json.dumps(frame))

    async def say(self, text: str, person: int = 1) -> None:
        """Type something and wait for all that it brings."""
        await self.send(type="say", person=person, text=text)
        await self.rest(person)

    async def tap(self, label: str, person: int = 1, message: Frame | None = None) -> str | None:
        """Press the button of that label on the last message that has it; answers the toast."""
        message = message or next(one for one in reversed(self.messages(person)) if label in labels(one))
        self._taps += 1
        await self.send(type="press", person=person, message=message["id"], data=labels(message)[label], tap=self._taps)
        ack = await self.until_type("ack")
        assert ack["tap"] == self._taps
        await self.rest(person)
        return ack["toast"]

    def messages(self, person: int = 1) -> list[Frame]:
        """What stands in a chat."""
        return self.chats[person]["messages"]

    def texts(self, person: int = 1) -> list[str]:
        """The words of what stands in a chat."""
        return [words(message) for message in self.messages(person)]

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        if frame["type"] == "chat":
            self.chats[frame["person"]] = frame
        if frame["type"] == "message":
            known = self.chats[frame["person"]]["messages"]
            ids = [one["id"] for one in known]
            if frame["message"]["id"] in ids:
                known[ids.index(frame["message"]["id"])] = frame["message"]
            else:
                known.append(frame["message"])


def words(message: Frame) -> str:
    """The bare words of a message."""
    return "\n".join("".join(text for text, _ in block["spans"]) for block in message["blocks"])


def labels(message: Frame) -> dict[str, str]:
    """The data of a message's buttons by label."""
    return {button["label"]: button["data"] for row in message["rows"] for button in row}
