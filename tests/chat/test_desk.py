from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.commands import COMMANDS, listed
from tests.support.chats import Installation
from tests.support.looking import everything, log

anything = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    "text",
    ["oi", "Certo", "👍", "", " ", "\n", "/", "/ ", "//", "/nada", "/Nada@Outro", "/hoje_", "x" * 4096,
     "/" + "x" * 4095, "<b>oi</b>", "\x00", "‮", None],
)  # fmt: skip
@pytest.mark.parametrize("known", [False, True])
async def test_what_cannot_be_understood_gets_a_short_helpful_line(
    chat: Installation, text: str | None, known: bool
) -> None:
    ana = chat.person()
    if known:
        await ana.say("/start")
    before, stood = everything(chat), len(ana.messages)
    await ana.say(text)
    assert len(ana.messages) == stood + 1
    assert "/ajuda" in ana.last.screen.text
    assert len(ana.last.screen.text) < 200
    assert everything(chat) == before


@anything
@given(text=st.text(max_size=200) | st.text(max_size=40).map(lambda rest: f"/{rest}"))
async def test_no_text_is_left_without_an_answer(chat: Installation, text: str) -> None:
    reply = await chat.person(77).say(text)
    assert reply.posts


@anything
@given(data=st.text(max_size=80) | st.from_regex(r"\A[awmncsxg](:[0-9a-z_-]{0,12}){0,3}\Z"))
async def test_no_forged_data_of_a_stranger_does_anything_or_stays_without_an_answer(
    chat: Installation, data: str
) -> None:
    before = everything(chat)
    stranger = chat.person(78)
    reply = await stranger.press(data)
    assert reply.toast or reply.posts or reply.rewrite
    if data != "g:start":
        assert everything(chat) == before


@pytest.mark.parametrize(
    "data", ["c:nothing", "c:", "s:time:99999", "s:x:y", "zzz", "a:999:c", "m:999", "n:999:n", "w:999:1"]
)
async def test_an_old_or_forged_button_says_so_in_a_toast(chat: Installation, data: str) -> None:
    ana = chat.person()
    await ana.say("/start")
    before, stood = everything(chat), len(ana.messages)
    reply = await ana.press(data, ana.last.ref)
    assert reply.toast == "Este botão ficou para trás. /hoje mostra onde você está."
    assert everything(chat) == before
    assert len(ana.messages) == stood
    assert ana.last.asks is not None


async def test_a_second_tap_changes_nothing_and_says_so(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    message = ana.last
    certo, errado = message.buttons["Certo"].data, message.buttons["Errado"].data
    await ana.press(certo, message.ref)
    before, stood = everything(chat), [(m.ref, m.screen) for m in ana.messages]
    for again in (certo, errado, certo):
        reply = await ana.press(again, message.ref)
        assert reply.toast == "Esta já foi respondida; vale o primeiro toque."
    assert everything(chat) == before
    assert [(m.ref, m.screen) for m in ana.messages] == stood


async def test_somebody_elses_button_says_so(chat: Installation) -> None:
    ana, bia = chat.person(1), chat.person(2, "en")
    await ana.say("/start")
    await bia.say("/start")
    before = everything(chat)
    reply = await bia.press(ana.last.buttons["Certo"].data)
    assert reply.toast == "This button belongs to somebody else. /start gives you your own."
    assert everything(chat) == before


async def test_an_edited_message_changes_nothing_and_is_told_so(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    before, stood = everything(chat), len(ana.messages)
    await ana.say("/apagar", edited=True)
    assert len(ana.messages) == stood + 1
    assert "/hoje" in ana.last.screen.text
    assert everything(chat) == before


async def test_an_edit_without_words_as_of_a_moving_position_is_not_answered_every_few_seconds(
    chat: Installation,
) -> None:
    ana = chat.person()
    await ana.say("/start")
    stood = len(ana.messages)
    await ana.say(None, edited=True)
    assert len(ana.messages) == stood


@pytest.mark.parametrize("name", [name for c in COMMANDS for name in (c.name, *c.aliases)])
@pytest.mark.parametrize("written", ["/{}", "/{}@AssertivaBot", "  /{}  ", "/{} e mais", "/{}\ne mais"])
async def test_every_command_answers_however_it_is_written(chat: Installation, name: str, written: str) -> None:
    ana = chat.person()
    await ana.say("/start")
    stood = len(ana.messages)
    await ana.say(written.format(name.upper() if name == "hoje" else name))
    assert len(ana.messages) == stood + (2 if name in ("duelo", "duel") else 1)  # its link, and its first assertion
    assert "Não conheço" not in ana.last.screen.text


async def test_the_first_assertion_is_one_tap_from_the_start(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    (message,) = ana.messages
    assert message.asks is not None
    assert [[button.label for button in row] for row in message.screen.rows] == [
        ["Certo", "Errado"],
        ["Chuto certo", "Em branco", "Chuto errado"],
    ]


async def test_a_guess_scores_like_an_answer_and_is_marked_in_the_log(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    truth = ana.rows()[0].truth
    await ana.tap("Chuto certo" if truth else "Chuto errado")
    (entry,) = log(chat, ana)
    assert entry.guess
    assert ana.rows()[0].points == 1


async def test_help_lists_every_command_that_the_menu_shows(chat: Installation) -> None:
    ana = chat.person(language="en")
    await ana.say("/help")
    for name, words in listed("en"):
        assert f"/{name} – {words}" in ana.last.screen.text


async def test_why_unfolds_and_folds_in_place(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    message = ana.last
    await ana.answer()
    folded = message.screen
    await ana.tap("Por quê?", message)
    assert "Explicação longa" in message.screen.text
    await ana.tap("‹ Voltar", message)
    assert message.screen == folded


async def test_settings_are_changed_in_place(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/config")
    await ana.say("/start")
    await ana.say("/config")
    menu, stood = ana.last, len(ana.messages)
    await ana.press("c:lang", menu.ref)
    await ana.tap("English", menu)
    assert len(ana.messages) == stood
    assert "Which language" in menu.screen.text
    await ana.tap("‹ Back", menu)
    assert "Settings" in menu.screen.text


async def test_every_button_of_every_page_of_the_settings_can_be_pressed(chat: Installation) -> None:
    ana = chat.person()
    await ana.say("/start")
    await ana.say("/config")
    menu = ana.last
    for page in [button.data for button in menu.buttons.values()]:
        await ana.press(page, menu.ref)
        for place in range(len(menu.buttons)):
            for _ in range(2):  # what a first tap switches off, the second switches on again
                data = list(menu.buttons.values())[place].data
                if data.startswith("s:") and not data.startswith("s:lang"):
                    reply = await ana.press(data, menu.ref)
                    assert reply.toast == "Salvo", data
