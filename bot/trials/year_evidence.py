"""What a year left behind for one learner: the diary, the sends to their chat, the rows of the database."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from bot.trials.year_diary import Diary, Entry, Note, Tap
from bot.trials.year_people import Person
from bot.trials.year_telegram import NAME, Kind, Send
from storage.deliveries import Kind as SetKind
from storage.store import Store
from storage.tables import addresses, answers, asked, deliveries


class SetRow(NamedTuple):
    """A daily set as the database has it."""

    id: int
    day: date
    state: str


class AskedRow(NamedTuple):
    """An assertion as the database has it."""

    id: int
    delivery_id: int
    fact_id: str
    handed_at: datetime
    answered_at: datetime | None
    answer: str | None
    guess: bool | None


@dataclass(slots=True)
class Evidence:
    """Everything about one learner."""

    diary: Diary
    sends: list[Send]
    sets: list[SetRow]
    asked: dict[int, AskedRow]
    logged: Counter[tuple[int, str]]
    """How often the answer log has each fact of each set or review."""
    _notes: dict[Note, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entry in self.diary.entries:
            self._notes[entry.note].append(entry)

    def notes(self, note: Note) -> Sequence[Entry]:
        """The notes of one kind, in order."""
        return self._notes[note]

    def state(self, note: Note, at: datetime, default: Any) -> Any:
        """What the last note of a kind says at an instant."""
        found = self._notes[note]
        index = bisect_right([entry.at for entry in found], at)
        return found[index - 1].value if index else default

    def zone(self, at: datetime) -> str:
        """The zone set at an instant."""
        return str(self.state(Note.ZONE, at, "America/Sao_Paulo"))

    def of_kind(self, kind: Kind) -> list[Send]:
        """The messages of one kind that arrived."""
        return [send for send in self.sends if send.kind is kind and send.arrived]

    def arrivals(self, delivery_id: int) -> list[Send]:
        """The assertions of one set or review that arrived."""
        return [send for send in self.of_kind(Kind.ASSERTION) if self._delivery_of(send) == delivery_id]

    def first_arrivals(self) -> Iterator[tuple[SetRow, Send]]:
        """Each daily set of which anything arrived, with what arrived first."""
        first: dict[int, Send] = {}
        for send in self.of_kind(Kind.ASSERTION):
            first.setdefault(self._delivery_of(send) or 0, send)
        return ((row, first[row.id]) for row in self.sets if row.id in first)

    def counted(self) -> list[Tap]:
        """The first taps but those on assertions that had been asked again by then."""
        return [tap for tap in self.diary.taps if not self.is_void(tap)]

    def is_void(self, tap: Tap) -> bool:
        """Whether the fact had been put anew when an older message was tapped: that one no longer counts."""
        row = self.asked[tap.asked_id]
        if row.answered_at is not None:
            return False
        return any(
            later.fact_id == row.fact_id and later.id > row.id and later.handed_at <= tap.at
            for later in self.asked.values()
        )

    def _delivery_of(self, send: Send) -> int | None:
        row = self.asked.get(send.target or 0)
        return row.delivery_id if row else None


def gather(store: Store, people: Sequence[Person], sends: Sequence[Send]) -> list[Evidence]:
    """The evidence on every learner, read at the end of the trial."""
    by_chat: dict[int, list[Send]] = defaultdict(list)
    for send in sends:
        by_chat[send.chat_id].append(send)
    with store.transaction() as tx:
        joined = select(addresses.c.user_id, addresses.c.learner_id).where(addresses.c.face == NAME)
        learner_of = {row.user_id: row.learner_id for row in tx.execute(joined)}
        return [
            Evidence(person.diary, by_chat[person.id], *_rows(tx, learner_of[person.id]))
            for person in people
            if person.id in learner_of
        ]


def _rows(tx: Any, learner_id: int) -> tuple[list[SetRow], dict[int, AskedRow], Counter[tuple[int, str]]]:
    sets = select(deliveries.c.id, deliveries.c.day, deliveries.c.state)
    sets = sets.where(deliveries.c.learner_id == learner_id, deliveries.c.kind == SetKind.SET)
    columns = [asked.c[name] for name in AskedRow._fields]
    put = select(*columns).where(asked.c.learner_id == learner_id)
    log = select(answers.c.source_id, answers.c.fact_id).where(answers.c.learner_id == learner_id)
    return (
        [SetRow(*row) for row in tx.execute(sets.order_by(deliveries.c.id))],
        {row.id: AskedRow(*row) for row in tx.execute(put)},
        Counter((row.source_id, row.fact_id) for row in tx.execute(log)),
    )
