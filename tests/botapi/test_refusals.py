"""Each rule of Telegram that bots break, with the server's own words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Asker

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Certo", **button}]]}


async def test_an_edit_must_change_something(ask: Asker, ana: Person) -> None:
    sent = await ask("sendMessage", chat_id=ana.id, text="<b>oi</b>", parse_mode="HTML")
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    assert await ask.refused("editMessageText", text=" <b>oi</b>\n", parse_mode="HTML", **place) == NOT_MODIFIED
    await ask("editMessageText", text="oi", **place)
    await ask("editMessageReplyMarkup", reply_markup=keyboard(callback_data="x"), **place)
    same = await ask.refused("editMessageReplyMarkup", reply_markup=keyboard(callback_data="x"), **place)
    assert same == NOT_MODIFIED
    assert ana.chat.last.edited == 2


async def test_an_edit_without_a_keyboard_takes_it_away(ask: Asker, ana: Person) -> None:
    sent = await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard(callback_data="x"))
    await ask("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="oi")
    assert ana.chat.last.labels == []


async def test_a_callback_query_is_answered_once(ask: Asker, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard(callback_data="x"))
    tap = await ana.taps(ana.chat.last, "Certo")
    assert await ask("answerCallbackQuery", callback_query_id=tap.id, text="isso") is True
    assert (await tap.answer).text == "isso"
    assert await ask.refused("answerCallbackQuery", callback_query_id=tap.id) == TOO_OLD


async def test_a_callback_query_is_answered_soon(ask: Asker, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard(callback_data="x"))
    tap = await ana.taps(ana.chat.last, "x")
    tap.expire()
    assert await ask.refused("answerCallbackQuery", callback_query_id=tap.id) == TOO_OLD
    assert await ask.refused("answerCallbackQuery", callback_query_id="77") == TOO_OLD


async def test_a_toast_has_200_characters(ask: Asker, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard(callback_data="x"))
    tap = await ana.taps(ana.chat.last, "x")
    long = await ask.refused("answerCallbackQuery", callback_query_id=tap.id, text="é" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"
    await ask("answerCallbackQuery", callback_query_id=tap.id, text="é" * 200, show_alert=True)
    assert (await tap.answer).alert


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33])
async def test_callback_data_has_64_bytes(ask: Asker, ana: Person, data: str) -> None:
    said = await ask.refused("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard(callback_data=data))
    assert said == "400 Bad Request: BUTTON_DATA_INVALID"
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard(callback_data="é" * 32))


async def test_a_button_has_one_action(ask: Asker, ana: Person) -> None:
    none = await ask.refused("sendMessage", chat_id=ana.id, text="oi", reply_markup=keyboard())
    assert none == (
        "400 Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    )
    both = keyboard(callback_data="x", url="https://example.com")
    assert "exactly one" in await ask.refused("sendMessage", chat_id=ana.id, text="oi", reply_markup=both)


async def test_a_deep_link_carries_64_safe_characters(ask: Asker, ana: Person) -> None:
    good = keyboard(url=f"https://t.me/assertiva_test_bot?start={'a-_9' * 16}")
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=good)
    for payload in ("a" * 65, "a.b", "", "a%20b"):
        bad = keyboard(url=f"https://t.me/assertiva_test_bot?start={payload}")
        assert "deep link" in await ask.refused("sendMessage", chat_id=ana.id, text="oi", reply_markup=bad)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>oi", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<i><b>oi</b>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("é <foo>oi</foo>", 'Unsupported start tag "foo" at byte offset 3'),
        ("<b>é</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("oi</b>", "Unexpected end tag at byte offset 2"),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_html_must_parse(ask: Asker, ana: Person, text: str, words: str) -> None:
    said = await ask.refused("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    assert said == f"400 Bad Request: can't parse entities: {words}"


async def test_length_is_counted_after_parsing(ask: Asker, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text=f"<b>{'é' * 4096}</b>", parse_mode="HTML")
    long = await ask.refused("sendMessage", chat_id=ana.id, text="é" * 4097)
    assert long == "400 Bad Request: message is too long"
    for empty in ("", " \n", "<b></b>"):
        said = await ask.refused("sendMessage", chat_id=ana.id, text=empty, parse_mode="HTML")
        assert said == "400 Bad Request: message text is empty"


async def test_a_caption_has_1024_characters(ask: Asker, ana: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id), "caption": "x" * 1025})
    form.add_field("document", b"abc", filename="a.txt")
    async with ask.session.post(f"{ask.api.url}/bot123:abc/sendDocument", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: message caption is too long"


async def test_blocked_deactivated_and_unknown(ask: Asker, api: BotApi, ana: Person) -> None:
    await ana.blocks()
    said = await ask.refused("sendMessage", chat_id=ana.id, text="oi")
    assert said == "403 Forbidden: bot was blocked by the user"
    await ana.unblocks()
    await ask("sendMessage", chat_id=ana.id, text="oi")
    ana.deactivated = True
    said = await ask.refused("sendMessage", chat_id=ana.id, text="oi")
    assert said == "403 Forbidden: user is deactivated"
    assert await ask.refused("sendMessage", chat_id=99, text="oi") == "400 Bad Request: chat not found"
    stranger = api.person("Zé")
    assert await ask.refused("sendMessage", chat_id=stranger.id, text="oi") == "400 Bad Request: chat not found"
    api.group("Estudos", [stranger])
    said = await ask.refused("sendMessage", chat_id=stranger.id, text="oi")
    assert said == "403 Forbidden: bot can't initiate conversation with a user"


async def test_kicked_and_never_a_member(ask: Asker, api: BotApi, ana: Person) -> None:
    group = api.group("Estudos", [ana])
    await group.removes_bot()
    said = await ask.refused("sendMessage", chat_id=group.id, text="oi")
    assert said == "403 Forbidden: bot was kicked from the supergroup chat"
    await group.adds_bot()
    await ask("leaveChat", chat_id=group.id)
    said = await ask.refused("sendMessage", chat_id=group.id, text="oi")
    assert said == "403 Forbidden: bot is not a member of the supergroup chat"
    other = api.group("Outros", [ana], with_bot=False)
    assert await ask.refused("sendMessage", chat_id=other.id, text="oi") == "400 Bad Request: chat not found"


async def test_a_group_that_became_a_supergroup_says_where(ask: Asker, api: BotApi, ana: Person) -> None:
    group = api.group("Estudos", [ana], kind="group")
    old = await group.migrates()
    answer = await ask.answer("sendMessage", chat_id=old.id, text="oi")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": group.id}
    await ask("sendMessage", chat_id=group.id, text="oi")


async def test_what_is_gone_cannot_be_edited_or_deleted(ask: Asker, ana: Person) -> None:
    hers = await ana.says("oi")
    edit = {"chat_id": ana.id, "text": "x"}
    assert await ask.refused("editMessageText", message_id=99, **edit) == ("400 Bad Request: message to edit not found")
    assert await ask.refused("editMessageText", message_id=hers.id, **edit) == (
        "400 Bad Request: message can't be edited"
    )
    sent = await ask("sendMessage", chat_id=ana.id, text="oi")
    assert await ask("deleteMessage", chat_id=ana.id, message_id=sent["message_id"]) is True
    again = await ask.refused("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])
    assert again == "400 Bad Request: message to delete not found"


async def test_after_48_hours_nothing_is_deleted(ask: Asker, api: BotApi, ana: Person) -> None:
    sent = await ask("sendMessage", chat_id=ana.id, text="oi")
    api.advance(48 * 3600)
    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    assert await ask.refused("deleteMessage", **place) == "400 Bad Request: message can't be deleted"
    await ask("editMessageText", text="ainda edita", **place)


async def test_the_server_keeps_the_clock_it_is_given() -> None:
    start = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    times = [start]
    async with BotApi("123:abc", clock=lambda: times[-1]) as api:
        ana = api.person("Ana")
        times.append(start + timedelta(days=3))
        assert (await ana.says("oi")).payload()["date"] == int(times[-1].timestamp())


async def test_topics(ask: Asker, api: BotApi, ana: Person) -> None:
    forum = api.group("Fórum", [ana], forum=True)
    topic = await forum.opens_topic("Simulados")
    sent = await ask("sendMessage", chat_id=forum.id, text="oi", message_thread_id=topic)
    assert sent["message_thread_id"] == topic
    for wrong in (1, 9999):
        said = await ask.refused("sendMessage", chat_id=forum.id, text="oi", message_thread_id=wrong)
        assert said == "400 Bad Request: message thread not found"
    await forum.closes_topic(topic)
    said = await ask.refused("sendMessage", chat_id=forum.id, text="oi", message_thread_id=topic)
    assert said == "400 Bad Request: TOPIC_CLOSED"
    await forum.reopens_topic(topic)
    await ask("sendMessage", chat_id=forum.id, text="oi", message_thread_id=topic)
    forum.deletes_topic(topic)
    said = await ask.refused("sendMessage", chat_id=forum.id, text="oi", message_thread_id=topic)
    assert said == "400 Bad Request: message thread not found"


@pytest.mark.parametrize("name", ["Ajuda", "aj uda", "ajuda!", "", "a" * 33, "revisão"])
async def test_command_names(ask: Asker, name: str) -> None:
    commands = [{"command": name, "description": "Ajuda"}]
    assert await ask.refused("setMyCommands", commands=commands) == "400 Bad Request: BOT_COMMAND_INVALID"


async def test_commands_are_kept_by_scope_and_language(ask: Asker) -> None:
    commands = [{"command": "hoje", "description": "As de hoje"}]
    await ask("setMyCommands", commands=commands, language_code="pt", scope={"type": "all_private_chats"})
    assert await ask("getMyCommands") == []
    assert await ask("getMyCommands", language_code="pt", scope={"type": "all_private_chats"}) == commands
    many = [{"command": f"c{n}", "description": "x"} for n in range(101)]
    assert await ask.refused("setMyCommands", commands=many) == "400 Bad Request: BOT_COMMANDS_TOO_MUCH"


async def test_get_file_stops_at_20_megabytes(ask: Asker, ana: Person) -> None:
    big = await ana.sends_document("grande.pdf", size=21 << 20)
    file_id = big.content["document"]["file_id"]
    assert await ask.refused("getFile", file_id=file_id) == "400 Bad Request: file is too big"
    small = await ana.sends_document("pequeno.txt", b"abc")
    found = await ask("getFile", file_id=small.content["document"]["file_id"])
    async with ask.session.get(f"{ask.api.url}/file/bot123:abc/{found['file_path']}") as response:
        assert await response.read() == b"abc"


async def test_muted_in_a_group(ask: Asker, api: BotApi, ana: Person) -> None:
    group = api.group("Estudos", [ana])
    await group.restricts_bot(can_send_polls=False)
    poll = {"chat_id": group.id, "question": "?", "options": [{"text": "Certo"}, {"text": "Errado"}]}
    assert await ask.refused("sendPoll", **poll) == ("400 Bad Request: not enough rights to send polls to the chat")
    await ask("sendMessage", chat_id=group.id, text="oi")
    await group.restricts_bot(can_send_messages=False)
    assert await ask.refused("sendMessage", chat_id=group.id, text="oi") == (
        "400 Bad Request: not enough rights to send text messages to the chat"
    )
