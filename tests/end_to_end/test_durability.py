"""Never twice, never lost: deaths between any two steps, updates that come again, Telegram's bad days."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.tables import answers, asked, deliveries
from tests.botapi import BotApi, DropReply, Forbidden, Hang, Person, Reset, Status, TooManyRequests
from tests.end_to_end.acts import answers_all, from_bot, is_assertion, key_of, open_assertions, says, taps
from tests.end_to_end.bots import Bot, Hands


def count(bot: Bot, table: str) -> int:
    """How many rows a table has."""
    with bot.store.transaction() as tx:
        return int(tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText", "sendMessage"])
async def test_dying_at_any_step_of_an_answer_leaves_a_chat_that_goes_on(
    api: BotApi, bot: Bot, ana: Person, method: str
) -> None:
    first = await says(bot, ana, "/start")
    fault = api.fault(method, Hang(30, applied=False))
    await ana.taps(first, key_of(first))
    await api.until(lambda: fault.hits)
    await bot.kill()
    await bot.start()
    await bot.settled()
    assert count(bot, answers.name) == 1
    verdict, following = from_bot(ana)
    assert verdict.text.startswith("✅")
    assert "2/10" in following.text
    await taps(bot, ana, key_of(following))
    assert "3/10" in from_bot(ana)[-1].text


async def test_dying_after_the_next_was_sent_repeats_it_at_most_once_and_counts_once(
    api: BotApi, bot: Bot, ana: Person
) -> None:
    first = await says(bot, ana, "/start")
    fault = api.fault("sendMessage", Hang(30, applied=True))
    await ana.taps(first, key_of(first))
    await api.until(lambda: fault.hits)
    await bot.kill()
    await bot.start()
    await bot.settled()
    copies = open_assertions(ana)
    assert 1 <= len(copies) <= 2
    await taps(bot, ana, key_of(copies[0]), copies[0])
    assert not any(is_assertion(copy) for copy in copies)
    assert count(bot, answers.name) == 2
    assert len(open_assertions(ana)) == 1


async def test_dying_before_the_summary_shows_it_after_the_start(api: BotApi, bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    while "10/10" not in from_bot(ana)[-1].text:
        await taps(bot, ana, key_of(from_bot(ana)[-1]))
    fault = api.fault("sendMessage", Hang(30, applied=False))
    last = from_bot(ana)[-1]
    await ana.taps(last, key_of(last))
    await api.until(lambda: fault.hits)
    await bot.kill()
    await bot.start()
    await bot.settled()
    assert "Pontuação líquida +10" in from_bot(ana)[-1].text
    assert count(bot, answers.name) == 10


async def test_an_update_that_comes_again_changes_nothing(api: BotApi, bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    tap = await ana.taps(first, key_of(first))
    await tap.answer
    await bot.settled()
    await says(bot, ana, "/hoje")
    before = [message.text for message in from_bot(ana)]
    for update_id in list(api.updates.known):
        api.redeliver(update_id)
        await bot.settled()
    assert [message.text for message in from_bot(ana)] == before
    assert count(bot, answers.name) == 1


async def test_updates_that_come_again_after_a_restart_change_nothing(api: BotApi, bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    await taps(bot, ana, key_of(first))
    before = [message.text for message in from_bot(ana)]
    await bot.kill()
    for update_id in list(api.updates.known):
        api.redeliver(update_id)
    await bot.start()
    await bot.settled()
    assert [message.text for message in from_bot(ana)] == before
    assert count(bot, answers.name) == 1


async def test_what_is_said_while_the_bot_is_down_is_answered_when_it_is_back(
    api: BotApi, polling_bot: Bot, ana: Person
) -> None:
    first = await says(polling_bot, ana, "/start")
    await polling_bot.stop()
    await ana.taps(first, key_of(first))
    await polling_bot.start()
    await polling_bot.settled()
    assert "2/10" in from_bot(ana)[-1].text


async def test_a_double_tap_counts_once(api: BotApi, bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    one = await ana.taps(first, "Certo")
    two = await ana.forges(first, [button.data for row in first.buttons for button in row][1])
    toasts = [(await one.answer).text, (await two.answer).text]
    await bot.settled()
    assert "já foi respondida" in toasts[1]
    assert count(bot, answers.name) == 1
    assert len(open_assertions(ana)) == 1


async def test_a_restart_at_delivery_time_neither_skips_nor_repeats_the_set(
    api: BotApi, bot: Bot, ana: Person, clock: Hands
) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=10)
    clock.at(3, 11, 0)
    await bot.kill()
    await bot.start()
    await bot.tick()
    await bot.kill()
    await bot.start()
    for _ in range(3):
        await bot.tick()
        clock.forward(seconds=40)
    assert len([message for message in from_bot(ana) if "chegaram" in message.text]) == 1
    assert count(bot, deliveries.name) == 2


async def test_a_set_whose_send_was_cut_off_comes_after_the_start_once_it_cannot_be_under_way_any_more(
    api: BotApi, bot: Bot, ana: Person, clock: Hands
) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=10)
    clock.at(3, 11, 0)
    api.fault("sendMessage", Reset())
    await bot.tick()
    assert not open_assertions(ana)
    await bot.kill()
    await bot.start()
    await bot.settled()
    assert not open_assertions(ana)
    clock.forward(minutes=3)
    await bot.tick()
    assert len(open_assertions(ana)) == 1


async def test_a_send_of_unknown_outcome_is_repeated_once_and_not_at_once(
    api: BotApi, polling_bot: Bot, ana: Person, clock: Hands
) -> None:
    bot = polling_bot
    first = await says(bot, ana, "/start")
    api.fault("sendMessage", DropReply())
    await taps(bot, ana, key_of(first))
    assert len(open_assertions(ana)) == 1
    clock.forward(seconds=60)
    await bot.tick()
    assert len(open_assertions(ana)) == 1
    clock.forward(seconds=90)
    await bot.tick()
    await bot.tick()
    copies = open_assertions(ana)
    assert len(copies) == 2
    await taps(bot, ana, key_of(copies[0]), copies[0])
    assert copies[1].labels == []
    assert len(open_assertions(ana)) == 1
    assert count(bot, answers.name) == 2


async def test_a_tap_on_a_message_thought_lost_saves_the_second_one(
    api: BotApi, polling_bot: Bot, ana: Person, clock: Hands
) -> None:
    bot = polling_bot
    first = await says(bot, ana, "/start")
    api.fault("sendMessage", DropReply())
    await taps(bot, ana, key_of(first))
    thought_lost = open_assertions(ana)[0]
    await taps(bot, ana, key_of(thought_lost), thought_lost)
    clock.forward(minutes=5)
    await bot.tick()
    assert len(open_assertions(ana)) == 1


async def test_a_429_delays_and_drops_nothing(api: BotApi, bot: Bot, ana: Person) -> None:
    first = await says(bot, ana, "/start")
    api.fault("sendMessage", TooManyRequests(1))
    await taps(bot, ana, key_of(first))
    assert len(open_assertions(ana)) == 1
    assert "2/10" in from_bot(ana)[-1].text


async def test_a_502_does_not_lose_the_next_assertion(api: BotApi, polling_bot: Bot, ana: Person, clock: Hands) -> None:
    first = await says(polling_bot, ana, "/start")
    api.fault("sendMessage", Status(502))
    await taps(polling_bot, ana, key_of(first))
    clock.forward(minutes=3)
    await polling_bot.tick()
    assert "2/10" in from_bot(ana)[-1].text


async def test_who_blocks_the_bot_is_left_alone_until_they_write_again(
    api: BotApi, bot: Bot, ana: Person, clock: Hands
) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=10)
    await ana.blocks()
    await bot.settled()
    before = len(api.calls.of("sendMessage"))
    for day in (3, 4, 5):
        clock.at(day, 11)
        await bot.tick()
    assert len(api.calls.of("sendMessage")) == before
    await ana.unblocks()
    await says(bot, ana, "oi")
    await bot.tick()
    assert is_assertion(from_bot(ana)[-1])


async def test_a_403_at_delivery_is_never_retried(api: BotApi, bot: Bot, ana: Person, clock: Hands) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=10)
    api.fault("sendMessage", Forbidden("user is deactivated"))
    clock.at(3, 11)
    for _ in range(5):
        await bot.tick()
        clock.forward(minutes=3)
    assert len([call for call in api.calls.of("sendMessage") if call.error]) == 1
    with bot.store.transaction() as tx:
        assert not tx.execute(asked.select().where(asked.c.show_due.is_not(None))).all()
