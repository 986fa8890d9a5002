"""How each learner's forgetting differs from the average, and when that is fitted next.

Columns are added and dropped in place, as in 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("learners", recreate="never") as table:
        table.add_column(sa.Column("traits", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("fit_at", sa.Integer(), server_default="400", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("learners", recreate="never") as table:
        table.drop_column("fit_at")
        table.drop_column("traits")
