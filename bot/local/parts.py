"""What the composition root hands to the local chat, and the local chat put together from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.desk import Desk
from bot.chat.group_desk import GroupDesk
from bot.chat.group_posting import GroupDriver, GroupPoster
from bot.chat.links import Opens, Target
from bot.chat.posting import Poster
from bot.clock import Clock
from bot.lessons.school import School
from bot.local.board import Board
from bot.local.clock import MovableClock
from bot.local.conversation import Conversation
from bot.local.face import START, LocalFace
from bot.local.group_conversation import GroupConversation
from bot.local.group_face import LocalGroupFace
from bot.local.group_ticks import GroupTicks, next_due
from bot.local.timekeeper import Ticks, Timekeeper, offset_kept
from storage.store import Store


@dataclass(frozen=True, slots=True)
class LocalParts:
    """Lessons on a store of its own, the desk, how to make a ticker for posters, the real clock."""

    school: School
    desk: Desk
    ticker: Callable[[Mapping[str, Poster]], Ticks]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Local:
    """The local chat, ready to be shown."""

    store: Store
    board: Board
    clock: MovableClock
    conversation: Conversation
    group: GroupConversation
    timekeeper: Timekeeper


async def put_together(parts: LocalParts) -> Local:
    """The local chat over these parts, its clock where it was left."""
    board, school, store = Board(), parts.school, parts.school.store
    clock = MovableClock(parts.clock, await store.run(offset_kept))
    face, group_face = LocalFace(store, board, clock), LocalGroupFace(store, board, clock)

    def link(round_id: int) -> str:
        return START + parts.desk.links.write(Target(Opens.ROUND, str(round_id)))

    poster = Poster(school, face)
    group_poster = GroupPoster(school, {group_face.name: group_face}, clock, link)
    ticks = GroupTicks(parts.ticker({face.name: poster}), GroupDriver(school, group_poster))
    return Local(
        store, board, clock,
        Conversation(store, board, parts.desk, poster, clock),
        GroupConversation(school, board, GroupDesk(school), group_poster, clock),
        Timekeeper(store, ticks, clock, board, next_due),
    )  # fmt: skip
