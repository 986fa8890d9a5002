"""Every table. Constraints are named, so that migrations can speak of them on both databases."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)

from storage.duel_table import duels
from storage.group_tables import group_asked, groups, parked_votes, participants, poll_copies, rounds, votes
from storage.metadata import metadata
from storage.types import BigId, Utc

__all__ = [
    "addresses",
    "answers",
    "asked",
    "deliveries",
    "duels",
    "group_asked",
    "groups",
    "handled_updates",
    "learners",
    "local_messages",
    "local_state",
    "memories",
    "metadata",
    "parked_votes",
    "participants",
    "poll_copies",
    "rounds",
    "votes",
]


def _learner_id(**options: bool) -> Column[int]:
    owner = ForeignKey("learners.id", ondelete="CASCADE")
    return Column("learner_id", BigId, owner, nullable=False, **options)  # type: ignore[arg-type]


learners = Table(
    "learners",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("created_at", Utc, nullable=False),
    Column("last_active_at", Utc, nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("delivery_minute", SmallInteger, nullable=False),
    Column("weekdays", SmallInteger, nullable=False),  # bit 0 is Monday
    Column("daily_count", SmallInteger, nullable=False),
    Column("new_count", SmallInteger, nullable=False),
    Column("nudges", Boolean, nullable=False),
    Column("nudge_after", SmallInteger, nullable=False),  # minutes after delivery
    Column("quiet_from", SmallInteger, nullable=False),
    Column("quiet_to", SmallInteger, nullable=False),
    Column("paused_until", Date),  # the last paused day; date.max: until further notice
    Column("pauses", Text, nullable=False),  # spans since the last answer, for the streak
    Column("last_day", Date),  # the last learner's day that has a set
    Column("last_sequence", Integer, nullable=False),  # of the answer log
    Column("next_due_at", Utc),  # when the tick has something to do for this learner
    Column("nudging", Text, nullable=False),  # tutor.nudging.Nudging, as storage.records writes it
    Column("streak", Text, nullable=False),  # tutor.streak.Streak, likewise
    Column("easy_days", SmallInteger, nullable=False, server_default="0"),  # bits like weekdays: half a set
    Column("subtopics_off", Text, nullable=False, server_default=text("''")),  # subtopic ids, a space between
    Column("zone_search_until", Utc),  # until then the next free text names a city or an offset
    Column("exam_day", Date),
    Column("exam_result", String(8)),  # tutor.exam.Result; NULL: not asked yet
    Column("usual_count", SmallInteger),  # daily_count before the exam's number was accepted
    Column("usual_new", SmallInteger),
    Column("habits", LargeBinary, nullable=False),  # tutor.habits.Habits: how they use the guess button
    Column("words_on", Boolean, nullable=False, server_default=true()),  # whether "which words?" may be asked
    Column("traits", Text, nullable=False, server_default=text("''")),  # tutor.traits.Traits: how they forget
    Column("fit_at", Integer, nullable=False, server_default="400"),  # last_sequence from which they are fitted (anew)
    Index("ix_learners_next_due_at", "next_due_at"),
    sqlite_autoincrement=True,  # a button of a deleted row must never fit a new one
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", BigId, primary_key=True),
    _learner_id(index=True),
    Column("face", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("face", "user_id"),
    sqlite_autoincrement=True,  # a button of a deleted row must never fit a new one
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    _learner_id(),
    Column("day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("facts", Text, nullable=False),  # fact ids in the order of asking, a space between
    Column("handed", SmallInteger, nullable=False),  # how many of them have been handed out
    Column("created_at", Utc, nullable=False),
    Column("sent_at", Utc),
    UniqueConstraint("learner_id", "day", "kind"),
    sqlite_autoincrement=True,  # a button of a deleted row must never fit a new one
)

minutes = Table(
    "minutes",
    metadata,
    Column("id", BigId, primary_key=True),
    _learner_id(index=True),
    Column("day", Date, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),  # from then on no answer counts
    Column("closed_at", Utc),
    Column("shown_ref", String(64)),
    Column("show_due", Utc),  # when somebody must bring its message up to date, if nobody has
    Column("attempts", SmallInteger, nullable=False),
    Index(
        "ix_minutes_show_due",
        "show_due",
        sqlite_where=text("show_due IS NOT NULL"),
        postgresql_where=text("show_due IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

asked = Table(
    "asked",
    metadata,
    Column("id", BigId, primary_key=True),
    _learner_id(),
    Column("delivery_id", BigId, ForeignKey("deliveries.id", ondelete="CASCADE"), index=True),
    Column("position", SmallInteger, nullable=False),
    Column("fact_id", String(16), nullable=False),
    Column("variant_id", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("truth", Boolean, nullable=False),
    Column("handed_at", Utc, nullable=False),
    Column("shown_ref", String(64)),
    Column("shown_at", Utc),
    Column("show_due", Utc),  # when somebody must show it, if nobody has
    Column("attempts", SmallInteger, nullable=False),
    Column("outdated", Boolean, nullable=False),
    Column("answered_at", Utc),
    Column("answer", String(1)),
    Column("guess", Boolean),
    Column("points", SmallInteger),
    Column("feedback_due", Utc),  # when somebody must show the verdict, if nobody has
    Column("recall", SmallInteger),  # what was believed before the answer, in thousandths; NULL at first sight
    Column("words_order", String(3)),  # "which words are wrong?" was asked; its phrases in their order
    Column("words", String(8)),  # tutor.memory.WordsOutcome, once it is answered or skipped
    Column("before", LargeBinary),  # tutor.wording.Before: what was believed before the answer
    Column("minute_id", BigId, ForeignKey("minutes.id", ondelete="CASCADE"), index=True),
    Index("ix_asked_learner_id_fact_id", "learner_id", "fact_id"),
    Index(
        "ix_asked_show_due",
        "show_due",
        sqlite_where=text("show_due IS NOT NULL"),
        postgresql_where=text("show_due IS NOT NULL"),
    ),
    Index(
        "ix_asked_feedback_due",
        "feedback_due",
        sqlite_where=text("feedback_due IS NOT NULL"),
        postgresql_where=text("feedback_due IS NOT NULL"),
    ),
    Index(
        "ix_asked_words_open",
        "learner_id",
        sqlite_where=text("words_order IS NOT NULL AND words IS NULL"),
        postgresql_where=text("words_order IS NOT NULL AND words IS NULL"),
    ),
    sqlite_autoincrement=True,  # a button of a deleted row must never fit a new one
)

answers = Table(
    "answers",
    metadata,
    _learner_id(primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("day", Date, nullable=False),
    Column("fact_id", String(16), nullable=False),
    Column("variant_id", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("key", Boolean, nullable=False),
    Column("truth_shown", Boolean, nullable=False),
    Column("answer", String(1), nullable=False),
    Column("guess_offered", Boolean, nullable=False),
    Column("guess", Boolean, nullable=False),
    Column("elapsed_ms", Integer),
    Column("source", String(16), nullable=False),
    Column("source_id", BigInteger),
    Column("rule_version", SmallInteger, nullable=False),
    Column("scored", Boolean, nullable=False, server_default=true()),  # a suspended item was answered, not scored
    Column("words", String(8)),  # of kind "words": the outcome
    Index("ix_answers_learner_id_fact_id", "learner_id", "fact_id"),
)

memories = Table(
    "memories",
    metadata,
    _learner_id(primary_key=True),
    Column("fact_id", String(16), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("reviewed_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("misses", SmallInteger, nullable=False),  # wrong or blank first answers of a day, ever
    Column("mistaken", Boolean, nullable=False),  # the last one was a confident mistake
    Index("ix_memories_learner_id_due_on", "learner_id", "due_on"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", BigId, primary_key=True),
    _learner_id(index=True),
    Column("kind", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc),  # when somebody is to send it; NULL once somebody has
    Index(
        "ix_notices_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

errands = Table(
    "errands",
    metadata,
    Column("id", BigId, primary_key=True),
    _learner_id(index=True),
    Column("kind", String(16), nullable=False),
    Column("delivery_id", BigInteger),
    Column("weekly", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    sqlite_autoincrement=True,  # a job may name the id of a row that is gone
)

send_budget = Table(
    "send_budget",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("free_at", Utc, nullable=False),  # sends before it are promised to somebody
)

handled_updates = Table(
    "handled_updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False, index=True),
    Column("until", Utc),  # under way, and nobody else's until then; null once it is done with
)

local_messages = Table(
    "local_messages",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("outgoing", Boolean, nullable=False),  # by the bot
    Column("body", Text, nullable=False),
    Column("at", Utc, nullable=False),
)

local_state = Table(
    "local_state",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
