"""Duels: two learners, the same assertions, each in their own chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OWNERS = {
    "challenger_id": "learners",
    "rival_id": "learners",
    "challenger_set": "deliveries",
    "rival_set": "deliveries",
}


def upgrade() -> None:
    op.create_table(
        "duels",
        sa.Column("id", storage.types.BigId, nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        *(sa.Column(name, storage.types.BigId, nullable=True) for name in _OWNERS),
        sa.Column("created_at", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("due_at", storage.types.Utc(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"fk_duels_{name}_{table}"), ondelete="SET NULL"
            )
            for name, table in _OWNERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duels")),
        sqlite_autoincrement=True,
    )
    for name in _OWNERS:
        op.create_index(f"ix_duels_{name}", "duels", [name])
    op.create_index(
        "ix_duels_due_at", "duels", ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("duels")
