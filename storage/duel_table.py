"""The table of duels. A duel outlives a player who is erased: what then remains names nobody."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from storage.metadata import metadata
from storage.types import BigId, Utc


def _of(name: str, where: str) -> Column[int]:
    return Column(name, BigId, ForeignKey(where, ondelete="SET NULL"), index=True)


duels = Table(
    "duels",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("items", Text, nullable=False),  # fact:variant in the order of asking, a space between
    _of("challenger_id", "learners.id"),
    _of("rival_id", "learners.id"),
    _of("challenger_set", "deliveries.id"),
    _of("rival_set", "deliveries.id"),
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc),  # when the result is to be told; NULL once it has been
    Index(
        "ix_duels_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    sqlite_autoincrement=True,  # a link to a deleted row must never fit a new one
)
