"""A learner of the trial: sees the chat as it stands, presses buttons that are there, writes what people write."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, time, timedelta
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.chat.actions import Action, AnswerAction, MenuAction, NudgeAction, SetAction
from bot.lessons.outcomes import Who
from bot.trials.year_diary import Diary, Note, Tap
from bot.trials.year_machine import Update
from bot.trials.year_telegram import NAME, Kind, Message, StandIn
from bot.tutor.grading import Answer

Life = Generator[datetime | Update, None, None]
"""Yields an instant to sleep until, or an update that Telegram is to bring now."""
Deed = Generator[datetime | Update, None, bool]
"""A part of a life that tells whether it came off."""

_ANSWERS = (
    (Answer.CERTO, False),
    (Answer.ERRADO, False),
    (Answer.BLANK, False),
    (Answer.CERTO, True),
    (Answer.ERRADO, True),
)
_WEIGHTS = (40, 40, 6, 7, 7)
_HALF_HOUR = 30
HOME = "America/Sao_Paulo"


class Moment(Protocol):
    """The present instant of the trial."""

    now: datetime


class Person:
    """One learner with a place on earth, a phone and a diary."""

    def __init__(self, number: int, place: str, telegram: StandIn, moment: Moment, dice: Random) -> None:
        self.id = number
        self.place = place
        self.dice = dice
        self.diary = Diary()
        self.who = Who(NAME, number, number, "en" if number % 7 == 0 else "pt-br")
        self._telegram = telegram
        self._moment = moment
        self._tapped: set[int] = set()
        self.weekdays = frozenset(range(7))
        self.zone_set = HOME
        self.acted_at = moment.now

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self._moment.now

    @property
    def zone(self) -> ZoneInfo:
        """Where the person is."""
        return ZoneInfo(self.place)

    def at(self, hour: int, minute: int = 0, *, days: int = 0) -> datetime:
        """The next instant at which the person's clock shows that time, so many days on; never on the full minute."""
        local = self.now.astimezone(self.zone)
        wall = datetime.combine(local.date() + timedelta(days=days), time(hour, minute), self.zone)
        instant = wall.astimezone(self.now.tzinfo)
        if instant <= self.now:
            wall = datetime.combine(local.date() + timedelta(days=days + 1), time(hour, minute), self.zone)
            instant = wall.astimezone(self.now.tzinfo)
        return instant + self._blink()

    def later(self, seconds: float) -> datetime:
        """So many seconds on."""
        return self.now + timedelta(seconds=seconds) + timedelta(milliseconds=self.dice.randrange(1, 999))

    def say(self, text: str) -> Deed:
        """Write something; true where an assertion or the account of a set came back."""
        before = len(self._telegram.sends)
        yield Update(self.who, text=text)
        self.diary.write(self.acted_at, Note.ACTIVE)
        came = (send.kind for send in self._telegram.sends[before:] if send.chat_id == self.id)
        return any(kind in (Kind.ASSERTION, Kind.SUMMARY) for kind in came)

    def open_set(self, command: str = "/hoje") -> Deed:
        """Ask for the set of today."""
        came = yield from self.say(command)
        if came:
            self.diary.write(self.acted_at, Note.OPENED)
        return came

    def press(self, wanted: Action) -> Deed:
        """Press a button that stands in one of the last messages; false where there is none."""
        for message in self._telegram.newest_first(self.id):
            for action, data in message.actions():
                if action == wanted:
                    yield from self._press(message, data)
                    return True
        return False

    def press_any(self, kind: type[Action]) -> Deed:
        """Press one of the buttons of a kind under the newest message that has any."""
        for message in self._telegram.newest_first(self.id, 8):
            datas = [data for action, data in message.actions() if isinstance(action, kind)]
            if datas:
                yield from self._press(message, self.dice.choice(datas))
                return True
        return False

    def answer(self, most: int = 200) -> Deed:
        """Answer what is open, one after the other; true where anything was."""
        count = 0
        while count < most and self._open() is not None:
            yield self.later(self.dice.uniform(4, 40))
            message = self._open()
            if message is None:
                break
            yield from self._tap(message)
            count += 1
        return count > 0

    def set(self, page: str, name: str, value: str, note: Note | None = None, noted: object = None) -> Deed:
        """Change a setting by the buttons of /config."""
        yield from self.say("/config")
        yield self.later(3)
        if not (yield from self.press(MenuAction(page))):
            return False
        yield self.later(3)
        if not (yield from self.press(SetAction(name, value))):
            return False
        if note is not None:
            self.diary.write(self.acted_at, note, noted)
        return True

    def set_time(self, minute: int) -> Deed:
        """Change the time of delivery: the hours offered, and half an hour later as often as it takes."""
        start = (
            minute
            if minute % 60 == 0 and minute >= 300
            else next(
                before
                for before in range(minute - _HALF_HOUR, minute - 1440, -_HALF_HOUR)
                if _is_offered(before % 1440)
            )
            % 1440
        )
        came_off = yield from self.set("time", "time", str(start), Note.TIME, start)
        while came_off and start != minute:
            start = (start + _HALF_HOUR) % 1440
            yield self.later(2)
            came_off = yield from self.press(SetAction("time", str(start)))
            if came_off:
                self.diary.write(self.acted_at, Note.TIME, start)
        return came_off

    def switch_day(self, day: int) -> Deed:
        """Switch a weekday on or off."""
        on = day not in self.weekdays
        after = self.weekdays | {day} if on else self.weekdays - {day}
        came_off = yield from self.set("days", "day", f"{day}{int(on)}", Note.DAYS, after)
        if came_off:
            self.weekdays = after
        return came_off

    def move(self, zone: str, search: str | None = None) -> Deed:
        """Travel: the person's place changes, and then the setting, by Brazil's list or by a search."""
        self.place = zone
        if search is None:
            came_off = yield from self.set("zone", "zone", zone, Note.ZONE, zone)
        else:
            came_off = yield from self._search_zone(zone, search)
        if came_off:
            self.zone_set = zone
        return came_off

    def _search_zone(self, zone: str, search: str) -> Deed:
        yield from self.say("/config")
        yield self.later(3)
        if not (yield from self.press(MenuAction("zone"))):
            return False
        yield self.later(3)
        if not (yield from self.press(MenuAction("city"))):
            return False
        yield self.later(8)
        yield from self.say(search)
        yield self.later(3)
        came_off = yield from self.press(SetAction("zone", zone))
        if came_off:
            self.diary.write(self.acted_at, Note.ZONE, zone)
        return came_off

    def block(self, *, notice: bool) -> Deed:
        """Block the bot; Telegram may or may not tell it."""
        self._telegram.blocked.add(self.id)
        self.diary.write(self.now, Note.REACHED, False)
        if notice:
            yield Update(self.who)
            self.diary.write(self.acted_at, Note.NOTICED)
        return True

    def unblock(self, text: str) -> Deed:
        """Come back with a message."""
        self._telegram.blocked.discard(self.id)
        came = yield from self.say(text)
        if came:
            self.diary.write(self.acted_at, Note.OPENED)
        self.diary.write(self.acted_at, Note.REACHED, True)
        return came

    def press_nudge(self, what: str) -> Deed:
        """Press a button of the newest nudge."""
        for message in self._telegram.newest_first(self.id, 4):
            for action, data in message.actions():
                if isinstance(action, NudgeAction) and action.what == what:
                    yield from self._press(message, data)
                    return True
        return False

    def _tap(self, message: Message) -> Deed:
        asked_id = next(action.asked_id for action, _ in message.actions() if isinstance(action, AnswerAction))
        answer, guess = self.dice.choices(_ANSWERS, _WEIGHTS)[0]
        wanted = AnswerAction(asked_id, answer, guess)
        data = next(data for action, data in message.actions() if action == wanted)
        for _ in range(2 if self.dice.random() < 0.02 else 1):  # an impatient thumb
            yield from self._press(message, data)
            if asked_id not in self._tapped:
                self._tapped.add(asked_id)
                self.diary.taps.append(Tap(self.acted_at, asked_id, answer, guess))
        return True

    def _press(self, message: Message, data: str) -> Deed:
        yield Update(self.who, data=data, ref=f"{NAME}:{message.id}")
        self.diary.write(self.acted_at, Note.ACTIVE)
        return True

    def _open(self) -> Message | None:
        """The newest of the last messages with an assertion the person has not answered."""
        for message in self._telegram.newest_first(self.id, 6):
            asked_ids = [action.asked_id for action, _ in message.actions() if isinstance(action, AnswerAction)]
            if asked_ids and asked_ids[0] not in self._tapped:
                return message
        return None

    def _blink(self) -> timedelta:
        return timedelta(seconds=self.dice.randrange(3, 57), milliseconds=self.dice.randrange(1, 999))


def _is_offered(minute: int) -> bool:
    return minute % 60 == 0 and minute >= 300
