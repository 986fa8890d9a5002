"""The tables of a group: a round's, the week's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.lessons.group_outcomes import MostMissed, Place, Player, Table
from bot.lessons.school import Room
from bot.tutor import scoreboard
from bot.tutor.rounds import Seen
from storage import group_asked, participants, votes
from storage.groups import Group
from storage.rounds import Round
from storage.votes import Vote

WEEK = timedelta(days=7)


def of_round(room: Room, group: Group, played: Round) -> Table:
    """The table of a round: net score, then median time."""
    cast = votes.of_round(room.tx, played.id)
    polls = sum(row.opened_at is not None for row in group_asked.of_round(room.tx, played.id))
    place = Place(group.face, group.chat_id, played.thread_id)
    return Table(
        place, group.language, _players(room, cast, timed=True), polls, _missed(room, cast), group.silent,
        round_id=played.id, ref=played.table_ref, votes=len(cast), offer=bool(_strangers(room, cast)),
    )  # fmt: skip


def week(room: Room, group: Group, now: datetime, *, thread_id: int | None) -> Table:
    """The table of the last seven days: the net score alone, since a daily assertion stays open for a day."""
    cast = votes.since(room.tx, group.id, now - WEEK)
    place = Place(group.face, group.chat_id, thread_id)
    polls = len({vote.group_asked_id for vote in cast})
    return Table(place, group.language, _players(room, cast, timed=False), polls, _missed(room, cast), group.silent)


def offered(room: Room, played: Round) -> None:
    """Who played this round has now been offered the private chat."""
    participants.change(room.tx, votes.players(room.tx, played.id), offered=True)


def seen(room: Room, group_id: int) -> Seen:
    """What the group has been asked, and what its members miss, here and each in their private chat."""
    last, times = group_asked.last_seen(room.tx, group_id), group_asked.times_seen(room.tx, group_id)
    together, alone = votes.missed(room.tx, group_id), votes.missed_alone(room.tx, group_id)
    missed = {fact_id: _sum(together.get(fact_id), alone.get(fact_id)) for fact_id in together | alone}
    return Seen(last, times, missed)


def _sum(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int]:
    wrong, of = one or (0, 0)
    more_wrong, more = other or (0, 0)
    return wrong + more_wrong, of + more


def _players(room: Room, cast: Sequence[Vote], *, timed: bool) -> tuple[Player, ...]:
    tallies = scoreboard.tally((vote.participant_id, vote.points, vote.elapsed_ms) for vote in cast)
    ranks = scoreboard.ranked(tallies, timed=timed)
    names = participants.names(room.tx, [rank.player for rank in ranks])
    return tuple(Player(rank, names.get(rank.player, "")) for rank in ranks)


def _missed(room: Room, cast: Sequence[Vote]) -> MostMissed | None:
    worst = scoreboard.most_missed([(vote.group_asked_id, vote.points) for vote in cast])
    row = group_asked.get(room.tx, worst) if worst is not None else None
    fact = room.bank.facts.get(row.fact_id) if row else None
    variant = fact.variant(row.variant_id) if fact and row else None
    if row is None or variant is None:
        return None
    on_it = [vote for vote in cast if vote.group_asked_id == row.id]
    return MostMissed(variant, sum(vote.points < 0 for vote in on_it), len(on_it))


def _strangers(room: Room, cast: Sequence[Vote]) -> set[int]:
    return participants.unoffered(room.tx, {vote.participant_id for vote in cast})
