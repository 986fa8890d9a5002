"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('handled_updates',
    sa.Column('update_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', storage.types.Utc(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('update_id', name=op.f('pk_handled_updates'))
    )
    with op.batch_alter_table('handled_updates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handled_updates_at'), ['at'], unique=False)

    op.create_table('learners',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('last_active_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('delivery_minute', sa.SmallInteger(), nullable=False),
    sa.Column('weekdays', sa.SmallInteger(), nullable=False),
    sa.Column('daily_count', sa.SmallInteger(), nullable=False),
    sa.Column('new_count', sa.SmallInteger(), nullable=False),
    sa.Column('nudges', sa.Boolean(), nullable=False),
    sa.Column('nudge_after', sa.SmallInteger(), nullable=False),
    sa.Column('quiet_from', sa.SmallInteger(), nullable=False),
    sa.Column('quiet_to', sa.SmallInteger(), nullable=False),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('pauses', sa.Text(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('last_sequence', sa.Integer(), nullable=False),
    sa.Column('next_due_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('nudging', sa.Text(), nullable=False),
    sa.Column('streak', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learners')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('learners', schema=None) as batch_op:
        batch_op.create_index('ix_learners_next_due_at', ['next_due_at'], unique=False)

    op.create_table('local_messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('outgoing', sa.Boolean(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', storage.types.Utc(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_local_messages'))
    )
    with op.batch_alter_table('local_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_local_messages_chat_id'), ['chat_id'], unique=False)

    op.create_table('local_state',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_local_state'))
    )
    op.create_table('addresses',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('face', sa.String(length=16), nullable=False),
    sa.Column('user_id', sa.BigInteger(), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learners.id'], name=op.f('fk_addresses_learner_id_learners'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_addresses')),
    sa.UniqueConstraint('face', 'user_id', name=op.f('uq_addresses_face_user_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_addresses_learner_id'), ['learner_id'], unique=False)

    op.create_table('answers',
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('fact_id', sa.String(length=16), nullable=False),
    sa.Column('variant_id', sa.String(length=8), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('key', sa.Boolean(), nullable=False),
    sa.Column('truth_shown', sa.Boolean(), nullable=False),
    sa.Column('answer', sa.String(length=1), nullable=False),
    sa.Column('guess_offered', sa.Boolean(), nullable=False),
    sa.Column('guess', sa.Boolean(), nullable=False),
    sa.Column('elapsed_ms', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('source_id', sa.BigInteger(), nullable=True),
    sa.Column('rule_version', sa.SmallInteger(), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learners.id'], name=op.f('fk_answers_learner_id_learners'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('learner_id', 'sequence', name=op.f('pk_answers'))
    )
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.create_index('ix_answers_learner_id_fact_id', ['learner_id', 'fact_id'], unique=False)

    op.create_table('deliveries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('handed', sa.SmallInteger(), nullable=False),
    sa.Column('created_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('sent_at', storage.types.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['learner_id'], ['learners.id'], name=op.f('fk_deliveries_learner_id_learners'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('learner_id', 'day', 'kind', name=op.f('uq_deliveries_learner_id_day_kind')),
    sqlite_autoincrement=True
    )
    op.create_table('memories',
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('fact_id', sa.String(length=16), nullable=False),
    sa.Column('state', sa.LargeBinary(), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['learner_id'], ['learners.id'], name=op.f('fk_memories_learner_id_learners'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('learner_id', 'fact_id', name=op.f('pk_memories'))
    )
    with op.batch_alter_table('memories', schema=None) as batch_op:
        batch_op.create_index('ix_memories_learner_id_due_on', ['learner_id', 'due_on'], unique=False)

    op.create_table('asked',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('learner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('delivery_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('fact_id', sa.String(length=16), nullable=False),
    sa.Column('variant_id', sa.String(length=8), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('truth', sa.Boolean(), nullable=False),
    sa.Column('handed_at', storage.types.Utc(timezone=True), nullable=False),
    sa.Column('shown_ref', sa.String(length=64), nullable=True),
    sa.Column('shown_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('show_due', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('attempts', sa.SmallInteger(), nullable=False),
    sa.Column('outdated', sa.Boolean(), nullable=False),
    sa.Column('answered_at', storage.types.Utc(timezone=True), nullable=True),
    sa.Column('answer', sa.String(length=1), nullable=True),
    sa.Column('guess', sa.Boolean(), nullable=True),
    sa.Column('points', sa.SmallInteger(), nullable=True),
    sa.Column('feedback_due', storage.types.Utc(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['delivery_id'], ['deliveries.id'], name=op.f('fk_asked_delivery_id_deliveries'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['learner_id'], ['learners.id'], name=op.f('fk_asked_learner_id_learners'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asked')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('asked', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_asked_delivery_id'), ['delivery_id'], unique=False)
        batch_op.create_index('ix_asked_feedback_due', ['feedback_due'], unique=False, sqlite_where=sa.text('feedback_due IS NOT NULL'), postgresql_where=sa.text('feedback_due IS NOT NULL'))
        batch_op.create_index('ix_asked_learner_id_fact_id', ['learner_id', 'fact_id'], unique=False)
        batch_op.create_index('ix_asked_show_due', ['show_due'], unique=False, sqlite_where=sa.text('show_due IS NOT NULL'), postgresql_where=sa.text('show_due IS NOT NULL'))



def downgrade() -> None:
    with op.batch_alter_table('asked', schema=None) as batch_op:
        batch_op.drop_index('ix_asked_show_due', sqlite_where=sa.text('show_due IS NOT NULL'), postgresql_where=sa.text('show_due IS NOT NULL'))
        batch_op.drop_index('ix_asked_learner_id_fact_id')
        batch_op.drop_index('ix_asked_feedback_due', sqlite_where=sa.text('feedback_due IS NOT NULL'), postgresql_where=sa.text('feedback_due IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_asked_delivery_id'))

    op.drop_table('asked')
    with op.batch_alter_table('memories', schema=None) as batch_op:
        batch_op.drop_index('ix_memories_learner_id_due_on')

    op.drop_table('memories')
    op.drop_table('deliveries')
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.drop_index('ix_answers_learner_id_fact_id')

    op.drop_table('answers')
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_addresses_learner_id'))

    op.drop_table('addresses')
    op.drop_table('local_state')
    with op.batch_alter_table('local_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_local_messages_chat_id'))

    op.drop_table('local_messages')
    with op.batch_alter_table('learners', schema=None) as batch_op:
        batch_op.drop_index('ix_learners_next_due_at')

    op.drop_table('learners')
    with op.batch_alter_table('handled_updates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handled_updates_at'))

    op.drop_table('handled_updates')
