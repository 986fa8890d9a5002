"""Stories of a memory in place of simple cards, and how learners use the guess button."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.tutor.habits import Habits, pack_habits
from bot.tutor.memory import pack, unpack

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MEMORIES = sa.table(
    "memories",
    sa.column("learner_id", sa.BigInteger),
    sa.column("fact_id", sa.String),
    sa.column("state", sa.LargeBinary),
)


def upgrade() -> None:
    with op.batch_alter_table("learners", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("habits", sa.LargeBinary(), nullable=True))
    op.get_bind().execute(sa.text("UPDATE learners SET habits = :habits"), {"habits": pack_habits(Habits())})
    with op.batch_alter_table("learners", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("habits", existing_type=sa.LargeBinary(), nullable=False)
    with op.batch_alter_table("memories") as batch:
        batch.add_column(sa.Column("misses", sa.SmallInteger(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("mistaken", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("memories") as batch:
        batch.alter_column("misses", existing_type=sa.SmallInteger(), server_default=None)
        batch.alter_column("mistaken", existing_type=sa.Boolean(), server_default=None)
    _rewrite_cards()


def downgrade() -> None:
    with op.batch_alter_table("memories") as batch:
        batch.drop_column("mistaken")
        batch.drop_column("misses")
    with op.batch_alter_table("learners", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("habits")


def _rewrite_cards() -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(_MEMORIES)).all():
        mine = (_MEMORIES.c.learner_id == row.learner_id, _MEMORIES.c.fact_id == row.fact_id)
        bind.execute(sa.update(_MEMORIES).where(*mine).values(state=pack(unpack(row.state))))
