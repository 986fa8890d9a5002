"""Votes: each counted once in its group, and in the voter's own log where they have a private chat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.lessons import pausing, taking, timing
from bot.lessons.school import Room
from bot.tutor import memory
from bot.tutor.grading import Answer, Mark, Verdict, grade
from content.bank import Fact, Variant
from storage import answers, group_asked, groups, learners, memories, participants, rounds, votes
from storage.answers import Event, LoggedAnswer
from storage.group_asked import GroupAsked
from storage.learners import Learner
from storage.rounds import State
from storage.votes import ParkedVote

REDRAW = timedelta(seconds=2)
"""After a late vote, how long a table waits for others before it is drawn again."""

LONGEST_MS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as it arrives: `option` is the position in the poll, None for a vote taken back."""

    face: str
    poll_id: str
    user_id: int
    first_name: str
    option: int | None
    at: datetime


def vote(room: Room, ballot: Ballot) -> None:
    """Count a vote. The first one stands: taking it back or changing it changes nothing.

    A vote on a poll that is not known (yet) waits for it a day, as long as Telegram keeps news of it.
    """
    if ballot.option not in (0, 1):
        return
    row = group_asked.by_poll(room.tx, ballot.poll_id)
    if row is None:
        votes.park(
            room.tx, ParkedVote(ballot.poll_id, ballot.user_id, ballot.first_name[:64], ballot.option, ballot.at)
        )
        return
    _count(room, row, ballot, ballot.option)


def unpark(room: Room, poll_id: str) -> None:
    """Count the votes that came before their poll was known."""
    row = group_asked.by_poll(room.tx, poll_id)
    group = groups.get(room.tx, row.group_id) if row else None
    for waiting in votes.unpark(room.tx, poll_id):
        if row is not None and group is not None:
            ballot = Ballot(group.face, poll_id, waiting.user_id, waiting.first_name, waiting.option, waiting.at)
            _count(room, row, ballot, waiting.option)


def _count(room: Room, row: GroupAsked, ballot: Ballot, option: int) -> None:
    group = groups.get(room.tx, row.group_id)
    fact = room.bank.facts.get(row.fact_id)
    variant = fact.variant(row.variant_id) if fact else None
    if group is None or fact is None or variant is None:
        return
    learner = learners.find(room.tx, ballot.face, ballot.user_id)
    answer = Answer.CERTO if (option == 0) is row.certo_first else Answer.ERRADO
    verdict = grade(answer, variant.truth)
    points = verdict.points if fact.askable else 0  # a suspended item can be answered and is not scored
    learner_id = learner.id if learner else None
    voter = participants.voted(room.tx, group.id, ballot.user_id, ballot.first_name, learner_id, ballot.at)
    elapsed = _elapsed(room, row, ballot.at)
    if not votes.cast(room.tx, row.id, voter.id, answer, points, elapsed, ballot.at):
        return
    _wake(room, row, ballot.at)
    if learner is not None:
        _learn(room, learner, row, fact, variant, answer, verdict, elapsed, ballot.at)


def _elapsed(room: Room, row: GroupAsked, at: datetime) -> int:
    """Milliseconds since the poll opened; what arrives after its end was given in time, by Telegram's own rule."""
    running = rounds.get(room.tx, row.round_id) if row.round_id is not None else None
    most = running.seconds * 1000 if running else LONGEST_MS
    since = int((at - (row.opened_at or row.handed_at)).total_seconds() * 1000)
    return min(max(since, 0), most)


def _wake(room: Room, row: GroupAsked, now: datetime) -> None:
    """The next tick sees whether everybody has answered; a table that was drawn too early is drawn again."""
    played = rounds.get(room.tx, row.round_id) if row.round_id is not None else None
    if played is None:
        return
    if played.state is State.RUNNING:
        if played.due_at is not None and played.due_at > now and row.position == played.handed:
            rounds.change(room.tx, played.id, due_at=now)
    elif played.table_ref is not None and played.due_at is None:
        rounds.change(room.tx, played.id, due_at=now + REDRAW, attempts=0)


def _learn(
    room: Room, learner: Learner, row: GroupAsked, fact: Fact, variant: Variant, answer: Answer, verdict: Verdict,
    elapsed: int, now: datetime,
) -> None:  # fmt: skip
    taking.skip_open(room, learner, now, but=0)  # which words were wrong is to be said before the next answer
    day = timing.today(learner, now)
    sequence = learner.last_sequence + 1
    answers.append(room.tx, LoggedAnswer(
        learner.id, sequence, Event.ANSWER, now, day, fact.id, variant.id,
        row.revision, variant.truth, row.truth, answer, guess_offered=False, guess=False,
        elapsed_ms=elapsed if row.round_id is not None else None, source=answers.POLL, source_id=row.id,
        rule_version=memory.RULE_VERSION, scored=fact.askable,
    ))  # fmt: skip
    if fact.askable:
        before = memories.get(room.tx, learner.id, fact.id)
        after, _ = memory.review(before, verdict.mark, guess=None, on=day, habits=learner.habits, traits=learner.traits)
        if after is not before:
            missed = verdict.mark is not Mark.RIGHT
            memories.save(room.tx, learner.id, fact.id, after, first=before is None, missed=missed, mistaken=False)
    back = pausing.returned(replace(learner, last_sequence=sequence), now)
    learners.keep(room.tx, learner, timing.scheduled(room, back, now))
