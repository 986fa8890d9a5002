"""Whatever a person sends, they get a short helpful line, and nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storage.tables import answers, asked
from tests.botapi import BotApi, Person
from tests.end_to_end.acts import from_bot, is_assertion, key_of, open_assertions, says, taps
from tests.end_to_end.bots import Bot, Hands


def answered(bot: Bot) -> int:
    """How many answers were counted."""
    with bot.store.transaction() as tx:
        return tx.execute(select(func.count()).select_from(answers)).scalar_one()


@pytest.mark.parametrize("text", ["oi", "/", "/naoexiste", "/" + "x" * 4095, "a" * 4096, "🙂", "/hoje@outro_bot x" * 9])
async def test_any_text_gets_a_short_helpful_line(bot: Bot, ana: Person, text: str) -> None:
    await says(bot, ana, "/start")
    reply = await says(bot, ana, text)
    assert reply.text
    assert len(from_bot(ana)) == 2
    assert len(open_assertions(ana)) == 1


async def test_a_stranger_who_writes_is_shown_the_door_in(bot: Bot, ana: Person) -> None:
    reply = await says(bot, ana, "/hoje")
    assert "/start" in reply.text


async def test_stickers_and_voices_get_a_line_too(bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    await ana.sends_sticker()
    await bot.settled()
    await ana.sends_voice()
    await bot.settled()
    assert [message.text.startswith("Só entendo") for message in from_bot(ana)] == [False, True, True]


async def test_an_edited_message_gets_a_line_and_does_nothing(bot: Bot, ana: Person) -> None:
    said = await ana.says("/start")
    await bot.settled()
    await ana.edits(said, "/hoje")
    await bot.settled()
    assert "não muda nada" in from_bot(ana)[-1].text
    assert len(open_assertions(ana)) == 1


@pytest.mark.parametrize(
    "data", ["", "a:1:x", "a:999:c", "a:-1:c", "zzz", "s:zone:../etc", "s:count:9999999", "m:1", "x:2"]
)
async def test_forged_buttons_change_nothing_and_say_so(bot: Bot, ana: Person, data: str) -> None:
    first = await says(bot, ana, "/start")
    tap = await ana.forges(first, data or " ")
    await tap.answer
    await bot.settled()
    assert answered(bot) == 0
    assert len(open_assertions(ana)) == 1 or data.startswith("s:")


async def test_another_persons_button_changes_nothing_and_says_so(api: BotApi, bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    bruno = api.person("Bruno", language_code="pt-br")
    theirs = await says(bot, bruno, "/start")
    ours = next(button.data for row in open_assertions(ana)[0].buttons for button in row)
    tap = await bruno.forges(theirs, ours)
    assert "outra pessoa" in ((await tap.answer).text or "")
    assert answered(bot) == 0


async def test_an_old_button_says_kindly_that_it_is_out_of_date(bot: Bot, ana: Person, clock: Hands) -> None:
    first = await says(bot, ana, "/start")
    with bot.store.transaction() as tx:
        fact_id = tx.execute(select(asked.c.fact_id)).scalar_one()
    for day in range(3, 20):
        clock.at(day, 11)
        await bot.tick()
        with bot.store.transaction() as tx:
            if len(tx.execute(select(asked.c.id).where(asked.c.fact_id == fact_id)).all()) > 1:
                break
    toast = await taps(bot, ana, key_of(first), first)
    assert "ficou para trás" in toast
    assert answered(bot) == 0


async def test_english_speakers_are_answered_in_english(api: BotApi, bot: Bot) -> None:
    john = api.person("John", language_code="en")
    first = await says(bot, john, "/start")
    assert "Welcome" in first.text
    assert "Right" in first.labels


async def test_a_person_without_a_language_is_answered_in_portuguese(api: BotApi, bot: Bot) -> None:
    silent = api.person("Zé", language_code=None)
    assert "Boas-vindas" in (await says(bot, silent, "/start")).text


async def test_erasing_takes_two_steps_and_leaves_nothing(bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    await taps(bot, ana, key_of(first))
    question = await says(bot, ana, "/apagar")
    await taps(bot, ana, "Continuar estudando", question)
    assert answered(bot) == 1
    question = await says(bot, ana, "/apagar")
    await taps(bot, ana, "Apagar tudo", question)
    assert answered(bot) == 0
    assert "/start" in from_bot(ana)[-1].text
    old = open_assertions(ana)[-1]
    await taps(bot, ana, key_of(old), old)
    assert answered(bot) == 0
    assert is_assertion(await says(bot, ana, "/start"))


async def test_what_cannot_be_handled_is_given_up_with_a_word(
    api: BotApi, polling_bot: Bot, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr("bot.tg.polling.FIRST_PAUSE", 0.01)
    monkeypatch.setattr(polling_bot.process.desk.handlers.desk, "say", broken)
    await ana.says("/hoje")
    await api.until(lambda: "deu errado" in from_bot(ana)[-1].text)
    monkeypatch.undo()
    assert is_assertion(await says(polling_bot, ana, "/start"))
