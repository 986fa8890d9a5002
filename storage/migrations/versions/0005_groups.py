"""Study groups: rounds, polls, votes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('groups',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('face', sa.String(length=16), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('thread_id', sa.BigInteger(), nullable=True),
    sa.Column('created_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('seconds', sa.SmallInteger(), nullable=False),
    sa.Column('size', sa.SmallInteger(), nullable=False),
    sa.Column('daily', sa.Boolean(), nullable=False),
    sa.Column('daily_minute', sa.SmallInteger(), nullable=False),
    sa.Column('weekly_day', sa.SmallInteger(), nullable=True),
    sa.Column('admins_only', sa.Boolean(), nullable=False),
    sa.Column('silent', sa.Boolean(), nullable=False),
    sa.Column('last_daily', sa.Date(), nullable=True),
    sa.Column('last_weekly', sa.Date(), nullable=True),
    sa.Column('next_due_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('left_at', storage.types.Utc(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups')),
    sa.UniqueConstraint('face', 'chat_id', name=op.f('uq_groups_face_chat_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.create_index('ix_groups_left_at', ['left_at'], unique=False, sqlite_where=sa.text('left_at IS NOT NULL'), postgresql_where=sa.text('left_at IS NOT NULL'))
        batch_op.create_index('ix_groups_next_due_at', ['next_due_at'], unique=False)

    op.create_table('parked_votes',
    sa.Column('poll_id', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('first_name', sa.String(length=64), nullable=False),
    sa.Column('option', sa.SmallInteger(), nullable=False),
    sa.Column('at', storage.types.Utc(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('poll_id', 'user_id', name=op.f('pk_parked_votes'))
    )
    with op.batch_alter_table('parked_votes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parked_votes_at'), ['at'], unique=False)

    op.create_table('participants',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('first_name', sa.String(length=64), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('standing', sa.String(length=16), nullable=False),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('offered', sa.Boolean(), nullable=False),
    sa.Column('last_vote_at', storage.types.Utc(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_participants_group_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['learner_id'], ['learners.id'], name=op.f('fk_participants_learner_id_learners'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participants')),
    sa.UniqueConstraint('group_id', 'user_id', name=op.f('uq_participants_group_id_user_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participants_learner_id'), ['learner_id'], unique=False)
        batch_op.create_index('ix_participants_standing', ['standing'], unique=False, sqlite_where=sa.text("standing = 'unknown'"), postgresql_where=sa.text("standing = 'unknown'"))
        batch_op.create_index('ix_participants_user_id', ['user_id'], unique=False)

    op.create_table('rounds',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('started_by', sa.BigInteger(), nullable=False),
    sa.Column('thread_id', sa.BigInteger(), nullable=True),
    sa.Column('seconds', sa.SmallInteger(), nullable=False),
    sa.Column('items', sa.Text(), nullable=False),
    sa.Column('handed', sa.SmallInteger(), nullable=False),
    sa.Column('created_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('ended_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('due_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('attempts', sa.SmallInteger(), nullable=False),
    sa.Column('table_ref', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_rounds_group_id_groups'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.create_index('ix_rounds_due_at', ['due_at'], unique=False, sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_rounds_group_id'), ['group_id'], unique=False)
        batch_op.create_index('uq_rounds_running', ['group_id'], unique=True, sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))

    op.create_table('group_asked',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('fact_id', sa.String(length=16), nullable=False),
    sa.Column('variant_id', sa.String(length=8), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('truth', sa.Boolean(), nullable=False),
    sa.Column('certo_first', sa.Boolean(), nullable=False),
    sa.Column('thread_id', sa.BigInteger(), nullable=True),
    sa.Column('ref', sa.String(length=64), nullable=True),
    sa.Column('poll_id', sa.String(length=64), nullable=True),
    sa.Column('handed_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('opened_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('closed_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('send_due', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('stop_due', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('attempts', sa.SmallInteger(), nullable=False),
    sa.Column('doubtful', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_group_asked_group_id_groups'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_group_asked_round_id_rounds'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_asked')),
    sa.UniqueConstraint('group_id', 'day', name=op.f('uq_group_asked_group_id_day')),
    sa.UniqueConstraint('poll_id', name=op.f('uq_group_asked_poll_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('group_asked', schema=None) as batch_op:
        batch_op.create_index('ix_group_asked_group_id_fact_id', ['group_id', 'fact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_asked_round_id'), ['round_id'], unique=False)
        batch_op.create_index('ix_group_asked_send_due', ['send_due'], unique=False, sqlite_where=sa.text('send_due IS NOT NULL'), postgresql_where=sa.text('send_due IS NOT NULL'))
        batch_op.create_index('ix_group_asked_stop_due', ['stop_due'], unique=False, sqlite_where=sa.text('stop_due IS NOT NULL'), postgresql_where=sa.text('stop_due IS NOT NULL'))

    op.create_table('poll_copies',
    sa.Column('poll_id', sa.String(length=64), nullable=False),
    sa.Column('group_asked_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['group_asked_id'], ['group_asked.id'], name=op.f('fk_poll_copies_group_asked_id_group_asked'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('poll_id', name=op.f('pk_poll_copies'))
    )
    with op.batch_alter_table('poll_copies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_copies_group_asked_id'), ['group_asked_id'], unique=False)

    op.create_table('votes',
    sa.Column('group_asked_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('participant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('answer', sa.String(length=1), nullable=False),
    sa.Column('points', sa.SmallInteger(), nullable=False),
    sa.Column('elapsed_ms', sa.Integer(), nullable=False),
    sa.Column('at', storage.types.Utc(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['group_asked_id'], ['group_asked.id'], name=op.f('fk_votes_group_asked_id_group_asked'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['participant_id'], ['participants.id'], name=op.f('fk_votes_participant_id_participants'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('group_asked_id', 'participant_id', name=op.f('pk_votes'))
    )
    with op.batch_alter_table('votes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_votes_participant_id'), ['participant_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('votes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_votes_participant_id'))

    op.drop_table('votes')
    with op.batch_alter_table('poll_copies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_copies_group_asked_id'))

    op.drop_table('poll_copies')
    with op.batch_alter_table('group_asked', schema=None) as batch_op:
        batch_op.drop_index('ix_group_asked_stop_due', sqlite_where=sa.text('stop_due IS NOT NULL'), postgresql_where=sa.text('stop_due IS NOT NULL'))
        batch_op.drop_index('ix_group_asked_send_due', sqlite_where=sa.text('send_due IS NOT NULL'), postgresql_where=sa.text('send_due IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_group_asked_round_id'))
        batch_op.drop_index('ix_group_asked_group_id_fact_id')

    op.drop_table('group_asked')
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.drop_index('uq_rounds_running', sqlite_where=sa.text("state = 'running'"), postgresql_where=sa.text("state = 'running'"))
        batch_op.drop_index(batch_op.f('ix_rounds_group_id'))
        batch_op.drop_index('ix_rounds_due_at', sqlite_where=sa.text('due_at IS NOT NULL'), postgresql_where=sa.text('due_at IS NOT NULL'))

    op.drop_table('rounds')
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.drop_index('ix_participants_user_id')
        batch_op.drop_index('ix_participants_standing', sqlite_where=sa.text("standing = 'unknown'"), postgresql_where=sa.text("standing = 'unknown'"))
        batch_op.drop_index(batch_op.f('ix_participants_learner_id'))

    op.drop_table('participants')
    with op.batch_alter_table('parked_votes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_parked_votes_at'))

    op.drop_table('parked_votes')
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.drop_index('ix_groups_next_due_at')
        batch_op.drop_index('ix_groups_left_at', sqlite_where=sa.text('left_at IS NOT NULL'), postgresql_where=sa.text('left_at IS NOT NULL'))

    op.drop_table('groups')
