"""A group's life with the bot: added, removed, moved to a supergroup, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.lessons import group_days, tables
from bot.lessons.group_outcomes import Place, Table
from bot.lessons.school import Room
from storage import group_asked, groups, participants, rounds, votes
from storage.groups import Group
from storage.participants import Standing
from storage.rounds import State

DEFAULTS = {
    "zone": "America/Sao_Paulo",
    "seconds": 30,
    "size": 5,
    "daily": True,
    "daily_minute": 9 * 60,
    "weekly_day": 4,
    "admins_only": False,
    "silent": False,
}
FORGET_GROUP = timedelta(days=90)
FORGET_NAME = timedelta(days=90)
PARKED = timedelta(days=1)


def enter(room: Room, place: Place, language: str, now: datetime) -> tuple[Group, bool]:
    """The group of a chat, and whether the bot is new there (or back): then it says hello."""
    group = groups.find(room.tx, place.face, place.chat_id)
    if group is None:
        created = {"face": place.face, "chat_id": place.chat_id, "created_at": now, "language": language}
        group = groups.create(room.tx, {**DEFAULTS, **created})
        return group_days.begin(room, group, now), True
    if group.left_at is None:
        return group, False
    groups.change(room.tx, group.id, left_at=None)
    return group_days.schedule(room, group.id, now), True


def known(room: Room, place: Place, language: str, now: datetime) -> Group:
    """The group of a chat in which somebody spoke: the bot is there, whatever was missed before."""
    return enter(room, place, language, now)[0]


def leave(room: Room, face: str, chat_id: int, now: datetime) -> None:
    """The bot was removed, or cannot write there any more: a round ends, nothing more is sent."""
    group = groups.find(room.tx, face, chat_id)
    if group is None or group.left_at is not None:
        return
    end_round(room, group, now)
    group_asked.stop_all(room.tx, group.id)
    groups.change(room.tx, group.id, left_at=now, next_due_at=None)


def left(room: Room, group_id: int, now: datetime) -> None:
    """The same, found out by a send that was refused for good."""
    group = groups.get(room.tx, group_id)
    if group is not None:
        leave(room, group.face, group.chat_id, now)


def mute(room: Room, face: str, chat_id: int, now: datetime) -> Group | None:
    """No polls may be sent there: a round ends without more of them; the group where one ended."""
    group = groups.find(room.tx, face, chat_id)
    if group is None:
        return None
    ended = end_round(room, group, now)
    group_asked.stop_all(room.tx, group.id)
    return group if ended else None


def end_round(room: Room, group: Group, now: datetime) -> bool:
    """End the round under way without a table; False where there was none."""
    running = rounds.running(room.tx, group.id)
    if running is None:
        return False
    rounds.change(room.tx, running.id, state=State.FINISHED, ended_at=now, due_at=None)
    return True


def moved(room: Room, face: str, old: int, new: int) -> None:
    """A group became a supergroup: its settings, tables and rounds go along. Said twice, it changes nothing."""
    group = groups.find(room.tx, face, old)
    if group is None:
        return
    newcomer = groups.find(room.tx, face, new)
    if newcomer is not None:
        groups.erase(room.tx, newcomer.id)  # made by a message from there that was faster than the news
    groups.change(room.tx, group.id, chat_id=new, left_at=None)


def lose_thread(room: Room, face: str, chat_id: int, thread_id: int) -> None:
    """A forum topic is gone: what was bound for it goes to the group itself."""
    group = groups.find(room.tx, face, chat_id)
    if group is None:
        return
    if group.thread_id == thread_id:
        groups.change(room.tx, group.id, thread_id=None)
    running = rounds.running(room.tx, group.id)
    if running is not None and running.thread_id == thread_id:
        rounds.change(room.tx, running.id, thread_id=None)


def unchecked(room: Room, limit: int) -> Sequence[tuple[int, str, int, int]]:
    """(participant, face, chat, user) of voters of whom nobody knows whether they are members."""
    return participants.unchecked(room.tx, limit)


def checked(room: Room, participant_id: int, standing: Standing) -> None:
    """A voter was looked up."""
    participants.change(room.tx, [participant_id], standing=standing)


def hide(room: Room, place: Place, user_id: int, language: str, now: datetime) -> Group:
    """/sair_do_placar."""
    group = known(room, place, language, now)
    participants.hide(room.tx, group.id, user_id, now)
    return group


def this_week(room: Room, place: Place, language: str, now: datetime) -> Table:
    """/placar: the week's table, now."""
    group = known(room, place, language, now)
    return tables.week(room, group, now, thread_id=place.thread_id)


def sweep(room: Room, now: datetime) -> None:
    """Forget groups and names after 90 days, and votes whose poll never became known."""
    groups.forget(room.tx, now - FORGET_GROUP)
    participants.forget_names(room.tx, now - FORGET_NAME)
    votes.drop_parked(room.tx, now - PARKED)
