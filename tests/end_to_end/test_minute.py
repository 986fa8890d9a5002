"""/minuto through the real application over HTTP: one message, edited."""

from __future__ import annotations

from tests.botapi import BotApi, Hang, Person
from tests.end_to_end.acts import answers_all, from_bot, is_assertion, key_of, says, taps
from tests.end_to_end.bots import Bot, Hands


async def test_a_minute_is_one_message_that_ends_on_the_truth_of_what_was_missed(
    bot: Bot, ana: Person, clock: Hands
) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana)
    message = await says(bot, ana, "/minuto")
    before = len(from_bot(ana))
    assert message.labels == ["Certo", "Errado", "Em branco"]
    clock.forward(seconds=10)
    toast = await taps(bot, ana, key_of_minute(message.text), message)
    assert toast.startswith("✅ Era")
    assert message.text.startswith("⏱ 50 s · ✅ 1")
    missed = message.text
    await taps(bot, ana, other(key_of_minute(missed)), message)
    assert "❌ Era" in message.text
    clock.forward(seconds=50)
    assert "não contou" in await taps(bot, ana, "Certo", message)
    assert "1 certa · 1 errada · 0 em branco" in message.text
    assert "verde" not in message.text
    assert number_in(missed) in message.text
    assert message.labels == ["De novo"]
    assert len(from_bot(ana)) == before


async def test_a_minute_left_alone_is_closed_by_the_clock_and_again_begins_another(
    bot: Bot, ana: Person, clock: Hands
) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana)
    message = await says(bot, ana, "/minuto")
    clock.forward(seconds=60)
    await bot.tick()
    assert message.labels == ["De novo"]
    await taps(bot, ana, "De novo", message)
    assert is_assertion(from_bot(ana)[-1])
    assert from_bot(ana)[-1] is not message


async def test_dying_in_the_middle_of_a_minute_counts_once_and_goes_on_in_the_same_message(
    api: BotApi, bot: Bot, ana: Person
) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana)
    message = await says(bot, ana, "/minuto")
    fault = api.fault("editMessageText", Hang(30, applied=False))
    await ana.taps(message, key_of_minute(message.text))
    await api.until(lambda: fault.hits)
    await bot.kill()
    await bot.start()
    await bot.settled()
    assert "· ✅ 1 · ❌ 0" in message.text
    assert [m for m in from_bot(ana) if is_assertion(m)] == [message]


async def test_the_set_that_waits_goes_on_after_a_minute(bot: Bot, ana: Person, clock: Hands) -> None:
    first = await says(bot, ana, "/start")
    minute = await says(bot, ana, "/minuto")
    await taps(bot, ana, key_of_minute(minute.text), minute)
    await taps(bot, ana, key_of(first), first)
    assert is_assertion(from_bot(ana)[-1])
    assert "/10" in from_bot(ana)[-1].text


def key_of_minute(text: str) -> str:
    """The right answer to the assertion at the end of the message."""
    return "Certo" if "é azul" in text.split("\n\n")[-1] else "Errado"


def other(answer: str) -> str:
    """The wrong one."""
    return "Errado" if answer == "Certo" else "Certo"


def number_in(text: str) -> str:
    """Which fact the assertion at the end of the message is about."""
    words = text.split("\n\n")[-1].split()
    return " ".join(words[:3])
