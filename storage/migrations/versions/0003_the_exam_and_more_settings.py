"""The exam, easy days, subtopics switched off, the search for a zone

Columns are added and dropped in place: rebuilding `learners`, as batch mode does for other changes, would drop
the table, and SQLite would then delete every row that refers to it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

COLUMNS = (
    'easy_days', 'subtopics_off', 'zone_search_until', 'exam_day', 'exam_result', 'usual_count', 'usual_new'
)


def upgrade() -> None:
    with op.batch_alter_table('learners', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('easy_days', sa.SmallInteger(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('subtopics_off', sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('zone_search_until', storage.types.Utc(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('exam_day', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('exam_result', sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column('usual_count', sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column('usual_new', sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('learners', recreate='never') as batch_op:
        for column in reversed(COLUMNS):
            batch_op.drop_column(column)
