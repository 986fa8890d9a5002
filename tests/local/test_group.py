"""The local group through the page's frames: a whole round by two people, and what each may do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.local.parts import Local
from bot.local.people import GROUP_ID
from storage.store import Store
from tests.local.page import Frame, Page, labels, words

ANA, BRUNO = 1, 2


async def says(page: Page, text: str, person: int = ANA) -> None:
    await page.send(type="group_say", person=person, text=text)
    await page.rest(GROUP_ID)


async def votes(page: Page, poll: Frame, option: int, person: int = ANA) -> str | None:
    await page.send(type="vote", person=person, message=poll["id"], option=option, tap=1)
    toast: str | None = (await page.until_type("ack"))["toast"]
    await page.rest(GROUP_ID)
    return toast


async def passes(local: Local, page: Page, seconds: float) -> None:
    await local.timekeeper.jump(timedelta(seconds=seconds))
    await page.until(lambda frame: frame["type"] == "clock" and not frame["moving"])


def polls(page: Page) -> list[Frame]:
    return [message for message in page.messages(GROUP_ID) if message["poll"]]


@pytest.fixture
async def round_of_two(local: Local, page: Page) -> Page:
    """A page on which a round has begun and its first poll stands."""
    await page.send(type="enter", person=ANA)
    await page.rest(GROUP_ID)
    await says(page, "/quiz 2")
    await passes(local, page, 1)
    return page


async def test_the_bot_is_added_once_and_says_hello(page: Page) -> None:
    assert page.messages(GROUP_ID) == []
    for _ in range(2):
        await page.send(type="enter", person=BRUNO)
        await page.rest(GROUP_ID)
    (hello,) = page.texts(GROUP_ID)
    assert "/quiz" in hello


async def test_two_people_play_a_round_to_its_table(local: Local, round_of_two: Page) -> None:
    page = round_of_two
    (first,) = polls(page)
    right = first["poll"]["correct"]
    assert "+1" in (await votes(page, first, right) or "")
    assert "−1" in (await votes(page, first, 1 - right, BRUNO) or "")
    assert polls(page)[0]["poll"]["votes"] == {"1": right, "2": 1 - right}
    await passes(local, page, 31)
    second = polls(page)[1]
    for person in (ANA, BRUNO):
        await votes(page, second, second["poll"]["correct"], person)
    await passes(local, page, 1)
    assert polls(page)[1]["poll"]["stopped"]  # everybody has answered, so it was not waited for
    table = words(page.messages(GROUP_ID)[-1])
    assert "🥇 Ana  +2" in table
    assert "🥈 Bruno  0" in table


async def test_the_first_vote_stands_and_a_closed_poll_takes_none(local: Local, round_of_two: Page) -> None:
    page = round_of_two
    poll = polls(page)[0]
    await votes(page, poll, 0)
    assert await votes(page, poll, 1) is None
    assert polls(page)[0]["poll"]["votes"] == {"1": 0}
    await passes(local, page, 31)
    assert await votes(page, poll, 0, BRUNO) is None
    assert polls(page)[0]["poll"]["votes"] == {"1": 0}
    assert await votes(page, {"id": 999_999}, 0, BRUNO) is None


async def test_a_vote_feeds_the_voters_own_review(local: Local, page: Page, store: Store) -> None:
    await page.say("/start")
    await says(page, "/quiz 1")
    await passes(local, page, 1)
    await votes(page, polls(page)[0], 0)
    logged = store.run_now(lambda tx: tx.exec_driver_sql("SELECT source FROM answers").scalars().all())
    assert logged == ["poll"]


async def test_a_jump_plays_what_is_under_way_to_its_end(local: Local, round_of_two: Page) -> None:
    page = round_of_two
    await votes(page, polls(page)[0], 0)
    await page.send(type="jump", by="hour")
    await page.until(lambda frame: frame["type"] == "clock" and not frame["moving"])
    assert len(polls(page)) == 2
    assert "Placar da rodada" in page.texts(GROUP_ID)[-1]


async def test_the_tables_button_opens_the_rounds_assertions_in_the_private_chat(
    local: Local, round_of_two: Page
) -> None:
    page = round_of_two
    await votes(page, polls(page)[0], 0)
    await page.send(type="jump", by="hour")
    await page.until(lambda frame: frame["type"] == "clock" and not frame["moving"])
    ((button,),) = page.messages(GROUP_ID)[-1]["rows"]
    await page.say(f"/start {button['start']}", BRUNO)
    fact = polls(page)[0]["poll"]["question"].removeprefix("1/2 · ").partition(" é ")[0]
    assert fact in page.texts(BRUNO)[-1]


async def test_only_who_administers_the_group_changes_its_settings(page: Page) -> None:
    await says(page, "/config", BRUNO)
    assert "administra" in page.texts(GROUP_ID)[-1]
    await says(page, "/config")
    menu = page.messages(GROUP_ID)[-1]
    data = next(iter(labels(menu).values()))
    for person, changes in ((BRUNO, False), (ANA, True)):
        await page.send(type="group_press", person=person, message=menu["id"], data=data, tap=2)
        toast = (await page.until_type("ack"))["toast"]
        await page.rest(GROUP_ID)
        assert bool(toast) is not changes
        assert (page.messages(GROUP_ID)[-1] != menu) is changes


async def test_what_people_say_to_each_other_carries_their_name_and_is_not_answered(page: Page) -> None:
    await says(page, "bom estudo!", BRUNO)
    (message,) = page.messages(GROUP_ID)
    assert (message["by"], message["out"], words(message)) == (BRUNO, False, "bom estudo!")
