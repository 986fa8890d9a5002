"""Rounds: begun by a command, driven by the clock and by votes, ended with a table."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from bot.lessons import grouping, tables
from bot.lessons.group_outcomes import (
    AdminsOnly,
    Begun,
    Busy,
    Member,
    NoSuchTopic,
    NotRunning,
    Place,
    Stopped,
    TooSoon,
)
from bot.lessons.school import Room
from bot.tutor import rounds as course
from content.bank import Subtopic
from storage import group_asked, rounds, votes
from storage.group_asked import GroupAsked
from storage.rounds import Round, State

REST = timedelta(minutes=2)
"""Between the end of a round and the next one's beginning."""

LONGEST_WORDS = 100


def begin(
    room: Room, place: Place, by: Member, words: str, language: str, now: datetime
) -> Begun | Busy | TooSoon | AdminsOnly | NoSuchTopic:
    """/quiz [n] [subtopic]: a round, whose first poll the next tick sends."""
    group = grouping.known(room, place, language, now)
    if group.admins_only and not by.is_admin:
        return AdminsOnly(group.language)
    if rounds.running(room.tx, group.id):
        return Busy(group.language)
    ended = rounds.last_end(room.tx, group.id)
    if ended is not None and now < ended + REST:
        return TooSoon(group.language, ended + REST, max(1, round((ended + REST - now).total_seconds())))
    size, topic = read(words[:LONGEST_WORDS], room.bank.subtopics)
    if topic == "":
        return NoSuchTopic(group.language, tuple(subtopic.title for subtopic in room.bank.subtopics))
    seen = tables.seen(room, group.id)
    items = course.choose(room.bank, size or group.size, seen, room.coin, topic)
    started = rounds.begin(room.tx, group.id, by.user_id, place.thread_id, group.seconds, items, now)
    return Busy(group.language) if started is None else Begun(group, len(items))


def stop(room: Room, place: Place, by: Member, language: str, now: datetime) -> Stopped | NotRunning | AdminsOnly:
    """/parar: for who started the round and for administrators."""
    group = grouping.known(room, place, language, now)
    running = rounds.running(room.tx, group.id)
    if running is None:
        return NotRunning(group.language)
    if not by.is_admin and by.user_id != running.started_by:
        return AdminsOnly(group.language)
    _end(room, running, group_asked.last_of(room.tx, running.id), now, early=True)
    return Stopped(group.language)


def drive(room: Room, running: Round, now: datetime) -> None:
    """Take a running round as far as it goes at `now`: wait, put the next poll, or end."""
    newest = group_asked.last_of(room.tx, running.id)
    match course.step(_standing(room, running, newest), now):
        case course.Wait(until):
            rounds.change(room.tx, running.id, due_at=until)
        case course.Next(early):
            if newest is not None:
                _close(room, newest, now, early=early)
            _hand_out_next(room, running, now)
        case course.Over(early):
            _end(room, running, newest, now, early=early)


def table_stands(room: Room, round_id: int, ref: str, drawn: int, now: datetime) -> None:
    """A round's table with so many votes stands in the chat; where more have come since, it is drawn again."""
    played = rounds.get(room.tx, round_id)
    if played is not None:
        more = len(votes.of_round(room.tx, round_id)) != drawn
        rounds.change(room.tx, round_id, table_ref=ref, due_at=now if more else None, attempts=0)
        tables.offered(room, played)


def table_refused(room: Room, round_id: int) -> None:
    """A round's table can never be shown."""
    rounds.change(room.tx, round_id, due_at=None)


def read(words: str, subtopics: tuple[Subtopic, ...]) -> tuple[int | None, str | None]:
    """(how many, subtopic id) out of what follows /quiz; an id of "" stands for a subtopic that is none.

    A number alone is how many; a second one, or words of a title (accents and case do not matter), the subtopic.
    """
    parts = words.split()
    size = None
    if parts and parts[0].isascii() and parts[0].isdigit():
        size = min(max(int(parts[0][:4]), 1), course.MOST)
        parts = parts[1:]
    if not parts:
        return size, None
    if len(parts) == 1 and parts[0].isascii() and parts[0].isdigit():
        index = int(parts[0][:4])
        return size, subtopics[index - 1].id if 1 <= index <= len(subtopics) else ""
    wanted = _plain(" ".join(parts))
    return size, next((s.id for s in subtopics if wanted in _plain(s.title) or wanted == _plain(s.id)), "")


def _plain(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _standing(room: Room, running: Round, newest: GroupAsked | None) -> course.Standing:
    if newest is None:
        return course.Standing(0, len(running.items), running.seconds)
    return course.Standing(
        running.handed, len(running.items), running.seconds, newest.handed_at, newest.opened_at,
        closed=newest.closed_at is not None,
        failed=newest.opened_at is None and newest.send_due is None,
        everyone=newest.opened_at is not None and votes.all_answered(room.tx, running.id, newest.id),
    )  # fmt: skip


def _close(room: Room, row: GroupAsked, now: datetime, *, early: bool) -> None:
    if row.closed_at is None:
        stop_due = now if early and row.ref is not None else None
        group_asked.change(room.tx, row.id, closed_at=now, send_due=None, stop_due=stop_due, attempts=0)


def _hand_out_next(room: Room, running: Round, now: datetime) -> None:
    """Put the next poll; sentences that the bank has lost meanwhile are passed over."""
    for index in range(running.handed, len(running.items)):
        item = running.items[index]
        fact = room.bank.askable.get(item.fact_id)
        variant = fact.variant(item.variant_id) if fact else None
        if fact is None or variant is None:
            continue
        group_asked.hand_out(
            room.tx, group_id=running.group_id, round_id=running.id, position=index + 1, fact_id=fact.id,
            variant_id=variant.id, revision=fact.revision, truth=variant.truth, certo_first=True,
            thread_id=running.thread_id, handed_at=now, send_due=now,
        )  # fmt: skip
        rounds.change(room.tx, running.id, handed=index + 1, due_at=now + timedelta(seconds=running.seconds))
        return
    _end(room, running, None, now, early=False)


def _end(room: Room, running: Round, newest: GroupAsked | None, now: datetime, *, early: bool) -> None:
    if newest is not None:
        _close(room, newest, now, early=early)
    rounds.change(room.tx, running.id, state=State.FINISHED, ended_at=now, due_at=now, attempts=0)
