"""/erros: what stands in the notebook, how it leaves, and its review; facts missed again and again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lessons import mistakes
from bot.lessons.drills import MistakesPage
from bot.tutor.grading import Answer
from content.bank import Bank
from storage.deliveries import Kind
from tests.conftest import MORNING
from tests.support.banks import bank
from tests.support.chats import Installation, Person
from tests.support.looking import known, log, the_set


def page_of(chat: Installation, ana: Person, page: int = 0) -> MistakesPage:
    shown = chat.school.run_now(mistakes.notebook, ana.who, page, chat.now)
    assert isinstance(shown, MistakesPage)
    return shown


def facts_of(chat: Installation, ana: Person) -> list[str]:
    pages = page_of(chat, ana).pages
    return [mistake.fact.id for page in range(pages) for mistake in page_of(chat, ana, page).mistakes]


def tagged(of: Bank) -> Bank:
    """The same with a tag that all facts share: each is the other's neighbour."""
    facts = lambda subtopic: tuple(replace(fact, tags=("cor",)) for fact in subtopic.facts)  # noqa: E731
    return Bank(tuple(replace(subtopic, facts=facts(subtopic)) for subtopic in of.subtopics))


async def a_set(chat: Installation, *, right: bool) -> Person:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish(right=right)
    return ana


async def test_an_empty_notebook_says_so(chat: Installation) -> None:
    ana = await a_set(chat, right=True)
    await ana.say("/erros")
    assert "Está vazio" in ana.last.screen.text
    assert ana.last.buttons == {}


async def test_what_was_missed_stands_by_subtopic_with_what_was_answered_and_why_it_was_wrong(
    chat: Installation,
) -> None:
    ana = await a_set(chat, right=False)
    await ana.say("/erros")
    text = ana.last.screen.text
    assert "10 fatos a acertar" in text
    assert "Cores quentes" in text
    assert "Cores frias" not in text
    first = ana.rows()[0]
    given, key = ("Errado", "Certo") if first.truth else ("Certo", "Errado")
    assert f"Você respondeu {given}; o gabarito é {key}." in text
    book = ana.last
    texts = [text]
    while "›" in book.buttons:
        await ana.tap("›", book)
        texts.append(book.screen.text)
    falsified = sum(not row.truth for row in ana.rows())
    assert falsified
    assert "".join(texts).count("A cor é outra.") == falsified
    assert facts_of(chat, ana) == [f"f-{number:04d}" for number in range(1, 11)]


