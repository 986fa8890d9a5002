"""A group's calendar and settings, through the real application over HTTP."""

from __future__ import annotations

import pytest

from tests.botapi import BadRequest, BotApi, Group, Message, Person
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.groups import asks, key, other, passes, polls, texts, votes


async def at(bot: Bot, clock: Hands, day: int, hour: int, minute: int = 0) -> None:
    """The clock shows that time in UTC (three hours later than in São Paulo), and ticks."""
    clock.at(day, hour, minute)
    await bot.tick()
    await bot.settled()


async def presses(bot: Bot, person: Person, message: Message, *buttons: str) -> str:
    """One button after the other; the last toast."""
    toast = ""
    for button in buttons:
        tap = await person.taps(message, button)
        toast = (await tap.answer).text
        await bot.settled()
    return toast


async def test_the_daily_assertion_stays_open_until_the_next_which_tells_how_it_went(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await group.adds_bot(ana)
    await bot.settled()
    assert "Com /config" in texts(group)[-1]
    await at(bot, clock, 3, 11, 59)
    assert polls(group) == []
    await at(bot, clock, 3, 12)
    first = polls(group)[0]
    assert first.poll is not None
    assert first.poll.open_period is None
    clock.forward(hours=9)
    await votes(bot, ana, first, key(first))
    await votes(bot, bia, first, other(key(first)))
    await bot.kill()
    await bot.start()
    await at(bot, clock, 4, 12)
    assert len(polls(group)) == 2
    assert first.poll.is_closed
    assert "1 de 2 acertaram" in texts(group)[-1]
    assert texts(group)[-1].rstrip().endswith(".")
    assert "azul" in texts(group)[-1]
    for _ in range(3):
        await passes(bot, clock, 600)
    assert len(polls(group)) == 2


@pytest.mark.slow
async def test_the_weeks_table_comes_on_its_day_and_when_asked_for(
    bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await group.adds_bot(ana)
    await bot.settled()
    await asks(bot, ana, group, "/placar")
    assert "Ainda não há respostas" in texts(group)[-1]
    for day in (3, 4, 5, 6):
        await at(bot, clock, day, 12)
        await votes(bot, ana, polls(group)[-1], key(polls(group)[-1]))
        await votes(bot, bia, polls(group)[-1], key(polls(group)[-1]))
    await asks(bot, ana, group, "/placar")
    assert "🥇 Ana  +4 (4 ✓ 0 ✗)\n🥇 Bia  +4" in texts(group)[-1]
    weekly = [text for text in texts(group) if "Placar da semana" in text and "+3" in text]
    assert len(weekly) == 1, "Friday's table, before Friday's votes"


@pytest.mark.slow
async def test_administrators_set_everything_by_buttons_and_nobody_else(
    api: BotApi, bot: Bot, ana: Person, bia: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, bia, group, "/config")
    assert "Só administradores" in texts(group)[-1]
    await asks(bot, ana, group, "/config")
    menu = group.last
    assert "Só administradores" in await presses(bot, bia, menu, "⏱ Segundos por enquete")
    await presses(bot, ana, menu, "⏱ Segundos por enquete", "15", "‹ Voltar", "🔢 Enquetes por rodada", "3", "‹ Voltar")
    await presses(bot, ana, menu, "🛡 Só administradores começam rodadas", "Ligado", "‹ Voltar")
    assert "Segundos por enquete: 15" in menu.text
    await asks(bot, bia, group, "/quiz")
    assert "Só administradores" in texts(group)[-1]
    await asks(bot, ana, group, "/quiz")
    poll = polls(group)[0].poll
    assert poll is not None
    assert poll.open_period == 15
    assert poll.question.startswith("1/3")
    await group.promotes(bia)
    await presses(bot, bia, menu, "☀️ Assertiva do dia")
    await group.demotes(bia)
    assert "Só administradores" in await presses(bot, bia, menu, "Desligado")


async def test_where_it_cannot_be_found_out_who_administers_the_group_that_is_what_is_said(
    api: BotApi, bot: Bot, ana: Person, group: Group
) -> None:
    await asks(bot, ana, group, "/config")
    menu = group.last
    api.fault("getChatMember", BadRequest("CHAT_ADMIN_REQUIRED"), times=None)
    assert "Não consegui saber" in await presses(bot, ana, menu, "⏱ Segundos por enquete")
    await asks(bot, ana, group, "/config")
    assert "Não consegui saber quem administra" in texts(group)[-1]
    await asks(bot, ana, group, "/quiz")
    assert polls(group), "anybody may begin a round here"


async def test_a_forged_button_changes_nothing(api: BotApi, bot: Bot, ana: Person, group: Group) -> None:
    await asks(bot, ana, group, "/config")
    before = group.last.text
    for data in ("q:seconds:1", "q:zone:../etc", "q:page:nada", "q:x", "a:1:c", "q:size:9999999999"):
        tap = await ana.forges(group.last, data)
        assert "passou da hora" in (await tap.answer).text
    assert group.last.text == before


async def test_an_anonymous_administrator_is_one(bot: Bot, ana: Person, group: Group) -> None:
    await ana.says("/config", group, anonymously=True)
    await bot.settled()
    assert "Configurações do grupo" in texts(group)[-1]


@pytest.mark.slow
async def test_the_daily_assertion_belongs_to_the_topic_of_config(
    api: BotApi, bot: Bot, ana: Person, clock: Hands
) -> None:
    group = api.group("Fórum", [ana], forum=True)
    topic = await group.opens_topic("Diária")
    await asks(bot, ana, group, "/config", thread=topic)
    await at(bot, clock, 3, 12)
    assert polls(group)[0].thread == topic
    group.deletes_topic(topic)
    await at(bot, clock, 4, 12)
    assert polls(group)[-1].thread is None


async def test_a_group_that_removed_the_bot_is_forgotten_after_90_days(
    bot: Bot, ana: Person, group: Group, clock: Hands
) -> None:
    await asks(bot, ana, group, "/placar")
    await group.removes_bot(ana)
    await bot.settled()
    await passes(bot, clock, 89 * 86_400)
    assert count(bot) == 1
    await passes(bot, clock, 2 * 86_400)
    assert count(bot) == 0


def count(bot: Bot) -> int:
    """How many groups are known."""
    with bot.store.transaction() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM groups").scalar_one())
