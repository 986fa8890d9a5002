"""/minuto: one message, sixty seconds, what counts and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.posting import Unknown
from bot.tutor import memory
from bot.tutor.grading import Answer, Mark
from storage import minutes
from storage.minutes import Minute
from tests.support.banks import bank
from tests.support.chats import Installation, Message, Person, blocked
from tests.support.dying import Died
from tests.support.looking import everything, known, learner, log


def the_minute(chat: Installation, minute_id: int = 1) -> Minute:
    found = chat.store.run_now(lambda tx: minutes.get(tx, minute_id))
    assert found is not None
    return found


async def begun(chat: Installation, user_id: int = 1) -> tuple[Person, Message]:
    """Somebody whose first set is through, in the first second of a minute."""
    ana = chat.person(user_id)
    await ana.say("/start")
    await ana.finish()
    await ana.say("/minuto")
    return ana, ana.last


async def test_the_whole_minute_is_one_message(chat: Installation) -> None:
    ana, message = await begun(chat)
    sent = len(ana.messages)
    assert message.screen.text.startswith("⏱ 60 s")
    assert list(message.buttons) == ["Certo", "Errado", "Em branco"]
    for right in (True, False, True):
        chat.now += timedelta(seconds=5)
        await ana.answer(right=right)
    assert len(ana.messages) == sent
    assert ana.last.ref == message.ref
    assert "⏱ 45 s · ✅ 2 · ❌ 1 · ◻️ 0" in ana.last.screen.text
    assert "✅ Era" in ana.last.screen.text
    assert ana.last.asks is not None


async def test_no_fact_comes_twice_and_what_waits_in_the_set_is_left_alone(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    waiting = ana.last
    await ana.say("/minuto")
    while ana.last.asks is not None:
        await ana.answer()
    rows = [row for row in ana.rows() if row.minute_id]
    assert len({row.fact_id for row in rows}) == len(rows) == 11
    assert ana.row(waiting.asks or 0).outdated is False
    assert "Acabou o minuto" in ana.last.screen.text
    await ana.press(waiting.buttons["Certo"].data, waiting.ref)
    assert ana.row(waiting.asks or ana.rows()[0].id).answered_at is not None


async def test_an_answer_after_the_end_is_not_counted_and_the_message_becomes_the_tally(chat: Installation) -> None:
    ana, message = await begun(chat)
    await ana.answer(right=False)
    missed = next(row for row in ana.rows() if row.minute_id)
    await ana.answer()
    entries = len(log(chat, ana))
    chat.now += timedelta(seconds=60)
    reply = await ana.answer()
    assert "não contou" in (reply.toast or "")
    assert len(log(chat, ana)) == entries
    assert message.asks is None
    text = message.screen.text
    assert "Pontuação líquida 0: 1 certa · 1 errada · 0 em branco." in text
    assert f"O fato {int(missed.fact_id[2:])} é azul" in text
    assert "verde" not in text
    assert list(message.buttons) == ["De novo"]


async def test_an_answer_in_the_last_instant_counts(chat: Installation) -> None:
    ana, _ = await begun(chat)
    chat.now += timedelta(seconds=60) - timedelta(microseconds=1)
    before = len(log(chat, ana))
    await ana.answer()
    assert len(log(chat, ana)) == before + 1


async def test_a_minute_left_alone_is_closed_by_the_next_tick(chat: Installation) -> None:
    ana, message = await begun(chat)
    sent = len(ana.messages)
    await chat.tick(seconds=59)
    assert message.asks is not None
    await chat.tick(seconds=1)
    assert "Acabou o minuto" in message.screen.text
    assert len(ana.messages) == sent
    closed = the_minute(chat)
    assert closed.closed_at == chat.now
    assert closed.show_due is None
    calls = len(chat.sheet.calls)
    await chat.tick(seconds=1)
    assert len(chat.sheet.calls) == calls


async def test_ten_minutes_a_day_are_fine_and_again_begins_another(chat: Installation) -> None:
    ana, _ = await begun(chat)
    for _ in range(9):
        await chat.tick(seconds=61)
        await ana.tap("De novo")
        assert ana.last.asks is not None
    assert the_minute(chat, 10).closed_at is None


async def test_a_minute_that_runs_is_shown_anew_when_asked_for_again(chat: Installation) -> None:
    ana, first = await begun(chat)
    asked_id = first.asks
    chat.now += timedelta(seconds=20)
    await ana.say("/minuto")
    assert (first.asks, ana.last.asks) == (None, asked_id)
    assert ana.last.screen.text.startswith("⏱ 40 s")
    await ana.answer()
    assert the_minute(chat).shown_ref == ana.last.ref


async def test_one_whose_time_is_over_gives_way_to_the_next(chat: Installation) -> None:
    ana, first = await begun(chat)
    chat.now += timedelta(seconds=70)
    await ana.say("/minuto")
    assert ana.last.screen.text.startswith("⏱ 60 s")
    await chat.tick()
    assert "Acabou o minuto" in first.screen.text


async def test_answers_count_for_a_memory_only_where_they_are_the_first_of_the_day(chat: Installation) -> None:
    ana, _ = await begun(chat)  # ten of the twelve facts were answered today
    believed = known(chat, ana)
    habits = learner(chat, ana).habits
    while ana.last.asks is not None:
        await ana.answer(right=False)
    after = known(chat, ana)
    assert {fact_id: after[fact_id] for fact_id in believed} == believed
    new = after.keys() - believed.keys()
    assert len(new) == 2
    first, _ = memory.review(None, Mark.WRONG, guess=None, on=the_minute(chat).day, habits=habits)
    assert all(after[fact_id] == first for fact_id in new)
    assert learner(chat, ana).habits == habits


async def test_answers_are_logged_as_given_in_a_minute(chat: Installation) -> None:
    ana, _ = await begun(chat)
    chat.now += timedelta(seconds=3)
    await ana.answer()
    chat.now += timedelta(seconds=2)
    await ana.press(f"a:{ana.last.asks}:b", ana.last.ref)
    one, two = log(chat, ana)[-2:]
    assert [(e.source, e.source_id, e.guess_offered, e.guess) for e in (one, two)] == [("minute", 1, False, False)] * 2
    assert (one.elapsed_ms, two.elapsed_ms) == (3_000, 2_000)
    assert two.answer is Answer.BLANK


async def test_a_guess_that_was_never_offered_is_no_guess(chat: Installation) -> None:
    ana, message = await begun(chat)
    asked_id = message.asks
    await ana.press(f"a:{asked_id}:C", message.ref)
    assert ana.row(asked_id or 0).guess is False
    assert log(chat, ana)[-1].guess is False


async def test_a_second_tap_changes_nothing(chat: Installation) -> None:
    ana, message = await begun(chat)
    asked_id = message.asks
    await ana.press(f"a:{asked_id}:c", message.ref)
    before, entries = ana.rows(), len(log(chat, ana))
    reply = await ana.press(f"a:{asked_id}:e", message.ref)
    assert "já foi respondida" in (reply.toast or "")
    assert (ana.rows(), len(log(chat, ana))) == (before, entries)
    assert message.asks is not None


async def test_a_tap_after_the_tally_changes_no_row_that_counts(chat: Installation) -> None:
    ana, message = await begun(chat)
    asked_id = message.asks
    await chat.tick(seconds=61)
    entries, rows = len(log(chat, ana)), ana.rows()
    reply = await ana.press(f"a:{asked_id}:c", message.ref)
    assert "não contou" in (reply.toast or "")
    assert (len(log(chat, ana)), ana.rows()) == (entries, rows)


async def test_somebody_elses_minute_cannot_be_answered(chat: Installation) -> None:
    _, message = await begun(chat)
    bia = chat.person(2)
    await bia.say("/start")
    before = everything(chat)
    reply = await bia.press(f"a:{message.asks}:c")
    assert "outra pessoa" in (reply.toast or "")
    assert everything(chat) == before


async def test_a_minute_asks_nothing_about_words_and_explains_nothing_more(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/minuto")
    while ana.last.asks is not None:
        await ana.answer()
    rows = [row for row in ana.rows() if row.minute_id]
    assert any(not row.truth for row in rows)
    assert all(row.words_order is None for row in rows)
    assert "ficou para trás" in ((await ana.press(f"w:{rows[0].id}:1")).toast or "")


async def test_after_a_death_between_answer_and_edit_the_message_is_brought_up_to_date(chat: Installation) -> None:
    ana, message = await begun(chat)
    chat.sheet.trouble = lambda what, chat_id: Died() if what == "edit" else None
    with pytest.raises(Died):
        await ana.answer()
    chat.sheet.trouble = lambda what, chat_id: None
    sent = len(ana.messages)
    chat.now += timedelta(seconds=5)
    await chat.restart()
    assert len(ana.messages) == sent
    assert message.asks == ana.rows()[-1].id
    assert "⏱ 55 s" in message.screen.text


async def test_a_minute_whose_message_was_never_sent_begins_anew_at_the_start(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.trouble = lambda what, chat_id: Died() if what == "send" else None
    with pytest.raises(Died):
        await ana.say("/minuto")
    chat.sheet.trouble = lambda what, chat_id: None
    chat.now += timedelta(seconds=20)
    await chat.restart()
    assert ana.last.asks == ana.rows()[-1].id
    assert the_minute(chat).ends_at == chat.now + timedelta(seconds=60)


async def test_a_send_of_unknown_outcome_leaves_one_minute_and_a_tap_on_it_counts(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    chat.sheet.trouble = lambda what, chat_id: Unknown() if what == "send" else None
    chat.sheet.arrived = True
    await ana.say("/minuto")
    chat.sheet.trouble, chat.sheet.arrived = lambda what, chat_id: None, False
    message = ana.last
    await ana.answer()
    assert the_minute(chat).shown_ref == message.ref
    assert "✅ 1" in message.screen.text


async def test_nobody_shows_the_minute_of_who_cannot_be_reached(chat: Installation) -> None:
    _, message = await begun(chat)
    chat.sheet.trouble = blocked
    await chat.tick(seconds=61)
    chat.sheet.trouble = lambda what, chat_id: None
    calls = len(chat.sheet.calls)
    for _ in range(5):
        await chat.tick(minutes=2)
    assert len(chat.sheet.calls) == calls
    assert message.asks is not None


async def test_a_deleted_message_is_answered_by_a_new_one(chat: Installation) -> None:
    ana, message = await begun(chat)
    await ana.answer()
    chat.sheet.lose(message.ref)
    await chat.tick(seconds=61)
    assert "Acabou o minuto" in ana.last.screen.text


async def test_a_stranger_is_shown_the_door_in(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/minuto")
    assert "/start" in ana.last.screen.text


async def test_a_bank_with_nothing_left_begins_no_minute(chat: Installation) -> None:
    chat.bank = bank(2)
    chat.die()
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/minuto")
    await ana.answer()
    assert "Acabou o minuto" in ana.last.screen.text
    with chat.store.transaction() as tx:
        assert minutes.running(tx, 1) is None
