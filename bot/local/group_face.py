"""The local group as a face of group chats: messages as in private chats, and polls."""

from __future__ import annotations

from bot.chat.posting import Gone, NotThere
from bot.chat.reply import Poll, Screen
from bot.local import polls
from bot.local.board import MessageStands
from bot.local.face import LocalFace, message_id_of, ref_of
from bot.local.people import GROUP_ID
from bot.local.polls import LocalPoll
from storage import local
from storage.local import LocalMessage
from storage.store import Tx


class LocalGroupFace(LocalFace):
    """Implements `bot.chat.group_posting.GroupFace`; there is one group, without topics."""

    chats = (GROUP_ID,)

    async def send_to(
        self, chat_id: int, screen: Screen, *, silent: bool = False, thread: int | None = None  # noqa: ARG002
    ) -> str:  # fmt: skip
        """Put a message into the group and answer its ref. Raises Gone for any other chat."""
        return await self.send(chat_id, screen, silent=silent)

    async def send_poll(
        self, chat_id: int, poll: Poll, *, silent: bool = False, thread: int | None = None  # noqa: ARG002
    ) -> tuple[str, str]:  # fmt: skip
        """Put a quiz into the group and answer its message's ref, which names the poll too. Raises Gone."""
        if chat_id not in self.chats:
            raise Gone
        at = self._clock()
        body = polls.write(LocalPoll(poll, at))
        message = await self._store.run(lambda tx: local.add(tx, chat_id, body, at, outgoing=True))
        self._board.publish(MessageStands(message))
        return ref_of(message.id), ref_of(message.id)

    async def stop_poll(self, chat_id: int, ref: str) -> None:
        """Close a quiz. Raises NotThere."""
        number = message_id_of(ref)
        stopped = await self._store.run(lambda tx: _stopped(tx, chat_id, number))
        if stopped is None:
            raise NotThere
        self._board.publish(MessageStands(stopped))


def _stopped(tx: Tx, chat_id: int, message_id: int) -> LocalMessage | None:
    before = local.get(tx, chat_id, message_id)
    poll = polls.read(before.body) if before is not None else None
    return local.rewrite(tx, chat_id, message_id, polls.write(poll.stop())) if poll is not None else None
