"""How the learners of the trial live with the bot: a year of each is a generator of acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.actions import ExamAction, GoAction, MenuAction, MoreAction, SetAction, WhyAction
from bot.trials.year_diary import FOREVER, Note
from bot.trials.year_people import HOME, Deed, Life, Person
from bot.tutor.exam import Result

PLACES = {
    "America/New_York": "Nova York",
    "America/Los_Angeles": "Los Angeles",
    "America/St_Johns": "St. John's",
    "America/Santiago": "Santiago",  # the gap is at midnight
    "America/Havana": "Havana",  # likewise
    "Africa/Cairo": "Cairo",  # likewise
    "Europe/Lisbon": "Lisboa",
    "Europe/Berlin": "Berlim",
    "Africa/Casablanca": "Casablanca",  # back by an hour for Ramadan
    "Australia/Lord_Howe": "Lord Howe",  # by half an hour
    "Pacific/Auckland": "Auckland",
    "Pacific/Chatham": "Chatham",  # 12:45 and 13:45 ahead of UTC
}
"""Twelve zones whose clocks change, and what one types to find them."""
ISLANDS = (("Pacific/Honolulu", "Honolulu"), ("Pacific/Kiritimati", "Kiritimati"), ("Pacific/Apia", "Apia"))
"""Beyond the date line, and on this side of it."""

Temper = Callable[[Person], Life]


def diligent(me: Person) -> Life:
    """One sitting a day, at an hour of one's own, sometimes more than the set."""
    yield from _join(me)
    hour = me.dice.randrange(7, 22)
    while True:
        yield me.at(hour, me.dice.randrange(0, 60))
        answered = yield from me.answer()
        if answered and me.dice.random() < 0.1:
            yield from me.press_any(WhyAction)
        if answered and me.dice.random() < 0.1 and (yield from me.press_any(MoreAction)):
            yield from me.answer()
        if me.dice.random() < 0.05:
            yield from me.open_set("/hoje")
            yield from me.answer()


def in_two_sittings(me: Person) -> Life:
    """Half of it early, the rest at night, sometimes long after midnight."""
    yield from _join(me)
    while True:
        yield me.at(me.dice.randrange(7, 13), me.dice.randrange(0, 60))
        yield from me.answer(most=me.dice.randrange(1, 5))
        yield me.later(3600 * me.dice.uniform(5, 16))
        yield from me.answer()
        if me.dice.random() < 0.1:
            yield from me.say("/revisar")
            yield from me.answer()


def reminded(me: Person) -> Life:
    """Waits for the nudge, and uses all of its buttons."""
    yield from _join(me)
    hour = me.dice.randrange(11, 20)
    while True:
        yield me.at(hour, me.dice.randrange(0, 60))
        roll = me.dice.random()
        if roll < 0.35:
            yield from me.press_nudge("now")
            yield from me.answer()
        elif roll < 0.6:
            if (yield from me.press_nudge("later")):
                me.diary.write(me.acted_at, Note.LATER)
            yield me.later(3600 * me.dice.uniform(0.5, 3))
            yield from me.answer()
        elif roll < 0.75:
            yield from me.press_nudge("not_today")
        elif roll < 0.77:
            if (yield from me.press_nudge("stop")):
                me.diary.write(me.acted_at, Note.NUDGES, False)
        else:
            yield from me.answer()
        if roll > 0.98:
            yield from me.set("nudges", "nudges", "1", Note.NUDGES, True)


def irregular(me: Person) -> Life:
    """Comes on some days, at any hour, and finishes some sets."""
    yield from _join(me)
    while True:
        yield me.at(me.dice.randrange(0, 24), me.dice.randrange(0, 60))
        if me.dice.random() < 0.5:
            yield from me.answer(most=me.dice.choice((2, 5, 200)))


def forgetful(me: Person) -> Life:
    """Stops for months, is left in peace, and comes back at last."""
    yield from _join(me)
    while True:
        for _ in range(me.dice.randrange(4, 25)):
            yield me.at(me.dice.randrange(9, 23), me.dice.randrange(0, 60))
            yield from me.answer()
        yield me.later(86_400 * me.dice.uniform(5, 90))
        way = me.dice.random()
        if way < 0.4:
            yield from _resume(me, "/retomar")
        elif way < 0.6:
            yield from me.open_set()
            yield from me.answer()
            yield from _resume(me, "/retomar")
        elif way < 0.8 and (yield from me.press(GoAction("retomar"))):
            me.diary.write(me.acted_at, Note.PAUSED, None)
        yield from me.answer()


def blocking(me: Person) -> Life:
    """Blocks the bot for a while, sometimes unheard, and comes back by a word."""
    yield from _join(me)
    while True:
        for _ in range(me.dice.randrange(3, 30)):
            yield me.at(me.dice.randrange(6, 23), me.dice.randrange(0, 60))
            yield from me.answer(most=me.dice.choice((3, 200)))
        yield me.later(3600 * me.dice.uniform(0, 24))
        yield from me.block(notice=me.dice.random() < 0.5)
        yield me.later(86_400 * me.dice.choice((0.1, 0.3, 1, 3, 10, 40)) * me.dice.uniform(0.5, 1.5))
        yield from me.unblock(me.dice.choice(("/start", "/hoje", "oi", "/ajuda")))
        yield from me.answer()


