"""What is to be done in a group now, claimed so that one ticker alone does it, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.lessons import group_days, rounds, tables, voting
from bot.lessons.group_outcomes import Place, Quiz, Result, Stop, Table, Work
from bot.lessons.school import Room
from content.bank import Variant
from storage import group_asked, groups, votes
from storage import rounds as round_rows
from storage.group_asked import GroupAsked
from storage.groups import Group
from storage.rounds import State

LEASE = timedelta(minutes=2)
"""How long a claim holds: a group's pace may keep a poll waiting for a minute."""

AGAIN, PATIENCE = timedelta(seconds=3), timedelta(seconds=20)
MOST_ATTEMPTS = 3
COPIES = timedelta(days=1)

HELD = timedelta(seconds=30)
"""How long a claim holds on once its process has said that it is still at it."""

GATHER = timedelta(seconds=3)
"""How long a start waits for the votes that were given while nothing ran."""


def pending(room: Room, now: datetime, limit: int) -> Sequence[int]:
    """Groups in which something is due."""
    due = (
        *round_rows.due(room.tx, now, limit),
        *group_asked.due(room.tx, now, limit),
        *groups.due(room.tx, now, limit),
    )
    return list(dict.fromkeys(due))


def work(room: Room, group_id: int, now: datetime) -> Work:
    """Drive what is due in one group and claim what is to be shown there."""
    group = groups.get(room.tx, group_id)
    if group is None or group.left_at is not None:
        group_asked.stop_all(room.tx, group_id)
        return Work()
    for running in round_rows.due_in(room.tx, group_id, now):
        if running.state is State.RUNNING:
            rounds.drive(room, running, now)
    week = _week(room, group, now)
    stops = tuple(filter(None, (_stop(room, group, row, now) for row in group_asked.unstopped(room.tx, group_id, now))))
    quizzes = tuple(filter(None, (_quiz(room, group, row, now) for row in group_asked.unsent(room.tx, group_id, now))))
    return Work(stops, (*_tables(room, group, now), *week), quizzes)


def hold(room: Room, claimed: Sequence[tuple[int, Work]], now: datetime) -> None:
    """This work, by group, is still under way in the process that claimed it."""
    polls = [stop.asked_id for _, work in claimed for stop in work.stops]
    polls += [quiz.asked_id for _, work in claimed for quiz in work.quizzes]
    tables_shown = [(group_id, table.round_id) for group_id, work in claimed for table in work.tables]
    group_asked.hold(room.tx, polls, now + HELD)
    round_rows.hold(room.tx, [played for _, played in tables_shown if played is not None], now + HELD)
    groups.hold(room.tx, [group_id for group_id, played in tables_shown if played is None], now + HELD)


def starting(room: Room, now: datetime) -> None:
    """Whatever a former process had claimed is due now; rounds, once the votes of meanwhile have come in."""
    group_asked.hasten(room.tx, now)
    round_rows.hasten(room.tx, now + GATHER)


def opened(room: Room, asked_id: int, ref: str | None, poll_id: str, now: datetime) -> None:
    """A poll stands in the chat as message `ref`; votes that came before this news count now."""
    row = group_asked.get(room.tx, asked_id)
    if row is None:
        return
    if row.poll_id is None:
        stop_due = now if row.closed_at is not None else None
        values = {"ref": ref, "poll_id": poll_id, "opened_at": now, "send_due": None, "stop_due": stop_due}
        group_asked.change(room.tx, row.id, **values, attempts=0)
        _wait_for_votes(room, row, now)
    else:
        if row.poll_id != poll_id:
            group_asked.add_copy(room.tx, row.id, poll_id)
        group_asked.change(room.tx, row.id, ref=row.ref or ref, send_due=None)
    voting.unpark(room, poll_id)


def turned_up(room: Room, poll_id: str, question: str, now: datetime) -> None:
    """News of a poll: where nobody knows it, it may be one whose sending was cut short; it counts all the same."""
    if group_asked.by_poll(room.tx, poll_id) is not None:
        return
    lost = group_asked.lost(room.tx, now - COPIES)
    mine = [row for row in lost if (v := _variant(room, row)) is not None and question.endswith(v.text)]
    if len(mine) == 1:
        opened(room, mine[0].id, None, poll_id, now)


