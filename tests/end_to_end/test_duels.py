"""A duel: one link, the same ten for both, each in their own chat; the result told to both, once."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from storage.tables import answers, asked, duels, learners
from tests.botapi import BotApi, Message, Person
from tests.end_to_end.acts import CERTO, answers_all, from_bot, is_assertion, says, taps
from tests.end_to_end.bots import Bot, Hands
from tests.end_to_end.test_durability import count


def payload(person: Person) -> str:
    """What the newest link in the chat carries."""
    texts = [message.text for message in from_bot(person)]
    return next(found[1] for text in reversed(texts) if (found := re.search(r"\?start=([\w-]+)", text)))


async def challenged(bot: Bot, ana: Person) -> str:
    await says(bot, ana, "/start")
    await answers_all(bot, ana)
    await says(bot, ana, "/duelo")
    return payload(ana)


async def opened(bot: Bot, person: Person, link: str) -> Message:
    await person.opens(link)
    await bot.settled()
    return from_bot(person)[-1]


async def ticked(bot: Bot) -> None:
    await bot.tick()
    await bot.settled()


def results(person: Person) -> list[str]:
    return [message.text for message in from_bot(person) if "Duelo terminado" in message.text]


def sentences(bot: Bot) -> list[list[tuple[str, str]]]:
    """What each of the two was asked in the duel, in order."""
    with bot.store.transaction() as tx:
        row = tx.execute(select(duels)).one()
        put = select(asked.c.fact_id, asked.c.variant_id).order_by(asked.c.id)
        of = [put.where(asked.c.delivery_id == set_id) for set_id in (row.challenger_set, row.rival_set)]
        return [[(one.fact_id, one.variant_id) for one in tx.execute(query)] for query in of]


async def test_both_get_the_same_ten_and_both_hear_who_won_when_the_second_is_done(
    api: BotApi, bot: Bot, ana: Person, bia: Person
) -> None:
    link = await challenged(bot, ana)
    assert len(link) <= 64
    assert "?start=" in from_bot(ana)[-2].text
    await answers_all(bot, ana, missing=3)
    assert "Sua parte do duelo está feita" in from_bot(ana)[-1].text
    await ticked(bot)
    assert results(ana) == []
    first = await opened(bot, bia, link)
    assert is_assertion(first)
    await answers_all(bot, bia, missing=1)
    await ticked(bot)
    await ticked(bot)
    assert len(results(ana)) == len(results(bia)) == 1
    assert "Você +4, adversário +8." in results(ana)[0]
    assert "Você +8, adversário +4." in results(bia)[0]
    assert "Você venceu" in results(bia)[0]
    assert "Você venceu" not in results(ana)[0]
    theirs = sentences(bot)
    assert theirs[0] == theirs[1]
    assert len(theirs[0]) == 10
    assert count(bot, answers.name) == 30  # what is answered in a duel is in each one's own log


async def test_a_stranger_becomes_a_learner_by_the_link(bot: Bot, ana: Person, bia: Person) -> None:
    link = await challenged(bot, ana)
    await opened(bot, bia, link)
    assert count(bot, learners.name) == 2


async def test_the_result_comes_after_a_day_and_what_was_not_answered_is_blank(
    bot: Bot, clock: Hands, ana: Person, bia: Person
) -> None:
    link = await challenged(bot, ana)
    await answers_all(bot, ana)
    await opened(bot, bia, link)
    for _ in range(2):
        await taps(bot, bia, CERTO if "é azul" in from_bot(bia)[-1].text else "Errado")
    clock.now += timedelta(hours=24, minutes=1)
    await ticked(bot)
    await ticked(bot)
    assert "Você +10, adversário +2." in results(ana)[-1]
    assert "Você +2, adversário +10." in results(bia)[-1]


async def test_a_challenge_that_nobody_takes_up_ends_with_one_word(bot: Bot, clock: Hands, ana: Person) -> None:
    await challenged(bot, ana)
    await answers_all(bot, ana)
    for _ in range(3):
        clock.now += timedelta(hours=25)
        await ticked(bot)
    assert len(results(ana)) == 1
    assert "ninguém jogou contra você" in results(ana)[0]


async def test_a_third_person_ones_own_link_and_a_link_opened_twice(
    api: BotApi, bot: Bot, ana: Person, bia: Person
) -> None:
    link = await challenged(bot, ana)
    mine = await opened(bot, ana, link)
    assert is_assertion(mine)
    assert "?start=" in from_bot(ana)[-2].text  # still nobody: it can be sent again
    first = await opened(bot, bia, link)
    await taps(bot, bia, CERTO, first)
    again = await opened(bot, bia, link)
    assert "2/10" in again.text
    carla = api.person("Carla", language_code="pt-br")
    refused = await opened(bot, carla, link)
    assert "já tem dois" in refused.text
    assert count(bot, duels.name) == 1


async def test_one_duel_a_day_and_an_old_link_says_that_it_is_over(
    bot: Bot, clock: Hands, ana: Person, bia: Person
) -> None:
    link = await challenged(bot, ana)
    await answers_all(bot, ana)
    assert "Sua parte" in (await says(bot, ana, "/duelo")).text
    await opened(bot, bia, link)
    await answers_all(bot, bia)
    await ticked(bot)
    assert "Um duelo por dia" in (await says(bot, ana, "/duelo")).text
    clock.now += timedelta(hours=26)
    assert "já terminou" in (await opened(bot, bia, link)).text
    assert is_assertion(await says(bot, ana, "/duelo"))


async def test_a_forged_link_opens_no_duel(bot: Bot, ana: Person, bia: Person) -> None:
    link = await challenged(bot, ana)
    await opened(bot, bia, link[:-1] + ("A" if link[-1] != "A" else "B"))
    with bot.store.transaction() as tx:
        assert tx.execute(select(duels.c.rival_id)).scalar_one() is None


async def test_a_restart_in_the_middle_goes_on_and_tells_once(bot: Bot, ana: Person, bia: Person) -> None:
    link = await challenged(bot, ana)
    await opened(bot, bia, link)
    await taps(bot, ana, CERTO, next(m for m in reversed(from_bot(ana)) if is_assertion(m)))
    await bot.kill()
    await bot.start()
    await bot.settled()
    await answers_all(bot, ana)
    await answers_all(bot, bia)
    await bot.kill()
    await bot.start()
    await ticked(bot)
    await bot.kill()
    await bot.start()
    await ticked(bot)
    assert len(results(ana)) == len(results(bia)) == 1


async def test_a_player_who_erases_everything_leaves_the_other_a_result_and_no_trace(
    bot: Bot, clock: Hands, ana: Person, bia: Person
) -> None:
    link = await challenged(bot, ana)
    await answers_all(bot, ana)
    await opened(bot, bia, link)
    await answers_all(bot, bia)
    question = await says(bot, bia, "/apagar")
    await taps(bot, bia, "Apagar tudo", question)
    clock.now += timedelta(hours=25)
    await ticked(bot)
    assert "ninguém jogou contra você" in results(ana)[-1] or "adversário" in results(ana)[-1]
    with bot.store.transaction() as tx:
        row = tx.execute(select(duels)).one()
        assert (row.rival_id, row.rival_set) == (None, None)


async def test_a_player_who_blocked_the_bot_does_not_keep_the_other_waiting(
    bot: Bot, clock: Hands, ana: Person, bia: Person
) -> None:
    link = await challenged(bot, ana)
    await answers_all(bot, ana)
    await opened(bot, bia, link)
    await answers_all(bot, bia)
    await bia.blocks()
    await bot.settled()
    await ticked(bot)
    assert len(results(ana)) == 1
    assert results(bia) == []
