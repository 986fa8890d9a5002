from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.tutor.exam import Result
from tests.support.chats import Installation, Person, blocked
from tests.support.looking import learner

TODAY = date(2026, 3, 2)
QUESTION = "Sua prova já passou"


async def with_exam(chat: Installation, wanted: str = "05/03/2026") -> Person:
    ana = chat.person()
    await ana.say("/start")
    await ana.say(f"/prova {wanted}")
    return ana


def questions(person: Person) -> int:
    return sum(QUESTION in message.screen.text for message in person.messages)


async def to(chat: Installation, at: datetime) -> None:
    """Go there hour by hour."""
    while chat.now < at:
        await chat.tick(hours=1)


async def test_a_date_is_kept_and_the_days_left_are_told(chat: Installation) -> None:
    ana = await with_exam(chat, "12/04/2026")
    assert learner(chat, ana).exam_day == date(2026, 4, 12)
    assert "faltam 41 dias para a prova" in ana.last.screen.text
    await ana.say("/config")
    assert "12 de abril de 2026 (faltam 41 dias para a prova)" in ana.last.screen.text


async def test_the_end_of_a_set_tells_the_days_left(chat: Installation) -> None:
    ana = await with_exam(chat, "03/03/2026")
    await ana.say("/hoje")
    await ana.finish()
    assert "Falta 1 dia para a prova." in ana.last.screen.text


async def test_without_a_date_the_end_of_a_set_tells_of_no_exam(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.finish()
    assert "prova" not in ana.last.screen.text


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("Em 1 mês", date(2026, 4, 2)),
        ("Em 2 meses", date(2026, 5, 2)),
        ("Em 3 meses", date(2026, 6, 2)),
        ("Em 6 meses", date(2026, 9, 2)),
    ],
)
async def test_a_button_sets_the_date(chat: Installation, label: str, day: date) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/prova")
    assert "Nenhuma data de prova" in ana.last.screen.text
    await ana.tap(label)
    assert learner(chat, ana).exam_day == day


@pytest.mark.parametrize("way", ["/prova não", "/prova NAO", "/exam no", "button"])
async def test_a_date_is_removed(chat: Installation, way: str) -> None:
    ana = await with_exam(chat)
    await (ana.tap("Tirar a data") if way == "button" else ana.say(way))
    assert learner(chat, ana).exam_day is None
    assert "Nenhuma data de prova" in ana.last.screen.text


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("01/03/2026", "já passou"),
        ("31/02/2027", "não existe"),
        ("12/03/2040", "mais de cinco anos"),
        ("logo", "Não entendi a data"),
        ("x" * 3000, "Não entendi a data"),
    ],
)
async def test_a_date_that_will_not_do_changes_nothing_and_is_explained(
    chat: Installation, wanted: str, words: str
) -> None:
    ana = await with_exam(chat)
    await ana.say(f"/prova {wanted}")
    assert words in ana.last.screen.text
    assert learner(chat, ana).exam_day == date(2026, 3, 5)


