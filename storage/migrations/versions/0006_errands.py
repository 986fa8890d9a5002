"""Errands that wait for whoever sends them, and the send budget that all workers draw from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "errands",
        sa.Column("id", storage.types.BigId, nullable=False),
        sa.Column("learner_id", storage.types.BigId, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("at", storage.types.Utc(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_errands_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errands")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_errands_learner_id", "errands", ["learner_id"])
    op.create_table(
        "send_budget",
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("free_at", storage.types.Utc(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_send_budget")),
    )


def downgrade() -> None:
    op.drop_table("send_budget")
    op.drop_table("errands")
