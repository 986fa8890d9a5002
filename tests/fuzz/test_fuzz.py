"""Updates nobody should send, by both ways in: no unhandled exception, no corrupt row, memory flat.

FUZZ_UPDATES (2000) and FUZZ_SEED (1) in the environment; `-s` shows the account.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select
from telegram import Update
from telegram.ext import ApplicationBuilder

from bot.app import TelegramDesk
from bot.chat.desk import Desk
from bot.chat.flood import Allowance, Flood
from bot.chat.links import Links
from bot.house import House
from bot.lessons.school import School
from bot.tg.webhook import SECRET_HEADER, Webhook
from storage import learners as learner_rows
from storage.store import Store
from storage.tables import addresses, answers, asked, learners
from tests.conftest import MORNING
from tests.end_to_end.bots import Hands
from tests.fuzz.deaf import Deaf
from tests.fuzz.making import Maker, Mutator
from tests.support.banks import bank
from tests.support.databases import on_sqlite

UPDATES = int(os.environ.get("FUZZ_UPDATES", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
GROWTH = 24 * 2**20
"""Bytes that the second half may add to what is resident: caches that are bounded, and no more."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + UPDATES // 10), on_sqlite]


class Fuzz:
    """A bot of its own, and what came of the updates."""

    def __init__(self, store: Store) -> None:
        self.clock = Hands(MORNING)
        self.dice = Random(SEED)
        self.store = store
        self.seen: Counter[str] = Counter()
        self.failed: list[str] = []
        self._maker, self._mutator = Maker(self.dice), Mutator(self.dice)
        school = School(store, bank(), Random(11))
        builder = ApplicationBuilder().token("1:x").updater(None)
        self.application = application = builder.request(Deaf()).get_updates_request(Deaf()).build()
        house = House(store, school, Desk(school, Links(b"links")))
        self.desk = TelegramDesk(house, application, self.clock, flood=Flood(Allowance(burst=10**9)))

    def updates(self) -> Any:
        """So many, of which half are bent."""
        for number in range(1, UPDATES + 1):
            update = (self._press(number) if self.dice.random() < 0.15 else None) or self._maker.update(number)
            yield self._mutator.bent(update) if self.dice.random() < 0.5 else update

    def _press(self, number: int) -> Any:
        """An answer to an assertion that waits, by whom it was put to."""
        with self.store.transaction() as tx:
            query = select(asked.c.id, addresses.c.user_id).join(
                addresses, addresses.c.learner_id == asked.c.learner_id
            )
            waiting = tx.execute(query.where(asked.c.answered_at.is_(None))).all()
        if not waiting:
            return None
        asked_id, user_id = self.dice.choice(waiting)
        person = {"id": user_id, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}
        chat = {"id": user_id, "type": "private", "first_name": "Ana"}
        under = {"message_id": number, "date": 1_772_451_000, "chat": chat, "text": "…"}
        data = f"a:{asked_id}:{self.dice.choice('cebCE')}"
        press = {"id": str(number), "from": person, "chat_instance": "1", "data": data, "message": under}
        return {"update_id": number, "callback_query": press}

    async def pass_time(self, number: int) -> None:
        """A few seconds after each, a tick now and then, a day at times."""
        self.clock.forward(seconds=self.dice.randrange(5))
        if number % 50 == 0:
            self.clock.forward(hours=self.dice.choice((0, 0, 1, 7, 24)))
            await self.desk.tick()

    def check_rows(self) -> None:
        """The file is whole, every row can be read, no answer is counted twice."""
        with self.store.transaction() as tx:
            assert tx.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert tx.exec_driver_sql("PRAGMA foreign_key_check").first() is None
            for learner_id in tx.execute(select(learners.c.id)).scalars().all():
                assert learner_rows.get(tx, learner_id) is not None
            given = (answers.c.kind == "answer") & answers.c.source.in_(("set", "review", "minute"))
            logged = tx.execute(select(func.count()).select_from(answers).where(given)).scalar_one()
            taken = select(func.count()).select_from(asked).where(asked.c.answered_at.is_not(None))
            assert logged == tx.execute(taken).scalar_one()
            self.seen["learners"] = tx.execute(select(func.count()).select_from(learners)).scalar_one()
            self.seen["answers"] = logged


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of thousands of lines would be kept."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    yield
    structlog.reset_defaults()


@pytest.fixture
async def fuzz(store: Store) -> AsyncIterator[Fuzz]:
    """The bot, begun."""
    running = Fuzz(store)
    await running.application.initialize()
    await running.desk.begin(ticking=False)
    yield running
    await running.desk.end()
    await running.application.shutdown()


async def test_the_webhook_takes_anything_and_fails_at_nothing(fuzz: Fuzz, capsys: pytest.CaptureFixture[str]) -> None:
    hook = Webhook(fuzz.application.bot, fuzz.desk.intake, "s3cret")
    sizes = []
    headers = {SECRET_HEADER: "s3cret"}
    async with TestServer(hook.app()) as server, aiohttp.ClientSession() as client:
        for number, update in enumerate(fuzz.updates(), start=1):
            body = json.dumps(update).encode()
            async with client.post(server.make_url("/telegram"), data=body, headers=headers) as answer:
                fuzz.seen[str(answer.status)] += 1
            if answer.status not in (200, 400):
                fuzz.failed.append(f"{answer.status}: {body[:500]!r}")
            await fuzz.pass_time(number)
            if number % 200 == 0:
                sizes.append(resident())
        await fuzz.desk.intake.quiet()
    tell(capsys, "webhook", fuzz, sizes)


async def test_polling_takes_anything_and_fails_at_nothing(fuzz: Fuzz, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = []
    for number, raw in enumerate(fuzz.updates(), start=1):
        try:
            update = Update.de_json(raw, fuzz.application.bot)
        except Exception:
            fuzz.seen["no update"] += 1
            continue
        if not isinstance(update.update_id, int):
            continue
        task, ticket = fuzz.desk.intake.take(update)
        await task
        fuzz.seen["taken"] += 1
        if ticket.error is not None:
            fuzz.failed.append(f"{ticket.error!r}: {json.dumps(raw)[:500]}")
        await fuzz.pass_time(number)
        if number % 200 == 0:
            sizes.append(resident())
    tell(capsys, "polling", fuzz, sizes)


def tell(capsys: pytest.CaptureFixture[str], way: str, fuzz: Fuzz, sizes: list[int]) -> None:
    """Show the account, and fail where there is reason to."""
    fuzz.check_rows()
    half = sizes[len(sizes) // 2 :]
    with capsys.disabled():
        told = ", ".join(f"{name} {value:,}" for name, value in sorted(fuzz.seen.items()))
        print(f"\n{way}, {UPDATES:,} updates, seed {SEED}: {told}; failed {len(fuzz.failed)}; resident", end=" ")
        print(f"{sizes[0] / 2**20:.0f} MiB at first, {half[0] / 2**20:.0f} half way, {half[-1] / 2**20:.0f} at the end")
    assert fuzz.failed[:5] == []
    assert half[-1] - half[0] < GROWTH
    assert fuzz.seen["learners"] > 10
    assert fuzz.seen["answers"] > 0


def resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
