"""The calendar of a group: the daily assertion and the week's table."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.lessons import tables
from bot.lessons.group_outcomes import Place, Table
from bot.lessons.school import Room
from bot.tutor import rounds as choice
from bot.tutor.agenda import EVERY_DAY, Agenda, Delivery, next_delivery
from bot.tutor.days import learner_day
from storage import group_asked, groups
from storage.groups import Group

WEEK = timedelta(days=7)
LEASE = timedelta(minutes=2)


def begin(room: Room, group: Group, now: datetime) -> Group:
    """A new group's first daily assertion comes tomorrow: today it has hardly said hello."""
    groups.change(room.tx, group.id, last_daily=today(group, now), last_weekly=today(group, now))
    return schedule(room, group.id, now)


def schedule(room: Room, group_id: int, now: datetime) -> Group:
    """Write when the tick has something to do: the daily assertion or the week's table, whichever is first."""
    group = fresh(room, group_id)
    known = [due.at for due in (_next_daily(group, now), _next_weekly(group, now)) if due is not None]
    groups.change(room.tx, group_id, next_due_at=min(known) if known and group.left_at is None else None)
    return fresh(room, group_id)


def serve(room: Room, group: Group, now: datetime) -> Table | None:
    """Do what is due: hand out the daily assertion and let the one before be stopped; the week's table, if due.

    The table counts as shown once `weekly_stands` says so; until then it is due again after a while.
    """
    daily, weekly = _next_daily(group, now), _next_weekly(group, now)
    if daily is not None and daily.at <= now:
        _put(room, group, daily.day, now)
        groups.change(room.tx, group.id, last_daily=daily.day)
    group = schedule(room, group.id, now)
    if weekly is None or weekly.at > now:
        return None
    groups.change(room.tx, group.id, next_due_at=now + LEASE)
    return tables.week(room, group, now, thread_id=group.thread_id)


def weekly_shown(room: Room, place: Place, now: datetime) -> None:
    """The same, for the group of a chat."""
    group = groups.find(room.tx, place.face, place.chat_id)
    if group is not None:
        weekly_stands(room, group.id, now)


def weekly_stands(room: Room, group_id: int, now: datetime) -> None:
    """The week's table was shown, or never can be."""
    group = groups.get(room.tx, group_id)
    if group is not None:
        groups.change(room.tx, group_id, last_weekly=today(group, now))
        schedule(room, group_id, now)


def today(group: Group, now: datetime) -> date:
    """The group's day; like a learner's it turns at 04:00."""
    return learner_day(now, _agenda(group, EVERY_DAY).place)


def fresh(room: Room, group_id: int) -> Group:
    """The group as the database has it now."""
    group = groups.get(room.tx, group_id)
    assert group is not None
    return group


def _put(room: Room, group: Group, day: date, now: datetime) -> None:
    before = group_asked.open_daily(room.tx, group.id)
    if before is not None:
        stop = now if before.ref is not None else None
        group_asked.change(room.tx, before.id, closed_at=now, send_due=None, stop_due=stop, attempts=0)
    chosen = choice.choose(room.bank, 1, tables.seen(room, group.id), room.coin)
    for item in chosen:
        fact = room.bank.facts[item.fact_id]
        variant = fact.variant(item.variant_id)
        assert variant is not None
        group_asked.hand_out(
            room.tx, group_id=group.id, day=day, position=1, fact_id=fact.id, variant_id=variant.id,
            revision=fact.revision, truth=variant.truth, certo_first=True, thread_id=group.thread_id,
            handed_at=now, send_due=now,
        )  # fmt: skip


def _next_daily(group: Group, now: datetime) -> Delivery | None:
    return next_delivery(_agenda(group, EVERY_DAY), now, group.last_daily) if group.daily else None


def _next_weekly(group: Group, now: datetime) -> Delivery | None:
    if group.weekly_day is None:
        return None
    return next_delivery(_agenda(group, frozenset({group.weekly_day})), now, group.last_weekly)


def _agenda(group: Group, weekdays: frozenset[int]) -> Agenda:
    return Agenda(zone=group.zone, delivery_minute=group.daily_minute, weekdays=weekdays, quiet=None)
