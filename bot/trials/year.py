"""A year in minutes: real ticks, lessons, desk, poster and storage, a stand-in Telegram, a simulated clock.

The clock goes from event to event: the next instant at which the bot has anything due, and the learners' own
acts. At random steps the process dies and starts again on what the disk had.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.trials.year_bank import bank_for_trials
from bot.trials.year_diary import Outage
from bot.trials.year_machine import Machine, Update
from bot.trials.year_people import HOME, Life, Person
from bot.trials.year_skips import Skips
from bot.trials.year_telegram import StandIn
from bot.trials.year_tempers import PLACES, TEMPERS

START = datetime(2027, 1, 4, 12, tzinfo=UTC)
_TICK = timedelta(seconds=1)
_BLINK = timedelta(milliseconds=1)
_JOINING = timedelta(days=3)
_STEPS = 14


@dataclass(frozen=True, slots=True)
class Plan:
    """How many learners, how many days, which seed, how many deaths of the process."""

    learners: int
    days: int
    seed: int
    crashes: int


@dataclass(slots=True)
class Trial:
    """A year under way, and what it leaves behind: the people with their diaries, the chats, the file."""

    plan: Plan
    folder: Path
    now: datetime = START
    by_clock: bool = False
    outages: list[Outage] = field(default_factory=list)
    ticks: int = 0
    people: list[Person] = field(init=False)
    telegram: StandIn = field(init=False)
    machine: Machine = field(init=False)
    skips: Skips = field(init=False)
    _dice: Random = field(init=False)
    _queue: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _deaths: list[datetime] = field(default_factory=list)
    _ticked_at: datetime | None = None

    def __post_init__(self) -> None:
        self._dice = Random(self.plan.seed)
        self.telegram = StandIn(self, Random(self._dice.random()))
        bank = bank_for_trials()
        self.machine = Machine(self.folder, bank, self.telegram, Random(self._dice.random()))
        self.skips = Skips(bank)
        self.people = [self._person(number) for number in range(1, self.plan.learners + 1)]
        span = self.end - START
        self._deaths = sorted(START + span * self._dice.random() for _ in range(self.plan.crashes))

    @property
    def end(self) -> datetime:
        """When the trial is over."""
        return START + timedelta(days=self.plan.days)

    def step(self) -> None:
        """One step of the bot's process. Raises Crash."""
        self.machine.step()

    async def run(self, on_day: Callable[[int], None] = lambda _: None) -> None:
        """Live through it; `on_day` hears how many days have gone by."""
        for number, person in enumerate(self.people):
            life = TEMPERS[number % len(TEMPERS)](person)
            heapq.heappush(self._queue, (START + _JOINING * self._dice.random(), person.id, life))
        day = 0
        while (due := self._due()) < self.end or self._queue[0][0] < self.end:
            act = self._queue[0][0]
            self.now = max(self.now, min(due, act))
            self._light()
            await (self._tick() if due <= act else self._live_on())
            passed = (self.now - START).days
            if passed > day:
                day = passed
                on_day(day)
        self.now = self.end

    def _person(self, number: int) -> Person:
        places = (*PLACES, HOME, HOME)
        place = places[(number * 5 + number // len(places)) % len(places)]
        return Person(number, place, self.telegram, self, Random(self._dice.random()))

    def _due(self) -> datetime:
        """When to tick next, the end where nothing is due; the bot ticks no more often than once a second."""
        due = self.machine.next_due() or self.end
        return due if self._ticked_at is None else max(due, self._ticked_at + _TICK)

    async def _tick(self) -> None:
        self.by_clock = True
        self._ticked_at = self.now
        self.ticks += 1
        survived = await self.machine.tick(self.now)
        self.by_clock = False
        if not survived:
            await self._restart()
        self.skips.look(self.machine.store)

    async def _live_on(self) -> None:
        """Go on with one life until it sleeps."""
        _, number, life = heapq.heappop(self._queue)
        if self.now == self._ticked_at:
            self.now += _BLINK  # so that the order of events can be told from their instants
        for step in life:
            if isinstance(step, datetime):
                heapq.heappush(self._queue, (step, number, life))
                return
            await self._bring(number, step)

    async def _bring(self, number: int, update: Update) -> None:
        person = self.people[number - 1]
        person.acted_at = self.now
        while not await self.machine.take(update, self.now):
            await self._restart()
            person.acted_at = self.now
        if self.machine.is_dead:
            await self._restart()

    async def _restart(self) -> None:
        """Down for a while, then a new process, which may die as well."""
        died = self.now
        self.now += self._down_time()
        self.outages.append(Outage(died, self.now))
        self.machine.reboot()
        self.by_clock = True
        began = await self.machine.begin(self.now)
        self.by_clock = False
        if not began:
            await self._restart()

    def _down_time(self) -> timedelta:
        kind = self._dice.random()
        if kind < 0.6:
            return timedelta(seconds=self._dice.uniform(1, 30))
        if kind < 0.92:
            return timedelta(minutes=self._dice.uniform(2, 180))
        return timedelta(hours=self._dice.uniform(6, 50))

    def _light(self) -> None:
        """At its time a death comes within the next few steps."""
        if self._deaths and self.now >= self._deaths[0]:
            self._deaths.pop(0)
            self.machine.light(self._dice.randrange(1, _STEPS))
