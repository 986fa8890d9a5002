"""*Which words are wrong?*: when it is asked, what its answer changes, and that the truth always comes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.chat.posting import Later
from bot.chat.reply import Screen
from bot.lessons import answering
from bot.lessons.outcomes import Outdated
from bot.tutor import memory
from bot.tutor.grading import Mark
from bot.tutor.memory import Habits, WordsOutcome
from storage import wordings
from storage.answers import Event
from tests.support.banks import bank, fact
from tests.support.chats import Installation, Person
from tests.support.dying import Died
from tests.support.looking import everything, known, learner, log
from tests.support.words import asks_words, choose, question, to_question

MONDAY = date(2026, 3, 2)
QUESTION = "Que palavras estão erradas?"


async def asked(chat: Installation) -> tuple[Person, int]:
    ana = chat.person()
    await ana.say("/start")
    return ana, await to_question(chat, ana)


def message_of(ana: Person, ref: str | None) -> Screen:
    return next(message.screen for message in ana.messages if message.ref == ref)


def ends_on_the_truth(screen: Screen) -> bool:
    return "azul" in screen.blocks[-1].text and "verde" not in screen.blocks[-1].text


async def test_the_question_shows_the_sentence_unmarked_with_its_phrases_and_the_next_assertion_is_there(
    chat: Installation,
) -> None:
    ana, asked_id = await asked(chat)
    message = question(ana)
    assert message.screen.text.startswith("✅ Isso mesmo: Errado.")
    assert QUESTION in message.screen.text
    assert "azul" not in message.screen.text
    assert {span.style for block in message.screen.blocks if block.quoted for span in block.spans} == {"plain"}
    assert list(message.buttons) == ["1", "2", "3", "Pular"]
    listed = message.screen.blocks[2].text.splitlines()[1:]
    assert sorted(line[3:] for line in listed) == ["O fato", "na forma", "verde"]
    assert ana.last.asks is not None
    assert ana.last.asks != asked_id


@pytest.mark.parametrize(("right", "outcome"), [(True, WordsOutcome.RIGHT), (False, WordsOutcome.WRONG)])
async def test_the_choice_enters_the_update_of_the_answer(
    chat: Installation, right: bool, outcome: WordsOutcome
) -> None:
    ana, asked_id = await asked(chat)
    row = ana.row(asked_id)
    habits_then = learner(chat, ana).habits
    reply = await choose(chat, ana, asked_id, right=right)
    earlier = [entry for entry in log(chat, ana) if entry.kind is Event.ANSWER and entry.fact_id != row.fact_id]
    habits = Habits()
    for _ in earlier:
        _, habits = memory.review(None, Mark.RIGHT, guess=False, on=MONDAY, habits=habits)
    expected = memory.follow_up(None, Mark.RIGHT, guess=False, on=MONDAY, habits=habits, words=outcome)
    assert known(chat, ana)[row.fact_id] == expected
    assert learner(chat, ana).habits == habits_then
    assert reply.toast is not None
    assert ends_on_the_truth(message_of(ana, row.shown_ref))
    entry = log(chat, ana)[-1]
    assert (entry.kind, entry.words, entry.fact_id) == (Event.WORDS, outcome, row.fact_id)


async def test_the_feedback_says_whether_the_words_were_right(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    await choose(chat, ana, asked_id, right=True)
    assert "eram essas mesmo" in message_of(ana, ana.row(asked_id).shown_ref).text


async def test_skipping_changes_no_memory_and_is_logged(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    before = known(chat, ana)
    reply = await ana.tap("Pular", question(ana))
    assert reply.toast is None
    assert known(chat, ana) == before
    assert ends_on_the_truth(message_of(ana, ana.row(asked_id).shown_ref))
    assert log(chat, ana)[-1].words is WordsOutcome.SKIPPED


async def test_of_two_choices_the_first_counts(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    await choose(chat, ana, asked_id, right=False)
    before = everything(chat)
    reply = await choose(chat, ana, asked_id, right=True)
    assert "já foi respondida" in (reply.toast or "")
    assert everything(chat) == before


async def test_the_next_answer_closes_an_open_question_and_shows_its_whole_truth(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    ref = question(ana).ref
    before = known(chat, ana)[ana.row(asked_id).fact_id]
    await ana.answer(right=False)
    row = ana.row(asked_id)
    assert (row.words, row.before, row.feedback_due) == (WordsOutcome.SKIPPED, None, None)
    screen = message_of(ana, ref)
    assert QUESTION not in screen.text
    assert ends_on_the_truth(screen)
    assert [button.label for buttons in screen.rows for button in buttons] == ["Por quê?"]
    assert known(chat, ana)[row.fact_id] == before
    reply = await choose(chat, ana, asked_id, right=True)
    assert "já foi respondida" in (reply.toast or "")
    assert known(chat, ana)[row.fact_id] == before


async def test_a_further_tap_on_the_answer_shows_the_question_again(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    ref = question(ana).ref
    await ana.press(f"a:{asked_id}:e", ref)
    assert QUESTION in message_of(ana, ref).text


async def test_the_explanation_waits_for_the_question(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    assert isinstance(chat.school.run_now(answering.explain, ana.who, asked_id, now=chat.now), Outdated)


async def test_somebody_elses_question_cannot_be_answered(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    bia = chat.person(2)
    await bia.say("/start")
    before = everything(chat)
    assert "outra pessoa" in ((await bia.press(f"q:{asked_id}:1")).toast or "")
    for data in (f"q:{asked_id}:4", f"q:{asked_id}:-1", f"q:{asked_id}:", "q:999:1", "q::1", f"q:{asked_id}:1:1"):
        assert (await ana.press(data)).toast, data
    assert everything(chat) == before


async def test_an_assertion_that_asked_nothing_takes_no_words(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    other = next(row for row in ana.rows() if row.id != asked_id and row.answered_at is not None)
    assert "ficou para trás" in ((await ana.press(f"q:{other.id}:1")).toast or "")


async def test_nothing_is_asked_of_who_switched_it_off(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/config")
    await ana.tap("🔎 Que palavras?")
    await ana.tap("Desligado")
    await ana.finish()
    assert not any(asks_words(message) for message in ana.messages)
    assert all(row.words_order is None for row in ana.rows())


@pytest.mark.parametrize("label", ["Errado", "Chuto errado"])
async def test_it_is_asked_only_after_a_rightly_pressed_errado_that_says_little(chat: Installation, label: str) -> None:
    ana = chat.person()
    await ana.say("/start")
    while ana.last.asks is not None:
        await ana.tap(label, ana.last)
    window = {"Errado": True, "Chuto errado": False}[label]  # a marked guess leaves the chance at .13
    for row in ana.rows():
        assert (row.words_order is not None) is (window and row.truth is False), row


async def test_a_repeat_on_the_same_day_asks_nothing(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    again = repeated(chat, ana, ana.row(asked_id).fact_id, "e2")
    await ana.press(f"a:{again}:e")
    assert ana.row(again).words_order is None


async def test_a_sentence_whose_decoys_went_shows_the_truth_at_the_next_tap(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    ref = question(ana).ref
    chat.bank = bank_without_decoys()
    await chat.restart()
    await ana.press(f"q:{asked_id}:1", ref)
    assert ana.row(asked_id).words is WordsOutcome.SKIPPED
    assert ends_on_the_truth(message_of(ana, ref))


async def test_after_a_death_either_state_of_the_message_comes_back(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    ref = question(ana).ref

    def dies(what: str, chat_id: int) -> BaseException | None:
        return Died() if what == "edit" else None

    chat.sheet.trouble = dies
    with pytest.raises(Died):
        await ana.press(f"q:{asked_id}:0", ref)
    chat.sheet.trouble = lambda what, chat_id: None
    assert QUESTION in message_of(ana, ref).text
    await chat.restart()
    assert ends_on_the_truth(message_of(ana, ref))
    assert ana.row(asked_id).feedback_due is None


async def test_dying_before_an_older_message_is_brought_up_to_date_leaves_it_to_the_next_start(
    chat: Installation,
) -> None:
    ana, asked_id = await asked(chat)
    ref = question(ana).ref
    edits = 0

    def dies_at_the_second(what: str, chat_id: int) -> BaseException | None:
        nonlocal edits
        edits += what == "edit"
        return Died() if edits == 2 else None

    chat.sheet.trouble = dies_at_the_second
    with pytest.raises(Died):
        await ana.answer(right=False)
    chat.sheet.trouble = lambda what, chat_id: None
    await chat.restart()
    assert ends_on_the_truth(message_of(ana, ref))
    assert ana.row(asked_id).feedback_due is None
    assert len([message for message in ana.messages if message.asks is not None]) == 1


async def test_an_older_message_that_could_not_be_edited_is_brought_up_to_date_by_the_clock(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    ref = question(ana).ref
    edits = 0

    def fails_at_the_second(what: str, chat_id: int) -> BaseException | None:
        nonlocal edits
        edits += what == "edit"
        return Later() if edits == 2 else None

    chat.sheet.trouble = fails_at_the_second
    await ana.answer(right=False)
    chat.sheet.trouble = lambda what, chat_id: None
    assert QUESTION in message_of(ana, ref).text
    await chat.tick(seconds=31)
    assert ends_on_the_truth(message_of(ana, ref))
    assert ana.row(asked_id).feedback_due is None


async def test_an_older_message_that_was_deleted_is_let_go(chat: Installation) -> None:
    ana, asked_id = await asked(chat)
    chat.sheet.lose(question(ana).ref)
    await ana.answer(right=False)
    sent = len(ana.messages)
    await chat.tick(minutes=2)
    assert ana.row(asked_id).feedback_due is None
    assert len(ana.messages) == sent


async def test_the_question_at_the_end_of_a_set_stands_beside_the_summary_which_comes_once(
    chat: Installation,
) -> None:
    ana = chat.person()
    for seed_day in range(12):
        chat.now += timedelta(days=seed_day and 1)
        await ana.say("/start" if not seed_day else "/hoje")
        if ana.last.asks is None:
            continue
        await ana.finish()
        last = ana.rows()[-1]
        if last.words_order is not None and last.words is None:
            break
    else:
        raise AssertionError("no set ended on the question")
    assert "Pontuação" in ana.last.screen.text
    sent = len(ana.messages)
    await choose(chat, ana, last.id, right=True)
    await chat.restart()
    await chat.tick(minutes=2)
    assert len(ana.messages) == sent
    assert ends_on_the_truth(message_of(ana, last.shown_ref))


async def test_two_outcomes_at_once_are_one_by_the_database(chat: Installation) -> None:
    _, asked_id = await asked(chat)
    with chat.store.transaction() as tx:
        got = [wordings.settle(tx, asked_id, outcome, feedback_due=None) for outcome in WordsOutcome]
    assert got == [True, False, False]


def repeated(chat: Installation, ana: Person, fact_id: str, variant_id: str) -> int:
    from storage import asked as assertions

    learner_id = ana.learner_id
    values: dict[str, Any] = {"revision": 1, "truth": False, "handed_at": chat.now, "show_due": None, "position": 1}
    with chat.store.transaction() as tx:
        return assertions.hand_out(
            tx,
            assertions.seen(tx, learner_id, fact_id),
            learner_id=learner_id,
            delivery_id=None,
            fact_id=fact_id,
            variant_id=variant_id,
            **values,
        ).id


def bank_without_decoys() -> Any:
    from dataclasses import replace

    from content.bank import Bank

    def bare(number: int, subtopic_id: str) -> Any:
        whole = fact(number, subtopic_id)
        return replace(whole, variants=tuple(replace(variant, decoys=()) for variant in whole.variants))

    facts = {"s1": tuple(bare(n, "s1") for n in range(1, 7)), "s2": tuple(bare(n, "s2") for n in range(7, 13))}
    return Bank(tuple(replace(subtopic, facts=facts[subtopic.id]) for subtopic in bank().subtopics))