def stopped(room: Room, asked_id: int) -> None:
    """A poll is closed, or never can be."""
    group_asked.change(room.tx, asked_id, stop_due=None)


def unsent(room: Room, asked_id: int, now: datetime, *, tried: bool) -> None:
    """A poll may not have arrived: it is tried again soon, a few times where it may have (`tried`)."""
    row = group_asked.get(room.tx, asked_id)
    if row is None or row.send_due is None:
        return
    attempts = row.attempts if tried else row.attempts - 1
    group_asked.change(room.tx, asked_id, send_due=now + (PATIENCE if tried else AGAIN), attempts=attempts)


def refused(room: Room, asked_id: int, now: datetime) -> None:
    """Telegram will never take this poll: the round goes on without it."""
    row = group_asked.get(room.tx, asked_id)
    if row is None:
        return
    group_asked.change(room.tx, asked_id, send_due=None)
    if row.round_id is not None:
        round_rows.change(room.tx, row.round_id, due_at=now)


def rethread(room: Room, asked_id: int) -> None:
    """The topic is gone: this poll goes to the group itself."""
    group_asked.change(room.tx, asked_id, thread_id=None)


def _wait_for_votes(room: Room, row: GroupAsked, now: datetime) -> None:
    running = round_rows.get(room.tx, row.round_id) if row.round_id is not None else None
    if running is not None and running.state is State.RUNNING:
        round_rows.change(room.tx, running.id, due_at=now + timedelta(seconds=running.seconds))


def _week(room: Room, group: Group, now: datetime) -> tuple[Table, ...]:
    if group.next_due_at is None or group.next_due_at > now:
        return ()
    table = group_days.serve(room, group, now)
    if table is not None and not table.players:
        group_days.weekly_stands(room, group.id, now)
        return ()
    return (table,) if table is not None else ()


def _tables(room: Room, group: Group, now: datetime) -> tuple[Table, ...]:
    shown = []
    for played in round_rows.due_in(room.tx, group.id, now):
        if played.state is State.FINISHED and round_rows.claim(room.tx, played, now + LEASE):
            round_rows.change(room.tx, played.id, attempts=played.attempts + 1)
            if played.attempts < MOST_ATTEMPTS:
                shown.append(tables.of_round(room, group, played))
            else:
                rounds.table_refused(room, played.id)
    return tuple(shown)


def _quiz(room: Room, group: Group, row: GroupAsked, now: datetime) -> Quiz | None:
    variant = _variant(room, row)
    if variant is None or row.attempts >= MOST_ATTEMPTS:
        refused(room, row.id, now)
        return None
    if not group_asked.claim(room.tx, row, now + LEASE):
        return None
    if row.attempts:
        group_asked.change(room.tx, row.id, doubtful=True)
    running = round_rows.get(room.tx, row.round_id) if row.round_id is not None else None
    total, seconds = (len(running.items), running.seconds) if running else (1, None)
    place = Place(group.face, group.chat_id, row.thread_id)
    return Quiz(
        row.id, place, variant, row.position, total, row.certo_first, seconds, group.silent, group.language
    )  # fmt: skip


def _stop(room: Room, group: Group, row: GroupAsked, now: datetime) -> Stop | None:
    if row.ref is None or row.attempts >= MOST_ATTEMPTS:
        stopped(room, row.id)
        return None
    if not group_asked.claim(room.tx, row, now + LEASE):
        return None
    place = Place(group.face, group.chat_id, row.thread_id)
    return Stop(row.id, place, row.ref, group.silent, group.language, _result(room, row))


def _result(room: Room, row: GroupAsked) -> Result | None:
    variant, cast = _variant(room, row), votes.on(room.tx, row.id)
    if row.day is None or variant is None or not cast:
        return None
    return Result(variant, sum(vote.points > 0 for vote in cast), sum(vote.points < 0 for vote in cast))


def _variant(room: Room, row: GroupAsked) -> Variant | None:
    fact = room.bank.facts.get(row.fact_id)
    return fact.variant(row.variant_id) if fact else None