async def test_the_number_proposed_is_taken_by_a_button_and_given_back_after_the_exam(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    ana.change(daily_count=2, new_count=1)
    await ana.say("/prova 05/03/2026")
    assert "são cerca de" in ana.last.screen.text
    label = next(label for label in ana.last.buttons if label.startswith("Passar a "))
    await ana.tap(label)
    after = learner(chat, ana)
    assert after.daily_count == int(label.split()[2]) > 2
    assert after.new_count > 1
    assert (after.usual_count, after.usual_new) == (2, 1)
    assert "é o bastante" in ana.last.screen.text
    await to(chat, datetime(2026, 3, 6, 12, tzinfo=UTC))
    assert (learner(chat, ana).daily_count, learner(chat, ana).new_count) == (2, 1)


async def test_a_number_chosen_meanwhile_stands_after_the_exam(chat: Installation) -> None:
    ana = await with_exam(chat)
    await ana.press("p:ok:40-20")
    await ana.press("s:count:15")
    await to(chat, datetime(2026, 3, 6, 12, tzinfo=UTC))
    assert learner(chat, ana).daily_count == 15


@pytest.mark.parametrize("data", ["p:ok:0-5", "p:ok:101-5", "p:ok:5-101", "p:ok:5", "p:ok:a-b", "p:in:25", "p:in:-1"])
async def test_a_forged_button_changes_nothing(chat: Installation, data: str) -> None:
    ana = await with_exam(chat)
    before = learner(chat, ana)
    await ana.press(data, ana.last.ref)
    assert learner(chat, ana) == before


async def test_after_the_exam_one_message_asks_how_it_went_at_the_time_of_the_next_set(chat: Installation) -> None:
    ana = await with_exam(chat)
    await to(chat, datetime(2026, 3, 6, 10, 30, tzinfo=UTC))
    assert questions(ana) == 0
    chat.now = datetime(2026, 3, 6, 11, tzinfo=UTC)
    await chat.tick()
    assert questions(ana) == 1
    assert ana.last.asks is not None, "the set follows the question"
    await to(chat, chat.now + timedelta(days=5))
    await chat.restart()
    await to(chat, chat.now + timedelta(days=1))
    assert questions(ana) == 1


async def test_the_question_waits_for_a_day_that_is_on(chat: Installation) -> None:
    ana = await with_exam(chat)
    ana.change(weekdays=0b0000001)  # Mondays
    await to(chat, datetime(2026, 3, 9, 10, 30, tzinfo=UTC))
    assert questions(ana) == 0
    await to(chat, datetime(2026, 3, 9, 11, 30, tzinfo=UTC))
    assert questions(ana) == 1


async def test_nobody_who_blocked_the_bot_is_asked(chat: Installation) -> None:
    ana = await with_exam(chat)
    await ana.say("/pausar")
    await to(chat, datetime(2026, 3, 8, tzinfo=UTC))
    assert questions(ana) == 0, "nor anybody on holiday"
    chat.sheet.trouble = blocked
    await ana.say("/retomar")
    await to(chat, datetime(2026, 3, 9, tzinfo=UTC))
    assert questions(ana) == 0


@pytest.mark.parametrize(
    ("label", "result", "words"),
    [
        ("Passei", Result.PASSED, "Parabéns"),
        ("Não foi desta vez", Result.MISSED, "Obrigado por contar"),
        ("Ainda não sei", Result.WAITING, "Na torcida"),
    ],
)
async def test_how_it_went_is_kept_and_thanked_for(chat: Installation, label: str, result: Result, words: str) -> None:
    ana = await with_exam(chat)
    await to(chat, datetime(2026, 3, 6, 12, tzinfo=UTC))
    message = next(message for message in ana.messages if QUESTION in message.screen.text)
    await ana.tap(label)
    assert learner(chat, ana).exam_result is result
    assert words in message.screen.text
    assert not message.buttons


async def test_who_does_not_know_yet_can_tell_later(chat: Installation) -> None:
    ana = await with_exam(chat)
    await to(chat, datetime(2026, 3, 6, 12, tzinfo=UTC))
    await ana.tap("Ainda não sei")
    await ana.say("/prova")
    await ana.tap("Passei")
    assert learner(chat, ana).exam_result is Result.PASSED
    await ana.say("/prova")
    assert "Nenhuma data de prova" in ana.last.screen.text


async def test_telling_before_the_exam_changes_nothing(chat: Installation) -> None:
    ana = await with_exam(chat)
    await ana.press("p:how:passed", ana.last.ref)
    assert learner(chat, ana).exam_result is None


async def test_a_new_date_after_the_exam_is_asked_about_anew(chat: Installation) -> None:
    ana = await with_exam(chat)
    await to(chat, datetime(2026, 3, 6, 12, tzinfo=UTC))
    await ana.tap("Não foi desta vez")
    await ana.say("/prova 10/03/2026")
    assert learner(chat, ana).exam_result is None
    await to(chat, datetime(2026, 3, 11, 12, tzinfo=UTC))
    assert questions(ana) == 1, "the first became the thanks"
    assert learner(chat, ana).exam_result is Result.ASKED


async def test_a_stranger_has_no_exam(chat: Installation) -> None:
    eva = chat.person(9)
    await eva.say("/prova 12/03/2027")
    assert "/start" in eva.last.screen.text
    reply = await eva.press("p:in:3")
    assert reply.toast is not None
