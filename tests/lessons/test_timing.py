"""Whatever is set, said, answered and whatever dies: a local day has one set at most."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.tutor.days import learner_day, zone_of
from storage.deliveries import Kind
from storage.tables import asked, deliveries
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation, Person, blocked
from tests.support.looking import learner
from tests.tutor.test_days import HARD_ZONES

ZONES = [*HARD_ZONES, "Pacific/Honolulu", "Pacific/Kiritimati", "UTC"]
changes = st.one_of(
    st.integers(0, 1439).map(lambda minute: f"s:time:{minute}"),
    st.sampled_from(ZONES).map(lambda zone: f"s:zone:{zone}"),
    st.tuples(st.integers(0, 6), st.sampled_from("01")).map(lambda day: f"s:day:{day[0]}{day[1]}"),
    st.tuples(st.integers(0, 6), st.sampled_from("01")).map(lambda day: f"s:easy:{day[0]}{day[1]}"),
    st.sampled_from(("s:count:5", "s:count:2", "s:new:0", "s:new:20", "s:quiet:0-0", "s:nudges:0", "p:in:1", "p:in:0")),
)
words = st.sampled_from(("/hoje", "/start", "/revisar", "/pausar 2d", "/pausar", "/retomar", "/prova 04/03/2026", "oi"))
steps = st.one_of(
    st.tuples(st.just("press"), changes),
    st.tuples(st.just("say"), words),
    st.tuples(st.just("answer"), st.just("")),
    st.tuples(st.just("finish"), st.just("")),
    st.tuples(st.sampled_from(("die", "restart", "block", "unblock", "twice")), st.just("")),
)


async def take(chat: Installation, ana: Person, what: str, detail: str) -> None:
    match what:
        case "press":
            await ana.press(detail)
        case "say":
            await ana.say(detail)
        case "answer" | "finish":
            for _ in range(12 if what == "finish" else 1):
                if ana.waiting:
                    await ana.answer(right=what == "answer")
        case _:
            await happen(chat, what)


async def happen(chat: Installation, what: str) -> None:
    match what:
        case "die":
            chat.die()
        case "restart":
            await chat.restart()
        case "block":
            chat.sheet.trouble = blocked
        case "unblock":
            chat.sheet.trouble = lambda what, chat_id: None
        case "twice":
            await chat.tick()


def sets_shown(chat: Installation, person: Person) -> dict[int, date]:
    """The days of the daily sets of which anything was ever shown."""
    shown = select(deliveries.c.id, deliveries.c.day).join(asked, asked.c.delivery_id == deliveries.c.id)
    mine = (deliveries.c.learner_id == person.learner_id, deliveries.c.kind == Kind.SET, asked.c.shown_ref.is_not(None))
    with chat.store.transaction() as tx:
        return {row.id: row.day for row in tx.execute(shown.where(*mine))}


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(st.tuples(st.integers(0, 1500), steps), max_size=20))
async def test_a_local_day_has_one_set_at_most(
    tmp_path_factory: pytest.TempPathFactory, blank_database, taken: list[tuple[int, tuple[str, str]]]
) -> None:
    file = tmp_path_factory.mktemp("days") / "chat.sqlite3"
    file.write_bytes(blank_database.read_bytes())
    chat = Installation(file, bank(), MORNING)
    ana = chat.person()
    await ana.say("/start")
    known = sets_shown(chat, ana)
    for minutes, (what, detail) in taken:
        chat.now += timedelta(minutes=minutes)
        zone = learner(chat, ana).zone
        await chat.tick()
        known = _none_doubled(chat, ana, known, zone)
        await take(chat, ana, what, detail)
        await chat.tick()
        known = _none_doubled(chat, ana, known, learner(chat, ana).zone)
    days = Counter(sets_shown(chat, ana).values())
    assert max(days.values()) == 1
    chat.close()


def _none_doubled(chat: Installation, ana: Person, known: dict[int, date], zone: str) -> dict[int, date]:
    """What was shown since is of today, by the zone it was shown in, and of a day that had none."""
    place = zone_of(zone)
    assert place is not None
    shown = sets_shown(chat, ana)
    fresh = {delivery_id: day for delivery_id, day in shown.items() if delivery_id not in known}
    assert set(fresh.values()) <= {learner_day(chat.now, place)}
    assert not set(fresh.values()) & set(known.values())
    return shown