def pausing(me: Person) -> Life:
    """Takes holidays of every kind."""
    yield from _join(me)
    while True:
        for _ in range(me.dice.randrange(3, 20)):
            yield me.at(me.dice.randrange(6, 23), me.dice.randrange(0, 60))
            yield from me.answer(most=me.dice.choice((0, 3, 200, 200)))
        length = me.dice.randrange(1, 20)
        last = _day(me, me.now) + timedelta(days=length - 1)
        text = me.dice.choice((f"/pausar {length}d", f"/pausar até {last:%d/%m}", "/pausar indefinido"))
        yield from me.say(text)
        if text.endswith("d"):
            last = _day(me, me.acted_at) + timedelta(
                days=length - 1
            )  # the bot counts from the day on which it hears of it
        me.diary.write(me.acted_at, Note.PAUSED, FOREVER if text.endswith("indefinido") else last)
        if me.dice.random() < 0.3:
            yield me.later(3600 * me.dice.uniform(1, 60))
            yield from me.answer()  # an answer ends no holiday
        yield me.later(86_400 * me.dice.uniform(0.2, 25))
        if text.endswith("indefinido") or me.dice.random() < 0.3:
            yield from _resume(me, "/retomar")


def travelling(me: Person) -> Life:
    """Flies over the date line and back, among other places."""
    yield from _join(me)
    while True:
        for _ in range(me.dice.randrange(1, 12)):
            yield me.at(me.dice.randrange(6, 23), me.dice.randrange(0, 60))
            yield from me.answer()
        yield me.later(3600 * me.dice.uniform(0, 30))
        if me.dice.random() < 0.15:
            yield from me.move(HOME)
        else:
            goals = (*ISLANDS, *PLACES.items()) if me.dice.random() < 0.5 else ISLANDS
            yield from me.move(*me.dice.choice(goals))


def tinkering(me: Person) -> Life:
    """Changes every setting there is, at any hour."""
    yield from _join(me)
    while True:
        for _ in range(me.dice.randrange(1, 6)):
            yield me.at(me.dice.randrange(0, 24), me.dice.randrange(0, 60))
            yield from me.answer(most=me.dice.choice((4, 200)))
        yield me.later(3600 * me.dice.uniform(0, 20))
        yield from me.dice.choice(_CHANGES)(me)


def sitting_exams(me: Person) -> Life:
    """Has an exam, takes the number proposed, tells how it went, and has another."""
    yield from _join(me)
    while True:
        day = _day(me, me.now) + timedelta(days=me.dice.randrange(5, 80))
        yield from me.say(f"/prova {day:%d/%m/%Y}")
        if me.dice.random() < 0.3:
            yield from me.press(ExamAction("in", "1"))
        if me.dice.random() < 0.5:
            yield from me.press_any(ExamAction)
        for _ in range(me.dice.randrange(20, 90)):
            yield me.at(me.dice.randrange(8, 21), me.dice.randrange(0, 60))
            yield from me.answer()
            yield from me.press(ExamAction("how", me.dice.choice((Result.PASSED, Result.MISSED, Result.WAITING))))


TEMPERS: tuple[Temper, ...] = (
    diligent, in_two_sittings, reminded, irregular, forgetful, blocking, pausing, travelling, tinkering, sitting_exams,
)  # fmt: skip


def _join(me: Person) -> Life:
    """/start, the first set, and then the settings: a zone, a time, how many."""
    came = yield from me.say("/start")
    if came:
        me.diary.write(me.acted_at, Note.OPENED)
    me.diary.write(me.acted_at, Note.JOINED)
    yield from me.answer(most=me.dice.choice((1, 3, 200)))
    home = me.place
    if home != HOME:
        yield me.later(60)
        yield from me.move(home, PLACES[home])
    if me.dice.random() < 0.7:
        yield me.later(20)
        yield from me.set_time(30 * me.dice.randrange(0, 48))
    yield me.later(20)
    yield from me.set("count", "count", str(me.dice.choice((5, 5, 5, 10))))


def _resume(me: Person, text: str) -> Life:
    yield from me.say(text)
    me.diary.write(me.acted_at, Note.PAUSED, None)


def _time(me: Person) -> Deed:
    return (yield from me.set_time(30 * me.dice.randrange(0, 48)))


def _weekday(me: Person) -> Deed:
    return (yield from me.switch_day(me.dice.randrange(7)))


def _easy(me: Person) -> Deed:
    return (yield from me.set("days", "easy", f"{me.dice.randrange(7)}1"))


def _count(me: Person) -> Deed:
    return (yield from me.set("count", "count", str(me.dice.choice((5, 10)))))


def _new(me: Person) -> Deed:
    return (yield from me.set("new", "new", str(me.dice.choice((2, 5, 10)))))


def _language(me: Person) -> Deed:
    return (yield from me.set("lang", "lang", me.dice.choice(("pt_BR", "en"))))


def _quiet(me: Person) -> Deed:
    start, end = me.dice.choice(((1320, 420), (1260, 420), (1380, 480), (1320, 540), (0, 0)))
    return (yield from me.set("quiet", "quiet", f"{start}-{end}", Note.QUIET, (start, end)))


def _place(me: Person) -> Deed:
    return (yield from me.move(*me.dice.choice(tuple(PLACES.items()))))


def _topic(me: Person) -> Deed:
    yield from me.say("/config")
    yield from me.press(MenuAction("topics"))
    return (yield from me.press_any(SetAction))


_CHANGES = (_time, _time, _weekday, _easy, _count, _new, _language, _quiet, _place, _topic)


def _day(me: Person, at: datetime) -> date:
    """The learner's day at an instant, by the zone the bot knows: it turns at four."""
    return (at.astimezone(ZoneInfo(me.zone_set)) - timedelta(hours=4)).date()
