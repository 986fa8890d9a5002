"""Updates under way in one of several processes, until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handled_updates", sa.Column("until", storage.types.Utc(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM handled_updates WHERE until IS NOT NULL")
    with op.batch_alter_table("handled_updates") as table:
        table.drop_column("until")
