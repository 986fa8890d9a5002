"""Which words are wrong, the minute, notices, and what a replay needs of the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_minutes()
    _create_notices()
    op.add_column("learners", sa.Column("words_on", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("answers", sa.Column("scored", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("answers", sa.Column("words", sa.String(8), nullable=True))
    with _ids_kept("asked"), op.batch_alter_table("asked", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("recall", sa.SmallInteger(), nullable=True))
        batch.add_column(sa.Column("words_order", sa.String(3), nullable=True))
        batch.add_column(sa.Column("words", sa.String(8), nullable=True))
        batch.add_column(sa.Column("before", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("minute_id", storage.types.BigId, nullable=True))
        batch.create_foreign_key("fk_asked_minute_id_minutes", "minutes", ["minute_id"], ["id"], ondelete="CASCADE")
        batch.create_index("ix_asked_minute_id", ["minute_id"])
    waiting = sa.text("words_order IS NOT NULL AND words IS NULL")
    op.create_index("ix_asked_words_open", "asked", ["learner_id"], sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    op.drop_index("ix_asked_words_open", "asked")
    with _ids_kept("asked"), op.batch_alter_table("asked", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index("ix_asked_minute_id")
        batch.drop_constraint("fk_asked_minute_id_minutes", type_="foreignkey")
        for column in ("minute_id", "before", "words", "words_order", "recall"):
            batch.drop_column(column)
    op.drop_column("answers", "words")
    op.drop_column("answers", "scored")
    op.drop_column("learners", "words_on")
    op.drop_table("notices")
    op.drop_table("minutes")


@contextmanager
def _ids_kept(table: str) -> Iterator[None]:
    """A rebuilt table counts from its highest id; ids of rows deleted before must stay unused all the same."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        yield
        return
    last = bind.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}).scalar()
    yield
    bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
    if last is not None:
        bind.execute(sa.text("INSERT INTO sqlite_sequence VALUES (:table, :last)"), {"table": table, "last": last})


def _create_minutes() -> None:
    op.create_table(
        "minutes",
        sa.Column("id", storage.types.BigId, nullable=False),
        sa.Column("learner_id", storage.types.BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("ends_at", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("closed_at", storage.types.Utc(timezone=True), nullable=True),
        sa.Column("shown_ref", sa.String(64), nullable=True),
        sa.Column("show_due", storage.types.Utc(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_minutes_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sqlite_autoincrement=True,
    )
    due = sa.text("show_due IS NOT NULL")
    op.create_index("ix_minutes_learner_id", "minutes", ["learner_id"])
    op.create_index("ix_minutes_show_due", "minutes", ["show_due"], sqlite_where=due, postgresql_where=due)


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", storage.types.BigId, nullable=False),
        sa.Column("learner_id", storage.types.BigId, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("due_at", storage.types.Utc(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_notices_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sqlite_autoincrement=True,
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index("ix_notices_learner_id", "notices", ["learner_id"])
    op.create_index("ix_notices_due_at", "notices", ["due_at"], sqlite_where=due, postgresql_where=due)
