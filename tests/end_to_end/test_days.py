"""A learner's first days, as they see them, through the real application over HTTP."""

from __future__ import annotations

from tests.botapi import Person
from tests.end_to_end.acts import (
    BLANK,
    answers_all,
    from_bot,
    is_assertion,
    key_of,
    open_assertions,
    says,
    taps,
    wrong,
)
from tests.end_to_end.bots import Bot, Hands


async def test_start_brings_the_first_assertion_at_once(bot: Bot, ana: Person) -> None:
    message = await says(bot, ana, "/start")
    assert "Boas-vindas" in message.text
    assert "1/10" in message.text
    assert message.labels == ["Certo", "Errado", "Chuto certo", "Em branco", "Chuto errado"]
    assert len(from_bot(ana)) == 1


async def test_an_answer_turns_its_message_into_the_verdict_and_the_next_follows(bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    toast = await taps(bot, ana, wrong(first))
    assert toast.startswith("❌")
    verdict, following = from_bot(ana)
    assert verdict.text.startswith("❌")
    assert "1/10" in verdict.text
    assert "Fonte: Manual das cores, cap. 1" in verdict.text
    assert verdict.text.rstrip().split("\n\n")[-1].count("azul") == 1
    assert verdict.labels == ["Por quê?"]
    assert is_assertion(following)
    assert "2/10" in following.text


async def test_the_long_explanation_unfolds_and_folds_away(bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    await taps(bot, ana, key_of(first))
    before = first.text
    await taps(bot, ana, "Por quê?", first)
    assert "Explicação longa" in first.text
    assert "chance de lembrar amanhã" in first.text
    await taps(bot, ana, "‹ Voltar", first)
    assert first.text == before


async def test_a_whole_set_ends_on_its_net_score(bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    await taps(bot, ana, BLANK)
    await answers_all(bot, ana, missing=2)
    end = from_bot(ana)[-1]
    assert "Pontuação líquida +5" in end.text
    assert "7 certas · 2 erradas · 1 em branco" in end.text
    assert "amanhã às 08:00" in end.text
    assert end.labels == ["Mais 5"]


async def test_the_next_day_brings_back_what_was_missed(bot: Bot, ana: Person, clock: Hands) -> None:
    await says(bot, ana, "/start")
    put = await answers_all(bot, ana, missing=1)
    missed = next(word for word in put[0].split() if word.isdigit())
    clock.at(3, 10, 59)
    await bot.tick()
    assert not open_assertions(ana)
    clock.at(3, 11, 0)
    await bot.tick()
    arrived = from_bot(ana)[-1]
    assert "chegaram" in arrived.text
    again = await answers_all(bot, ana)
    assert any(f"fato {missed} " in text for text in again)


async def test_more_adds_to_a_finished_set(bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana)
    await taps(bot, ana, "Mais 5")
    assert "11/12" in from_bot(ana)[-1].text


async def test_a_set_that_waits_is_reminded_of_once(bot: Bot, ana: Person, clock: Hands) -> None:
    await says(bot, ana, "/start")
    clock.forward(hours=3)
    for _ in range(3):
        await bot.tick()
        clock.forward(minutes=20)
    reminders = [message for message in from_bot(ana) if "Parar lembretes" in message.labels]
    assert len(reminders) == 1
    assert "10 assertivas" in reminders[0].text
    await taps(bot, ana, "Agora", reminders[0])
    assert len(open_assertions(ana)) == 1
    assert open_assertions(ana)[0] is from_bot(ana)[-1]


async def test_reminders_stop_with_one_tap(bot: Bot, ana: Person, clock: Hands) -> None:
    await says(bot, ana, "/start")
    clock.forward(hours=3)
    await bot.tick()
    await taps(bot, ana, "Parar lembretes")
    for day in (3, 4, 5):
        for hour in (11, 14, 18):
            clock.at(day, hour)
            await bot.tick()
    assert not any("Parar lembretes" in message.labels for message in from_bot(ana))


async def test_a_change_of_zone_moves_the_next_set_and_doubles_none(bot: Bot, ana: Person, clock: Hands) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=10)
    await says(bot, ana, "/config")
    await taps(bot, ana, "🌎 Fuso horário")
    await taps(bot, ana, "🔎 Outra cidade…")
    found = await says(bot, ana, "lisboa")
    await taps(bot, ana, next(label for label in found.labels if "Lisboa" in label))
    clock.at(3, 7, 59)
    await bot.tick()
    assert not open_assertions(ana)
    clock.at(3, 8, 0)
    await bot.tick()
    assert len(open_assertions(ana)) == 1
    await says(bot, ana, "/config")
    await taps(bot, ana, "🌎 Fuso horário")
    await taps(bot, ana, "Rio Branco")
    for hour in range(8, 24):
        clock.at(3, hour)
        await bot.tick()
    greetings = [message for message in from_bot(ana) if "chegaram" in message.text]
    assert len(greetings) == 1
