"""The tables of study groups: the group, its members as voters, rounds, polls and votes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.metadata import metadata
from storage.types import BigId, Utc


def _owner(name: str, of: str, **options: Any) -> Column[int]:
    return Column(name, BigId, ForeignKey(of, ondelete="CASCADE"), **{"nullable": False, **options})


def _where(words: str) -> dict[str, Any]:
    return {"sqlite_where": text(words), "postgresql_where": text(words)}


groups = Table(
    "groups",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("face", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),  # changes when a group becomes a supergroup
    Column("thread_id", BigInteger),  # the forum topic where the daily assertion belongs
    Column("created_at", Utc, nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("seconds", SmallInteger, nullable=False),  # how long each poll of a round is open
    Column("size", SmallInteger, nullable=False),  # of a round, where none is named
    Column("daily", Boolean, nullable=False),
    Column("daily_minute", SmallInteger, nullable=False),
    Column("weekly_day", SmallInteger),  # Monday 0; null: no weekly table
    Column("admins_only", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("last_daily", Date),
    Column("last_weekly", Date),
    Column("next_due_at", Utc),  # when the tick has something to do here, rounds apart
    Column("left_at", Utc),  # when the bot was removed
    UniqueConstraint("face", "chat_id"),
    Index("ix_groups_next_due_at", "next_due_at"),
    Index("ix_groups_left_at", "left_at", **_where("left_at IS NOT NULL")),
    sqlite_autoincrement=True,
)

participants = Table(
    "participants",
    metadata,
    Column("id", BigId, primary_key=True),
    _owner("group_id", "groups.id"),
    Column("user_id", BigInteger, nullable=False),
    Column("first_name", String(64), nullable=False),  # empty: none given, or forgotten
    _owner("learner_id", "learners.id", nullable=True, index=True),
    Column("standing", String(16), nullable=False),
    Column("hidden", Boolean, nullable=False),  # took themselves out of the table
    Column("offered", Boolean, nullable=False),  # the private chat was offered to them
    Column("last_vote_at", Utc, nullable=False),
    UniqueConstraint("group_id", "user_id"),
    Index("ix_participants_standing", "standing", **_where("standing = 'unknown'")),
    Index("ix_participants_user_id", "user_id"),
    sqlite_autoincrement=True,
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", BigId, primary_key=True),
    _owner("group_id", "groups.id", index=True),
    Column("state", String(16), nullable=False),
    Column("started_by", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("seconds", SmallInteger, nullable=False),
    Column("items", Text, nullable=False),  # fact:variant in the order of asking, a space between
    Column("handed", SmallInteger, nullable=False),  # how many of them have been handed out
    Column("created_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("due_at", Utc),  # when the tick has something to do for this round
    Column("attempts", SmallInteger, nullable=False),  # at showing the table
    Column("table_ref", String(64)),
    Index("ix_rounds_due_at", "due_at", **_where("due_at IS NOT NULL")),
    Index("uq_rounds_running", "group_id", unique=True, **_where("state = 'running'")),
    sqlite_autoincrement=True,
)

group_asked = Table(
    "group_asked",
    metadata,
    Column("id", BigId, primary_key=True),
    _owner("group_id", "groups.id"),
    _owner("round_id", "rounds.id", nullable=True, index=True),  # null: the daily assertion
    Column("day", Date),  # of a daily assertion
    Column("position", SmallInteger, nullable=False),
    Column("fact_id", String(16), nullable=False),
    Column("variant_id", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("truth", Boolean, nullable=False),
    Column("certo_first", Boolean, nullable=False),
    Column("thread_id", BigInteger),
    Column("ref", String(64)),  # the message, once it stands
    Column("poll_id", String(64)),
    Column("handed_at", Utc, nullable=False),
    Column("opened_at", Utc),
    Column("closed_at", Utc),
    Column("send_due", Utc),  # when somebody must send it, if nobody has
    Column("stop_due", Utc),  # when somebody must stop the poll
    Column("attempts", SmallInteger, nullable=False),
    Column("doubtful", Boolean, nullable=False),  # sent again: the chat may hold a copy that nobody knows of
    UniqueConstraint("poll_id"),
    UniqueConstraint("group_id", "day"),
    Index("ix_group_asked_group_id_fact_id", "group_id", "fact_id"),
    Index("ix_group_asked_send_due", "send_due", **_where("send_due IS NOT NULL")),
    Index("ix_group_asked_stop_due", "stop_due", **_where("stop_due IS NOT NULL")),
    sqlite_autoincrement=True,
)

poll_copies = Table(
    "poll_copies",
    metadata,
    Column("poll_id", String(64), primary_key=True),  # a poll sent twice: its answer was lost on the way
    _owner("group_asked_id", "group_asked.id", index=True),
)

votes = Table(
    "votes",
    metadata,
    _owner("group_asked_id", "group_asked.id", primary_key=True),
    _owner("participant_id", "participants.id", primary_key=True, index=True),
    Column("answer", String(1), nullable=False),
    Column("points", SmallInteger, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("at", Utc, nullable=False),
)

parked_votes = Table(
    "parked_votes",
    metadata,
    Column("poll_id", String(64), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("first_name", String(64), nullable=False),
    Column("option", SmallInteger, nullable=False),
    Column("at", Utc, nullable=False, index=True),
)
