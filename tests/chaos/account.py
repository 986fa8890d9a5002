"""What is left when the storm is over: the chats against the database."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select

from bot.lessons.rounds import State as RoundState
from storage.deliveries import State
from storage.store import Store, Tx
from storage.tables import (
    answers,
    asked,
    deliveries,
    group_asked,
    learners,
    parked_votes,
    participants,
    poll_copies,
    rounds,
    votes,
)
from tests.botapi import BotApi
from tests.botapi.calls import Call
from tests.chaos.crowd import KEYS, Crowd

_ANSWER = re.compile(r"a:(\d+):c")
MOMENT = timedelta(seconds=3)
"""Between Telegram's taking a message and the bot's writing that down: whoever dies then does not know."""


@dataclass(slots=True)
class Account:
    """Counts, and what must be empty."""

    figures: dict[str, int] = field(default_factory=dict)
    broken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unknown: list[str] = field(default_factory=list)

    def text(self) -> str:
        """A table."""
        lines = [f"{name:<42}{value:>8}" for name, value in self.figures.items()]
        lines += [f"{name:<42}{len(self.broken[name]):>8}   must be 0" for name in PROMISES]
        lines += [f"sent again, outcome unknown: {line}" for line in self.unknown]
        lines += [f"BROKEN {name}: {line}" for name in PROMISES for line in self.broken[name][:10]]
        return "\n".join(lines)


PROMISES = ("answers lost", "answers counted twice", "sets missing", "sets doubled", "rounds stuck", "votes lost")


def account_of(store: Store, api: BotApi, crowd: Crowd, turned: int, kills: Sequence[datetime]) -> Account:
    """Compare; `turned`: how many days went by for somebody, each of which owes a set."""
    account = Account()
    account.figures = {"kills": len(kills), "calls of the bot": api.calls.total, "updates": api.updates.count}
    with store.transaction() as tx:
        _answers(account, tx, crowd)
        shown = _shown(api.calls)
        _sets(account, tx, shown, turned)
        _doubled(account, shown, kills)
        _groups(account, tx, api)
    return account


def _answers(account: Account, tx: Tx, crowd: Crowd) -> None:
    rows = {row.id: row for row in tx.execute(select(asked)).all()}
    account.figures |= {"taps": crowd.taps, "assertions tapped": len(crowd.tapped)}
    for asked_id, key in crowd.tapped.items():
        row = rows.get(asked_id)
        if row is None or row.outdated:
            continue
        if (row.answer, row.guess) != KEYS[key]:
            account.broken["answers lost"].append(f"asked {asked_id}: tapped {key}, stored {row.answer} {row.guess}")
    answered = defaultdict(int)
    for row in rows.values():
        answered[row.learner_id] += row.answered_at is not None
    given = (answers.c.kind == "answer") & answers.c.source.in_(("set", "review"))
    logged = select(answers.c.learner_id, func.count()).where(given)
    for learner_id, count in tx.execute(logged.group_by(answers.c.learner_id)).all():
        if count != answered[learner_id]:
            account.broken["answers counted twice"].append(f"learner {learner_id}: {count} for {answered[learner_id]}")


def _sets(account: Account, tx: Tx, shown: dict[int, list[Call]], turned: int) -> None:
    everybody = tx.execute(select(func.count()).select_from(learners)).scalar_one()
    sets = tx.execute(select(deliveries).where(deliveries.c.kind == "set")).all()
    account.figures |= {"sets due": everybody + turned, "sets put together": len(sets)}
    if len(sets) != everybody + turned:
        account.broken["sets missing"].append(f"{len(sets)} of {everybody + turned}")
    for row in sets:
        mine = tx.execute(select(asked.c.id).where(asked.c.delivery_id == row.id)).scalars().all()
        if row.state == State.SKIPPED:
            continue
        if row.state not in (State.SENT, State.ANSWERED) or not any(asked_id in shown for asked_id in mine):
            account.broken["sets missing"].append(f"set {row.id} of learner {row.learner_id}: {row.state}")


def _shown(calls: Sequence[Call]) -> dict[int, list[Call]]:
    """The calls that put each assertion into its chat."""
    found: dict[int, list[Call]] = defaultdict(list)
    for call in calls:
        if call.method == "sendMessage" and call.result is not None:
            for asked_id in _ANSWER.findall(str(call.params.get("reply_markup"))):
                found[int(asked_id)].append(call)
    return found


def _doubled(account: Account, shown: dict[int, list[Call]], kills: Sequence[datetime]) -> None:
    account.figures["assertions shown"] = len(shown)
    for asked_id, calls in shown.items():
        for before, again in pairwise(calls):
            why = before.fault or _death_after(before.at, kills)
            line = f"asked {asked_id} at {before.at:%H:%M:%S} and {again.at:%H:%M:%S}"
            if why:
                account.unknown.append(f"{line}, after {why}")
            else:
                account.broken["sets doubled"].append(line)


def _death_after(at: datetime, kills: Sequence[datetime]) -> str | None:
    return next((f"a kill at {kill:%H:%M:%S}" for kill in kills if at <= kill <= at + MOMENT), None)


def _groups(account: Account, tx: Tx, api: BotApi) -> None:
    played = tx.execute(select(rounds)).all()
    polls = {row.poll_id: row.id for row in tx.execute(select(group_asked)).all()}
    polls |= {row.poll_id: row.group_asked_id for row in tx.execute(select(poll_copies)).all()}
    people = {row.id: row.user_id for row in tx.execute(select(participants)).all()}
    counted = {(row.group_asked_id, people[row.participant_id]) for row in tx.execute(select(votes)).all()}
    account.figures |= {"rounds": len(played), "votes counted": len(counted)}
    for row in played:
        if row.state == RoundState.RUNNING or row.due_at is not None:
            account.broken["rounds stuck"].append(f"round {row.id}: {row.state}, due {row.due_at}")
    for poll in api.world.polls.values():
        for user_id in poll.votes:
            if (polls.get(poll.id), user_id) not in counted:
                known = polls.get(poll.id)
                row = next((row for row in tx.execute(select(group_asked)) if row.id == known), None)
                waits = tx.execute(select(parked_votes).where(parked_votes.c.poll_id == poll.id)).first() is not None
                line = f"poll {poll.id}, known as {row}, parked {waits}: user {user_id}"
                account.broken["votes lost"].append(line)
