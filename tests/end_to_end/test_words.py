"""*Which words are wrong?*, the error notebook and a corrected key, through the real application over HTTP."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.lessons import replaying
from storage.answers import Event
from storage.tables import answers, asked
from tests.botapi import BotApi, DropReply, Hang, Message, Person
from tests.end_to_end.acts import answers_all, from_bot, is_assertion, key_of, open_assertions, says, taps, wrong
from tests.end_to_end.bots import Bot, Hands

QUESTION = "Que palavras estão erradas?"
SKIP = "Pular"


def questions(person: Person) -> list[Message]:
    """The messages that ask which words are wrong."""
    return [message for message in from_bot(person) if QUESTION in message.text]


async def to_question(bot: Bot, person: Person) -> Message:
    """Answer rightly until the question comes."""
    await says(bot, person, "/start")
    while not questions(person):
        await taps(bot, person, key_of(from_bot(person)[-1]))
    return questions(person)[0]


def number_of(message: Message, phrase: str) -> str:
    """The button of a phrase."""
    return next(line[0] for line in message.text.splitlines() if line[1:] == f". {phrase}")


def outcomes(bot: Bot) -> list[str]:
    """The outcomes in the log, in its order."""
    with bot.store.transaction() as tx:
        query = select(answers.c.words).where(answers.c.kind == Event.WORDS).order_by(answers.c.sequence)
        return [str(words) for words in tx.execute(query).scalars()]


async def test_the_question_never_delays_the_next_assertion(bot: Bot, ana: Person) -> None:
    asked_about = await to_question(bot, ana)
    assert asked_about.labels == ["1", "2", "3", SKIP]
    assert "azul" not in asked_about.text
    assert is_assertion(from_bot(ana)[-1])
    assert len(open_assertions(ana)) == 1


@pytest.mark.parametrize(
    ("phrase", "toast", "line"),
    [("verde", "🎯", "eram essas mesmo"), ("O fato", "🔎", "eram outras")],
)
async def test_a_choice_turns_the_message_into_the_whole_verdict(
    bot: Bot, ana: Person, phrase: str, toast: str, line: str
) -> None:
    message = await to_question(bot, ana)
    following = from_bot(ana)[-1].text
    assert (await taps(bot, ana, number_of(message, phrase), message)).startswith(toast)
    assert line in message.text
    assert message.labels == ["Por quê?"]
    assert message.text.rstrip().split("\n\n")[-1].count("azul") == 1
    assert from_bot(ana)[-1].text == following
    assert outcomes(bot) == ["right" if phrase == "verde" else "wrong"]


async def test_skipping_is_fine(bot: Bot, ana: Person) -> None:
    message = await to_question(bot, ana)
    assert await taps(bot, ana, SKIP, message) == ""
    assert message.labels == ["Por quê?"]
    assert outcomes(bot) == ["skipped"]


async def test_going_on_without_choosing_brings_the_truth_into_the_older_message(bot: Bot, ana: Person) -> None:
    message = await to_question(bot, ana)
    forged = [button.data for row in message.buttons for button in row]
    await taps(bot, ana, wrong(from_bot(ana)[-1]))
    assert QUESTION not in message.text
    assert message.labels == ["Por quê?"]
    assert "azul" in message.text
    late = await ana.forges(message, forged[0])
    assert "já foi respondida" in ((await late.answer).text or "")
    assert outcomes(bot) == []


async def test_a_whole_set_of_right_answers_leaves_one_open_question_at_most(bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana)
    assert "Pontuação líquida +10" in from_bot(ana)[-1].text
    assert len(questions(ana)) <= 1
    with bot.store.transaction() as tx:
        orders = tx.execute(select(asked.c.words_order).where(asked.c.words_order.is_not(None))).scalars().all()
    assert len(orders) >= 3


async def test_another_persons_question_cannot_be_answered(api: BotApi, bot: Bot, ana: Person) -> None:
    message = await to_question(bot, ana)
    bruno = api.person("Bruno", language_code="pt-br")
    theirs = await says(bot, bruno, "/start")
    tap = await bruno.forges(theirs, message.buttons[0][0].data)
    assert "outra pessoa" in ((await tap.answer).text or "")
    assert QUESTION in message.text


@pytest.mark.parametrize("applied", [False, True])
async def test_dying_while_the_choice_is_shown_brings_the_truth_after_the_start(
    api: BotApi, bot: Bot, ana: Person, applied: bool
) -> None:
    message = await to_question(bot, ana)
    fault = api.fault("editMessageText", Hang(30, applied=applied))
    await ana.taps(message, SKIP)
    await api.until(lambda: fault.hits)
    await bot.kill()
    await bot.start()
    await bot.settled()
    assert QUESTION not in message.text
    assert "azul" in message.text
    assert len(open_assertions(ana)) == 1


async def test_a_lost_answer_to_the_edit_does_no_harm(api: BotApi, polling_bot: Bot, ana: Person, clock: Hands) -> None:
    bot = polling_bot
    message = await to_question(bot, ana)
    api.fault("editMessageText", DropReply())
    await taps(bot, ana, SKIP, message)
    clock.forward(minutes=2)
    await bot.tick()
    assert message.labels == ["Por quê?"]
    assert len(open_assertions(ana)) == 1


async def test_the_question_is_switched_off_by_a_button(polling_bot: Bot, ana: Person) -> None:
    bot = polling_bot
    await says(bot, ana, "/start")
    await says(bot, ana, "/config")
    await taps(bot, ana, "🔎 Que palavras?")
    await taps(bot, ana, "Desligado")
    await says(bot, ana, "/hoje")
    await answers_all(bot, ana)
    assert questions(ana) == []


async def test_what_was_missed_stands_in_the_notebook_and_can_be_reviewed_at_once(bot: Bot, ana: Person) -> None:
    await says(bot, ana, "/start")
    await answers_all(bot, ana, missing=5)
    book = await says(bot, ana, "/erros")
    assert "5 fatos a acertar" in book.text
    assert book.labels == ["1/2", "›", "Revisar estes"]
    await taps(bot, ana, "›", book)
    assert book.labels == ["‹", "2/2", "Revisar estes"]
    await taps(bot, ana, "Revisar estes", book)
    assert is_assertion(from_bot(ana)[-1])
    assert "1/1" in from_bot(ana)[-1].text


async def test_a_corrected_key_is_told_once(polling_bot: Bot, ana: Person) -> None:
    from tests.lessons.test_replaying import corrected
    from tests.support.banks import bank

    bot = polling_bot
    first = await says(bot, ana, "/start")
    await taps(bot, ana, wrong(first))
    with bot.store.transaction() as tx:
        fact_id, variant_id = tx.execute(select(answers.c.fact_id, answers.c.variant_id)).one()
    await bot.stop()
    bot.bank = corrected(bank(), (fact_id, variant_id))
    await bot.start()
    bot.process.school.run_now(replaying.rebuild, 1, bot.clock())
    for _ in range(3):
        await bot.tick()
    assert len([message for message in from_bot(ana) if "gabarito de 1 frase" in message.text]) == 1
