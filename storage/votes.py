"""Votes in groups: one a poll and participant, and those whose poll is not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, delete, false, func, insert, select, true
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.tutor.grading import Answer
from storage.answers import POLL, Event
from storage.group_tables import group_asked, groups, parked_votes, participants, votes
from storage.participants import Standing
from storage.store import Tx
from storage.tables import addresses, answers


@dataclass(frozen=True, slots=True)
class Vote:
    """One answer in a group; points as given then."""

    participant_id: int
    group_asked_id: int
    fact_id: str
    answer: Answer
    points: int
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class ParkedVote:
    """A vote on a poll that no assertion is known to own yet; `option` is its position in the poll."""

    poll_id: str
    user_id: int
    first_name: str
    option: int
    at: datetime


def cast(
    tx: Tx, asked_id: int, participant_id: int, answer: Answer, points: int, elapsed_ms: int, now: datetime
) -> bool:
    """Keep the first vote of a participant on a poll; False where there was one before. The database decides."""
    first = sqlite_insert(votes) if tx.dialect.name == "sqlite" else postgres_insert(votes)
    values = {"answer": answer, "points": points, "elapsed_ms": elapsed_ms, "at": now}
    row = first.values(group_asked_id=asked_id, participant_id=participant_id, **values)
    return tx.execute(row.on_conflict_do_nothing()).rowcount > 0


def of_round(tx: Tx, round_id: int) -> Sequence[Vote]:
    """The votes of a round that count in its table, in order of arrival."""
    return _votes(tx, _counted().where(group_asked.c.round_id == round_id))


def since(tx: Tx, group_id: int, instant: datetime) -> Sequence[Vote]:
    """The votes of a group since an instant that count in its table."""
    return _votes(tx, _counted().where(group_asked.c.group_id == group_id, votes.c.at >= instant))


def on(tx: Tx, asked_id: int) -> Sequence[Vote]:
    """The votes on one poll that count."""
    return _votes(tx, _counted().where(votes.c.group_asked_id == asked_id))


def players(tx: Tx, round_id: int) -> set[int]:
    """The participants who voted in a round."""
    query = select(votes.c.participant_id).join(group_asked, group_asked.c.id == votes.c.group_asked_id)
    return set(tx.execute(query.where(group_asked.c.round_id == round_id)).scalars())


def all_answered(tx: Tx, round_id: int, asked_id: int) -> bool:
    """Whether everybody who played a round before its poll `asked_id` has answered that one; somebody did play."""
    earlier = select(votes.c.participant_id).join(group_asked, group_asked.c.id == votes.c.group_asked_id)
    earlier = earlier.where(group_asked.c.round_id == round_id, group_asked.c.id < asked_id)
    if tx.execute(earlier.limit(1)).first() is None:
        return False
    here = select(votes.c.participant_id).where(votes.c.group_asked_id == asked_id)
    return tx.execute(earlier.where(votes.c.participant_id.not_in(here)).limit(1)).first() is None


def missed(tx: Tx, group_id: int) -> dict[str, tuple[int, int]]:
    """For each fact the group voted on: how many votes were wrong, of how many."""
    query = select(group_asked.c.fact_id, votes.c.points, func.count())
    query = query.join(group_asked, group_asked.c.id == votes.c.group_asked_id)
    query = query.where(group_asked.c.group_id == group_id).group_by(group_asked.c.fact_id, votes.c.points)
    counts: dict[str, tuple[int, int]] = {}
    for fact_id, points, count in tx.execute(query):
        wrong, total = counts.get(fact_id, (0, 0))
        counts[fact_id] = (wrong + (count if points < 0 else 0), total + count)
    return counts


def missed_alone(tx: Tx, group_id: int) -> dict[str, tuple[int, int]]:
    """The same for what the group's voters answered in their private chats; who left the tables stays out of it."""
    members = select(addresses.c.learner_id).join(participants, participants.c.user_id == addresses.c.user_id)
    members = members.join(groups, (groups.c.id == participants.c.group_id) & (groups.c.face == addresses.c.face))
    members = members.where(groups.c.id == group_id, participants.c.hidden.is_(False))
    said = case((answers.c.answer == Answer.CERTO, true()), else_=false())
    wrong = case(((answers.c.answer != Answer.BLANK) & (said != answers.c.key), 1), else_=0)
    query = select(answers.c.fact_id, func.sum(wrong), func.count()).where(
        answers.c.learner_id.in_(members), answers.c.kind == Event.ANSWER, answers.c.scored, answers.c.source != POLL
    )
    return {fact_id: (wrong, of) for fact_id, wrong, of in tx.execute(query.group_by(answers.c.fact_id))}


def park(tx: Tx, vote: ParkedVote) -> None:
    """Keep a vote until its poll is known; a second one on the same poll changes nothing."""
    mine = (parked_votes.c.poll_id == vote.poll_id, parked_votes.c.user_id == vote.user_id)
    if tx.execute(select(parked_votes.c.user_id).where(*mine)).first() is None:
        values = {"poll_id": vote.poll_id, "user_id": vote.user_id, "first_name": vote.first_name}
        tx.execute(insert(parked_votes).values(**values, option=vote.option, at=vote.at))


def unpark(tx: Tx, poll_id: str) -> Sequence[ParkedVote]:
    """Take the votes that waited for a poll, in order of arrival."""
    query = select(parked_votes).where(parked_votes.c.poll_id == poll_id).order_by(parked_votes.c.at)
    found = [ParkedVote(**row._mapping) for row in tx.execute(query)]
    tx.execute(delete(parked_votes).where(parked_votes.c.poll_id == poll_id))
    return found


def drop_parked(tx: Tx, before: datetime) -> int:
    """Forget votes that waited too long."""
    return tx.execute(delete(parked_votes).where(parked_votes.c.at < before)).rowcount


def _counted() -> Select[Any]:
    query = select(
        votes.c.participant_id, votes.c.group_asked_id, group_asked.c.fact_id,
        votes.c.answer, votes.c.points, votes.c.elapsed_ms,
    )  # fmt: skip
    query = query.join(group_asked, group_asked.c.id == votes.c.group_asked_id)
    query = query.join(participants, participants.c.id == votes.c.participant_id)
    return query.where(participants.c.standing != Standing.OUTSIDER, participants.c.hidden.is_(False))


def _votes(tx: Tx, query: Select[Any]) -> Sequence[Vote]:
    ordered = query.order_by(votes.c.at, votes.c.participant_id)
    return [Vote(**{**row, "answer": Answer(row["answer"])}) for row in tx.execute(ordered).mappings()]
