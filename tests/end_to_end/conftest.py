"""A strict Bot API, a clock in the test's hand, and the bot by polling or by webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.botapi import BotApi, Group, Person
from tests.conftest import MORNING
from tests.end_to_end.bots import Bot, Hands
from tests.support.banks import bank


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """Telegram's stand-in."""
    async with BotApi() as server:
        yield server


@pytest.fixture
def clock() -> Hands:
    """Monday, 08:30 in São Paulo."""
    return Hands(MORNING)


@pytest.fixture(params=["polling", "webhook"])
async def bot(request: pytest.FixtureRequest, api: BotApi, clock: Hands, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot, started, both ways."""
    running = Bot(api, tmp_path, bank(), clock, webhook=request.param == "webhook")
    await running.start()
    yield running
    await running.close()


@pytest.fixture
async def polling_bot(api: BotApi, clock: Hands, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot by polling alone, where the way in makes no difference."""
    running = Bot(api, tmp_path, bank(), clock)
    await running.start()
    yield running
    await running.close()


@pytest.fixture
def ana(api: BotApi) -> Person:
    """A learner in São Paulo."""
    return api.person("Ana", language_code="pt-br")


@pytest.fixture
def bia(api: BotApi) -> Person:
    """Somebody without a private chat."""
    return api.person("Bia", language_code="pt-br")


@pytest.fixture
def group(api: BotApi, ana: Person, bia: Person) -> Group:
    """Ana's study group."""
    return api.group("Estudos", [ana, bia])


BOTH_WAYS_IN_THE_QUICK_RUN = ("test_days", "test_durability")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick run takes the webhook way where the way in matters; elsewhere it is left to the slow run."""
    for item in items:
        here = item.path.parent == Path(__file__).parent and item.path.stem not in BOTH_WAYS_IN_THE_QUICK_RUN
        if here and ("[webhook" in item.name or "-webhook" in item.name):
            item.add_marker(pytest.mark.slow)