async def test_a_blank_stands_in_it_too(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.answer(Answer.BLANK)
    await ana.say("/erros")
    assert "Você deixou em branco" in ana.last.screen.text


async def test_the_pages_are_turned_in_place_and_none_is_too_long(chat: Installation) -> None:
    ana = await a_set(chat, right=False)
    await ana.say("/erros")
    book = ana.last
    assert list(book.buttons) == ["1/3", "›", "Revisar estes"]
    await ana.tap("›", book)
    assert list(book.buttons) == ["‹", "2/3", "›", "Revisar estes"]
    await ana.tap("›", book)
    assert list(book.buttons) == ["‹", "3/3", "Revisar estes"]
    assert "Cores frias" in book.screen.text
    await ana.tap("‹", book)
    assert "2/3" in book.buttons
    assert len(book.screen.text) < 4096


@pytest.mark.parametrize("page", [3, 999])
async def test_a_page_that_is_not_there_is_the_last_one(chat: Installation, page: int) -> None:
    ana = await a_set(chat, right=False)
    assert page_of(chat, ana, page).page == 2


async def test_a_fact_leaves_after_two_right_answers_on_different_days_one_to_each_side(chat: Installation) -> None:
    ana = await a_set(chat, right=False)
    rights: dict[str, set[tuple[bool, int]]] = {}
    for day in range(1, 25):
        chat.now = MORNING.replace(day=2 + day)
        await ana.say("/revisar")
        if ana.last.asks is not None:
            await ana.finish()
        rights = {}
        for row in ana.rows()[10:]:
            if row.points == 1 and row.answered_at:
                rights.setdefault(row.fact_id, set()).add((row.truth, row.answered_at.day))
        for fact_id in {row.fact_id for row in ana.rows()[:10]}:
            sides = rights.get(fact_id, set())
            left = any(a and not b and on != day for a, on in sides for b, day in sides)
            assert (fact_id not in facts_of(chat, ana)) is left, (fact_id, sides)
    assert rights


async def test_a_review_of_a_page_asks_its_facts_even_on_the_day_they_were_missed(chat: Installation) -> None:
    ana = await a_set(chat, right=False)
    await ana.say("/erros")
    believed = known(chat, ana)
    await ana.tap("Revisar estes")
    await ana.finish()
    asked = [row.fact_id for row in ana.rows()[10:]]
    assert asked == ["f-0001", "f-0002", "f-0003", "f-0004"]
    assert [entry.source for entry in log(chat, ana)[10:]] == ["review"] * 4
    assert "Revisão" in ana.last.screen.text
    assert known(chat, ana) == believed


async def test_a_second_tap_on_the_review_goes_on_with_it(chat: Installation) -> None:
    ana = await a_set(chat, right=False)
    await ana.say("/erros")
    book = ana.last
    await ana.tap("Revisar estes", book)
    await ana.tap("Revisar estes", book)
    assert sum(message.asks is not None for message in ana.messages) == 1
    delivery = the_set(chat, ana, MORNING.date(), Kind.MISTAKES)
    assert delivery is not None
    assert len(delivery.facts) == 4
    await ana.finish()
    await ana.tap("Revisar estes", book)
    assert ana.last.asks is not None


async def test_an_emptied_page_has_nothing_to_review(chat: Installation) -> None:
    ana = await a_set(chat, right=True)
    await ana.press("v:0")
    assert ana.last.asks is None
    assert "Nada para revisar" in ana.last.screen.text


async def test_a_stranger_has_no_notebook(chat: Installation) -> None:
    ana = chat.person()
    for data in ("e:0", "v:0"):
        assert "/start" in ((await ana.press(data)).toast or "")
    await ana.say("/erros")
    assert "/start" in ana.last.screen.text


async def test_a_fact_that_left_the_bank_leaves_the_notebook(chat: Installation) -> None:
    ana = await a_set(chat, right=False)
    chat.bank = bank(4)
    chat.die()
    assert facts_of(chat, ana) == ["f-0001", "f-0002", "f-0003", "f-0004"]


async def test_a_fact_missed_five_times_brings_its_long_explanation_and_a_contrast(chat: Installation) -> None:
    chat.bank = tagged(bank(2))
    chat.die()
    ana = chat.person()
    await ana.say("/start")
    await ana.finish(right=False)
    for day in range(1, 5):
        assert "Explicação longa" not in "".join(message.screen.text for message in ana.messages)
        chat.now = MORNING.replace(day=2 + day)
        await ana.say("/hoje")
        await ana.finish(right=False)
    screens = [message.screen for message in ana.messages if "Explicação longa" in message.screen.text]
    assert len(screens) == 2
    for screen in screens:
        mine = "1" if "Explicação longa do fato 1" in screen.text else "2"
        other = "2" if mine == "1" else "1"
        contrast = next(i for i, block in enumerate(screen.blocks) if block.text == "Não confunda com:")
        assert screen.blocks[contrast + 1].text == f"O fato {other} é azul na forma 1."
        assert screen.blocks[-1].text.startswith(f"O fato {mine} é azul")


async def test_a_fact_known_again_is_explained_in_short(chat: Installation) -> None:
    chat.bank = bank(2)
    chat.die()
    ana = chat.person()
    await ana.say("/start")
    await ana.finish(right=False)
    for day in range(1, 6):
        chat.now = MORNING.replace(day=2 + day)
        await ana.say("/hoje")
        await ana.finish(right=day == 5)
    ref = ana.rows()[-1].shown_ref
    last = next(message for message in ana.messages if message.ref == ref)
    assert last.screen.text.startswith("✅")
    assert "Explicação longa" not in last.screen.text
