from __future__ import annotations

from bot.chat.reply import Button, Rows
from bot.local.keyboard import Keyboard

CERTO, ERRADO, WHY = Button("Certo", "a:1:c"), Button("Errado", "a:1:e"), Button("Por quê?", "w:1:1")
QUESTION: Rows = ((CERTO, ERRADO),)
VERDICT: Rows = ((WHY,),)


def test_the_newest_messages_buttons_have_numbers() -> None:
    keyboard = Keyboard()
    assert keyboard.put([(1, QUESTION)]) == {1: [[("1", CERTO), ("2", ERRADO)]]}
    assert keyboard.pressed("2") == (1, ERRADO)
    assert keyboard.pressed("3") is None


def test_an_older_message_that_changed_has_letters_and_the_numbers_stay_with_the_newest() -> None:
    keyboard = Keyboard()
    shown = keyboard.put([(1, VERDICT), (2, QUESTION)])
    assert shown == {1: [[("a", WHY)]], 2: [[("1", CERTO), ("2", ERRADO)]]}
    keyboard.put([(1, VERDICT)])
    assert keyboard.pressed("A") == (1, WHY)
    assert keyboard.pressed("1") == (2, CERTO)


def test_when_the_newest_loses_its_buttons_the_numbers_pass_to_the_one_before() -> None:
    keyboard = Keyboard()
    keyboard.put([(1, QUESTION)])
    keyboard.put([(1, VERDICT), (2, ())])
    assert keyboard.pressed("1") == (1, WHY)
    assert keyboard.pressed("2") is None


def test_a_message_without_buttons_leaves_the_numbers_where_they_are() -> None:
    keyboard = Keyboard()
    keyboard.put([(1, QUESTION)])
    keyboard.put([(2, ())])
    assert keyboard.pressed("1") == (1, CERTO)


def test_where_the_letters_run_out_the_rest_has_none() -> None:
    many: Rows = tuple((Button(str(n), f"c:{n}"),) for n in range(30))
    keyboard = Keyboard()
    shown = keyboard.put([(1, many), (2, QUESTION)])
    assert sum(map(len, shown[1])) == 26
