"""A large group: five hundred members, all voting within seconds; no vote is lost, the table is exact."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.tg.pacing import Limits
from storage.store import Store
from tests.botapi import BotApi
from tests.botapi import Limits as TelegramLimits
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.groups import asks, key, other, polls, texts
from tests.support.banks import bank

MEMBERS = 500
WITHIN = 5.0
"""Seconds in which all of them vote."""

ON_TIME = 3.0
"""Seconds after the last vote by which the next poll must stand: a tick, the group's own pace, and the votes' rest.

Run it with nothing beside it, as `.ci/run` does.
"""


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    """What a query answers."""
    with store.transaction() as tx:
        return [tuple(row) for row in tx.exec_driver_sql(query)]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("size", [20])
async def test_five_hundred_members_vote_and_none_is_lost(
    api: BotApi, tmp_path: Path, clock: Hands, size: int, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = Bot(api, tmp_path, bank(24), clock)
    await bot.start()
    people = [api.person(f"P{n:03d}") for n in range(MEMBERS)]
    group = api.group("Turma", people)
    await asks(bot, people[0], group, f"/quiz {size}")
    lags = []
    number = 0
    while len(polls(group)) > number:
        number += 1
        poll = polls(group)[-1]
        clock.forward(seconds=2)
        began = time.perf_counter()
        for n, person in enumerate(people):
            await asyncio.sleep(max(0.0, began + WITHIN * n / MEMBERS - time.perf_counter()))
            await person.votes(poll, key(poll) if n >= number else other(key(poll)))
        voted = time.perf_counter()
        assert voted - began < WITHIN + 1
        await api.until(lambda: not api.updates.unanswered, timeout=60)
        await bot.settled()
        clock.forward(seconds=31 if number == 1 else 1)
        await bot.tick()
        await bot.settled()
        lags.append(time.perf_counter() - voted)
    with capsys.disabled():
        print(
            f"\n{MEMBERS} votes in {WITHIN} s; what came next stood {min(lags):.2f} to {max(lags):.2f} s after the last"
        )
    assert max(lags) <= ON_TIME
    assert number == size
    assert rows(bot.store, "SELECT count(*) FROM votes") == [(MEMBERS * number,)]
    expected = Counter(sum(1 if n >= k else -1 for k in range(1, number + 1)) for n in range(MEMBERS))
    nets = rows(
        bot.store,
        "SELECT net, count(*) FROM (SELECT sum(points) AS net FROM votes GROUP BY participant_id) GROUP BY net",
    )
    assert dict(nets) == dict(expected)
    table = texts(group)[-1]
    assert f"🥇 P{number:03d}  +{number}" in table
    assert "… e mais 470" in table
    assert len(table) <= 4096
    await bot.close()


@pytest.mark.slow
async def test_a_round_keeps_the_pace_of_a_group_however_fast_its_members_are(
    api: BotApi, tmp_path: Path, clock: Hands
) -> None:
    bot = Bot(api, tmp_path, bank(), clock, limits=Limits())
    await bot.start()
    people = [api.person(f"P{n}") for n in range(2)]
    group = api.group("Turma", people)
    api.limits = TelegramLimits(burst=1)
    await asks(bot, people[0], group, "/quiz 4")
    for number in range(4):
        for person in people:
            await person.votes(polls(group)[-1], key(polls(group)[-1]))
        await bot.settled()
        clock.forward(seconds=1 if number else 31)
        await bot.tick()
        await bot.settled()
    assert len(polls(group)) == 4
    assert "+4" in texts(group)[-1]
    assert api.pace.violations == []
    assert not any(call.error for call in api.calls)
    await bot.close()
