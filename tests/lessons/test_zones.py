from __future__ import annotations

from datetime import timedelta

import pytest

from bot.lessons.zones import PATIENCE
from tests.support.chats import Installation, Person
from tests.support.looking import learner


async def searching(chat: Installation) -> Person:
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/config")
    await ana.tap("🌎 Fuso horário")
    await ana.tap("🔎 Outra cidade…")
    assert "nome da sua cidade" in ana.last.screen.text
    return ana


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Lisboa", "Europe/Lisbon"),
        ("lisbon", "Europe/Lisbon"),
        ("nova york", "America/New_York"),
        ("TÓQUIO", "Asia/Tokyo"),
        ("Tokyo", "Asia/Tokyo"),
        ("UTC-3", "Etc/GMT+3"),
        ("Brasília", "America/Sao_Paulo"),
    ],
)
async def test_a_city_or_an_offset_becomes_the_zone(chat: Installation, text: str, zone: str) -> None:
    ana = await searching(chat)
    await ana.say(text)
    assert "É um destes?" in ana.last.screen.text
    await ana.press(f"s:zone:{zone}", ana.last.ref)
    assert learner(chat, ana).zone == zone
    assert any(f"s:zone:{zone}" == button.data for button in ana.last.buttons.values())


async def test_a_place_nobody_knows_can_be_tried_again(chat: Installation) -> None:
    ana = await searching(chat)
    await ana.say("xyzzy")
    assert "Não conheço esse lugar" in ana.last.screen.text
    await ana.say("Luanda")
    assert "Luanda (Angola)" in ana.last.buttons


async def test_after_the_results_a_text_is_a_text_again(chat: Installation) -> None:
    ana = await searching(chat)
    await ana.say("Luanda")
    await ana.say("Luanda")
    assert "Só entendo botões" in ana.last.screen.text


async def test_the_search_is_over_after_ten_minutes(chat: Installation) -> None:
    ana = await searching(chat)
    chat.now += PATIENCE - timedelta(seconds=1)
    await ana.say("nada disso")
    assert "Não conheço esse lugar" in ana.last.screen.text
    chat.now += timedelta(seconds=1)
    await ana.say("Luanda")
    assert "Só entendo botões" in ana.last.screen.text


@pytest.mark.parametrize("way", ["/config", "back"])
async def test_config_and_the_way_back_end_the_search(chat: Installation, way: str) -> None:
    ana = await searching(chat)
    await (ana.say("/config") if way == "/config" else ana.tap("‹ Voltar"))
    await ana.say("Luanda")
    assert "Só entendo botões" in ana.last.screen.text


async def test_the_search_outlives_the_process(chat: Installation) -> None:
    ana = await searching(chat)
    await chat.restart()
    await ana.say("Luanda")
    assert "Luanda (Angola)" in ana.last.buttons


async def test_a_sticker_is_no_search(chat: Installation) -> None:
    ana = await searching(chat)
    await ana.say(None)
    assert "Só entendo botões" in ana.last.screen.text


async def test_a_stranger_is_sent_to_the_start(chat: Installation) -> None:
    reply = await chat.person(9).press("c:city")
    assert reply.toast is not None
    assert "/start" in reply.toast
