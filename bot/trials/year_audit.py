"""The promises of the product, checked on what a year left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.trials.year_diary import Note, Outage
from bot.trials.year_evidence import Evidence, SetRow
from bot.trials.year_oracle import Due, Oracle, label
from bot.trials.year_telegram import Kind, Send
from storage.deliveries import State

PEACE = timedelta(minutes=30)
SOON = timedelta(minutes=10)
QUIET = (22 * 60, 7 * 60)
SHOWN = 20
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Account:
    """What a year came to; `broken` names what must never be, with where it was found."""

    sets_due: int = 0
    sets_sent: int = 0
    skipped: int = 0
    blocked_meanwhile: int = 0
    process_down: int = 0
    opened: int = 0
    latest: timedelta = timedelta()
    nudges: int = 0
    pauses: int = 0
    questions: int = 0
    answers: int = 0
    out_of_date: int = 0
    copies: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def breaks(self, promise: str, where: object) -> None:
        """A promise was broken."""
        self.broken[promise] += 1
        if len(self.found) < SHOWN:
            self.found.append(f"{promise}: {where}")


PROMISES = (
    "sets missing", "sets not due", "sets skipped with something to ask", "sets doubled", "sets to the blocked",
    "sets to the paused", "nudges in quiet hours", "second nudges of a day", "nudges for finished sets",
    "nudges within 30 minutes", "nudges not wanted", "answers lost", "answers counted twice", "pauses untold",
)  # fmt: skip
"""What must be 0."""


def audit(evidence: Sequence[Evidence], outages: Sequence[Outage], start: datetime, end: datetime) -> Account:
    """Check everything on everybody."""
    account = Account()
    checks: tuple[Callable[[Account, Evidence, Sequence[Outage]], None], ...] = (
        _doubled, _blocked, _paused, _nudges, _finished, _answers,
    )  # fmt: skip
    for number, learner in enumerate(evidence, start=1):
        counted = sorted(tap.at for tap in learner.counted())
        arrivals = sorted(send.at for send in learner.of_kind(Kind.ASSERTION))
        oracle = Oracle(arrivals, counted)
        oracle.walk(learner.diary.entries, outages, start, end)
        before = len(account.found)
        _sets(account, learner, oracle, outages)
        _pauses(account, learner, oracle, outages)
        for check in checks:
            check(account, learner, outages)
        account.found[before:] = [f"learner {number}: {line}" for line in account.found[before:]]
        account.questions += len(learner.of_kind(Kind.QUESTION))
    return account


def _sets(account: Account, learner: Evidence, oracle: Oracle, outages: Sequence[Outage]) -> None:
    sets = {row.day: row for row in learner.sets}
    arrived = {row.day: send for row, send in learner.first_arrivals()}
    for due in oracle.due:
        account.sets_due += 1
        row = sets.get(due.day)
        if send := arrived.get(due.day):
            account.sets_sent += 1
            account.latest = max(account.latest, send.at - due.at)
        elif row is not None and row.state == State.SKIPPED:
            account.skipped += 1
        elif any(due.at <= note.at <= due.at + SOON and note.value is False for note in learner.notes(Note.REACHED)):
            account.blocked_meanwhile += 1
        elif _down_all_day(learner, due, outages):
            account.process_down += 1
        else:
            account.breaks("sets missing", (due, row))
    opened = {label(learner.zone(note.at), note.at)[0] for note in learner.notes(Note.OPENED)}
    account.opened += len(opened)
    wanted = {due.day for due in oracle.due} | opened | oracle.perhaps
    for day, send in arrived.items():
        if day not in wanted and send.by_clock:
            account.breaks("sets not due", (day, send.at))


def _down_all_day(learner: Evidence, due: Due, outages: Sequence[Outage]) -> bool:
    """Whether the process died over the set and its day was over when the next one started."""
    over = (down.end for down in outages if due.at <= down.start <= due.at + SOON)
    return any(label(learner.zone(end), end)[0] > due.day for end in over)


def _pauses(account: Account, learner: Evidence, oracle: Oracle, outages: Sequence[Outage]) -> None:
    told = {send.at for send in learner.sends if send.kind is Kind.AUTO_PAUSE}
    account.pauses += len(oracle.pauses)
    for at in oracle.pauses:
        if not any(at <= word <= at + SOON for word in told) and not _died_at(at, outages):
            account.breaks("pauses untold", at)
    for word in told:
        if not any(at <= word <= at + SOON for at in oracle.pauses) and not _died_at(word, outages):
            account.breaks("pauses untold", word)


def _doubled(account: Account, learner: Evidence, outages: Sequence[Outage]) -> None:
    """Two sets on one local day; or a copy of a message of which the bot knew that it had arrived."""
    days: dict[date, SetRow] = {}
    for row, send in learner.first_arrivals():
        day = label(learner.zone(send.at), send.at)[0]
        if day in days:
            account.breaks("sets doubled", (day, days[day], row))
        days[day] = row
    standing: dict[int | None, Send] = {}
    for send in learner.of_kind(Kind.ASSERTION):
        before = standing.get(send.target)
        if before is not None and send.by_clock:
            account.copies += 1
            if before.known and not _died_at(before.at, outages):
                account.breaks("sets doubled", (before, send))
        standing[send.target] = send


def _blocked(account: Account, learner: Evidence, outages: Sequence[Outage]) -> None:
    """Once the bot knows of a block, nothing is even tried until the learner is back.

    What a process learnt at the instant of its death died with it.
    """
    for block in (note for note in learner.notes(Note.REACHED) if note.value is False):
        back = next((n.at for n in learner.notes(Note.REACHED) if n.value and n.at > block.at), NEVER)
        tried = [send.at for send in learner.sends if block.at <= send.at < back and not send.arrived]
        noticed = [note.at for note in learner.notes(Note.NOTICED) if block.at <= note.at < back]
        told = [at for at in (*tried, *noticed) if not _died_at(at, outages)]
        known = min(told, default=back)
        for at in (at for at in tried if at > known):
            account.breaks("sets to the blocked", at)


def _paused(account: Account, learner: Evidence, _outages: Sequence[Outage]) -> None:
    opened = {label(learner.zone(note.at), note.at)[0] for note in learner.notes(Note.OPENED)}
    for row, send in learner.first_arrivals():
        last = learner.state(Note.PAUSED, send.at, None)
        if send.by_clock and last is not None and row.day <= last and row.day not in opened:
            account.breaks("sets to the paused", (row, send.at))


def _nudges(account: Account, learner: Evidence, _outages: Sequence[Outage]) -> None:
    active = [note.at for note in learner.notes(Note.ACTIVE)]
    days: Counter[date] = Counter()
    for send in learner.of_kind(Kind.NUDGE):
        account.nudges += 1
        day, minute = label(learner.zone(send.at), send.at)
        days[day] += 1
        if _is_quiet(minute % 1440, learner.state(Note.QUIET, send.at, QUIET)):
            account.breaks("nudges in quiet hours", send.at)
        if any(send.at - PEACE < at < send.at for at in active):
            account.breaks("nudges within 30 minutes", send.at)
        paused = learner.state(Note.PAUSED, send.at, None)
        if not learner.state(Note.NUDGES, send.at, True) or (paused is not None and day <= paused):
            account.breaks("nudges not wanted", send.at)
    asked_for = Counter(label(learner.zone(note.at), note.at)[0] for note in learner.notes(Note.LATER))
    for day, count in days.items():
        if count > 1 + asked_for[day]:
            account.breaks("second nudges of a day", day)


def _is_quiet(minute: int, quiet: tuple[int, int]) -> bool:
    start, end = quiet
    return start <= minute < end if start <= end else minute >= start or minute < end


def _finished(account: Account, learner: Evidence, _outages: Sequence[Outage]) -> None:
    """No nudge once the account of the set was sent, or all of its assertions were answered."""
    finished = learner.finished()
    sizes = {row.id: row.size for row in learner.sets}
    for send in learner.of_kind(Kind.NUDGE):
        mine = (row.answered_at for row in learner.asked.values() if row.delivery_id == send.target)
        answered = sum(at is not None and at < send.at for at in mine)
        if finished.get(send.target or 0, NEVER) < send.at or answered >= sizes.get(send.target or 0, 0):
            account.breaks("nudges for finished sets", send.at)


def _answers(account: Account, learner: Evidence, _outages: Sequence[Outage]) -> None:
    """Every first tap is in the log once, as it was given, and nothing else is."""
    given = Counter[tuple[int, str]]()
    account.out_of_date += len(learner.diary.taps) - len(learner.counted())
    for tap in learner.counted():
        account.answers += 1
        row = learner.asked[tap.asked_id]
        given[row.delivery_id, row.fact_id] += 1
        if (row.answer, row.guess) != (tap.answer, tap.guess) or not learner.logged[row.delivery_id, row.fact_id]:
            account.breaks("answers lost", (tap, row))
    for key, times in (learner.logged - given).items():
        account.broken["answers counted twice"] += times
        account.found.append(f"answers counted twice: {key}")


def _died_at(at: datetime, outages: Sequence[Outage]) -> bool:
    return any(down.start == at for down in outages)
