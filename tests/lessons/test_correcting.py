"""A corrected key is put right once, and told once."""

from __future__ import annotations

from bot.chat.posting import Later
from bot.lessons import history
from storage import memories
from storage.answers import Event
from tests.support.banks import bank, corrected
from tests.support.chats import Installation, Person, blocked
from tests.support.looking import known, log
from tests.support.replays import compared, rebuilt
from tests.support.words import choose, to_question


async def answered_once(chat: Installation, *, right: bool) -> tuple[Person, tuple[str, str]]:
    ana = chat.person()
    await ana.say("/start")
    await ana.answer(right=right)
    row = ana.rows()[0]
    return ana, (row.fact_id, row.variant_id)


def correct(chat: Installation, sentence: tuple[str, str]) -> None:
    chat.bank = corrected(bank(), sentence)
    chat.die()


async def test_a_corrected_key_rescores_and_is_one_further_entry_of_the_log(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    correct(chat, sentence)
    before = log(chat, ana)
    found = rebuilt(chat.school, ana.learner_id)
    assert [(c.fact_id, c.variant_id, c.marks) for c in found.corrections] == [(*sentence, True)]
    entries = log(chat, ana)
    assert entries[:-1] == before
    assert (entries[-1].kind, entries[-1].key) == (Event.CORRECTION, not before[0].key)
    assert entries[-1].sequence == before[-1].sequence + 1
    assert ana.rows()[0].points == 1
    assert history.as_corrected(entries)[0].key is not before[0].key
    await ana.say("/erros")
    assert "Está vazio" in ana.last.screen.text
    rebuilt(chat.school, ana.learner_id)
    assert log(chat, ana) == entries


async def test_a_correction_changes_when_the_fact_returns(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=True)
    believed = known(chat, ana)[sentence[0]]
    correct(chat, sentence)
    rebuilt(chat.school, ana.learner_id)
    with chat.store.transaction() as tx:
        record = memories.records(tx, 1)[sentence[0]]
    assert record.memory != believed
    assert (record.misses, record.mistaken) == (1, True)


async def test_who_is_affected_is_told_once_and_kindly(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    bia = chat.person(2)
    await bia.say("/start")
    correct(chat, sentence)
    for who in (ana, bia):
        rebuilt(chat.school, who.learner_id)
    sent = len(ana.messages), len(bia.messages)
    for _ in range(3):
        await chat.tick(seconds=1)
    assert (len(ana.messages), len(bia.messages)) == (sent[0] + 1, sent[1])
    text = ana.last.screen.text
    assert "O gabarito de 1 frase que você respondeu estava errado" in text
    assert "Desculpe" in text
    assert "azul" in text or "verde" in text


async def test_a_blank_is_worth_the_same_under_either_key_and_nobody_is_bothered(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.tap("Em branco")
    correct(chat, (ana.rows()[0].fact_id, ana.rows()[0].variant_id))
    believed = known(chat, ana)
    rebuilt(chat.school, ana.learner_id)
    assert known(chat, ana) == believed
    assert ana.rows()[0].points == 0
    sent = len(ana.messages)
    await chat.tick(seconds=1)
    assert len(ana.messages) == sent


async def test_a_notice_that_was_not_sent_is_sent_a_minute_later(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    correct(chat, sentence)
    rebuilt(chat.school, ana.learner_id)
    chat.sheet.trouble = lambda what, chat_id: Later()
    await chat.tick(seconds=1)
    chat.sheet.trouble = lambda what, chat_id: None
    sent = len(ana.messages)
    await chat.tick(seconds=59)
    assert len(ana.messages) == sent
    await chat.tick(seconds=1)
    assert len(ana.messages) == sent + 1


async def test_who_cannot_be_reached_hears_of_it_when_they_are_back(chat: Installation) -> None:
    ana, sentence = await answered_once(chat, right=False)
    chat.sheet.trouble = blocked
    await ana.say("/ajuda")
    chat.sheet.trouble = lambda what, chat_id: None
    correct(chat, sentence)
    rebuilt(chat.school, ana.learner_id)
    await chat.tick(seconds=1)
    assert "gabarito de 1 frase" not in ana.last.screen.text
    await ana.say("/ajuda")
    await chat.tick(days=1, seconds=5)
    assert sum("gabarito de 1 frase" in message.screen.text for message in ana.messages) == 1


async def test_the_outcome_of_a_question_says_nothing_once_its_answer_was_wrong(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    asked_id = await to_question(chat, ana)
    await choose(chat, ana, asked_id, right=True)
    row = ana.row(asked_id)
    correct(chat, (row.fact_id, row.variant_id))
    rebuilt(chat.school, ana.learner_id)
    with chat.store.transaction() as tx:
        assert memories.records(tx, 1)[row.fact_id].misses == 1
    assert compared(chat.school, ana.learner_id).identical


async def test_a_question_left_open_is_closed_by_a_rebuild(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    asked_id = await to_question(chat, ana)
    first = ana.rows()[0]
    other = next(row for row in ana.rows() if row.answered_at and row.id != asked_id) if first.id == asked_id else first
    chat.bank = corrected(bank(), (other.fact_id, other.variant_id))
    chat.die()
    rebuilt(chat.school, ana.learner_id)
    await chat.tick(seconds=1)
    assert not any("Que palavras" in message.screen.text for message in ana.messages)
    believed = known(chat, ana)
    await ana.press(f"q:{asked_id}:1")
    assert known(chat, ana) == believed
