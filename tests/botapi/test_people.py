from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, NeverHappened, Person
from tests.botapi.conftest import Asker

CHOICES = {"inline_keyboard": [[{"text": "Certo", "callback_data": "a:1:c"}, {"text": "Site", "url": "https://x.com"}]]}


def told(api: BotApi) -> list[dict[str, Any]]:
    return [json.loads(update.body) for update in api.updates.pending.values()]


async def test_a_person_is_shown_as_telegram_shows_them(api: BotApi) -> None:
    ana = api.person("Ana", last_name="Souza", username="ana_s", user_id=77, is_premium=True)
    await ana.says("/start abc")
    (update,) = told(api)
    message = update["message"]
    assert message["from"] == {
        "id": 77,
        "is_bot": False,
        "first_name": "Ana",
        "last_name": "Souza",
        "username": "ana_s",
        "language_code": "pt-br",
        "is_premium": True,
    }
    assert message["chat"] == {
        "id": 77,
        "type": "private",
        "first_name": "Ana",
        "last_name": "Souza",
        "username": "ana_s",
    }
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_somebody_without_a_name_exists(api: BotApi) -> None:
    await api.person("", language_code=None).says("oi")
    assert told(api)[0]["message"]["from"]["first_name"] == ""


async def test_what_else_people_send(api: BotApi, ana: Person) -> None:
    await ana.sends_sticker()
    await ana.sends_voice()
    await ana.sends_document("a.pdf", b"%PDF")
    said = await ana.says("ola")
    await ana.edits(said, "olá")
    assert [next(k for k in update if k != "update_id") for update in told(api)] == ["message"] * 4 + ["edited_message"]
    assert told(api)[-1]["edited_message"]["text"] == "olá"
    with pytest.raises(ValueError, match="4,096"):
        await ana.says("x" * 4097)


async def test_taps_by_label_or_data(ask: Asker, api: BotApi, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=CHOICES)
    for named in ("Certo", "a:1:c"):
        tap = await ana.taps(ana.chat.last, named)
        assert tap.update_id is not None
    queries = [update["callback_query"] for update in told(api)]
    assert [query["data"] for query in queries] == ["a:1:c"] * 2
    assert queries[0]["id"] != queries[1]["id"]
    assert queries[0]["message"]["reply_markup"] == CHOICES
    with pytest.raises(ValueError, match="no callback button"):
        await ana.taps(ana.chat.last, "Site")
    with pytest.raises(ValueError, match="has no button 'Errado'"):
        await ana.taps(ana.chat.last, "Errado")


async def test_a_forged_tap_and_one_on_a_deleted_message(ask: Asker, api: BotApi, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_markup=CHOICES)
    message = ana.chat.last
    ana.deletes(message)
    await ana.forges(message, "a:999:c")
    query = told(api)[-1]["callback_query"]
    assert (query["data"], query["message"]["date"]) == ("a:999:c", 0)
    with pytest.raises(LookupError):
        assert ana.chat.last


async def test_blocking_is_told_and_stops_the_talk(api: BotApi, ana: Person) -> None:
    await ana.blocks()
    await ana.unblocks()
    changes = [update["my_chat_member"] for update in told(api)]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert changes[0]["chat"]["id"] == ana.id
    await ana.blocks()
    with pytest.raises(ValueError, match="unblock"):
        await ana.says("oi")


async def test_a_start_link_is_followed(api: BotApi, ana: Person) -> None:
    assert (await ana.opens("r_abc-1")).text == "/start r_abc-1"
    with pytest.raises(Exception, match="deep link"):
        await ana.opens("x" * 65)


async def test_an_inline_query_is_answered_and_a_result_chosen(ask: Asker, api: BotApi, ana: Person) -> None:
    query = await ana.asks_inline("docker")
    article = {
        "type": "article",
        "id": "1",
        "title": "Docker",
        "input_message_content": {"message_text": "<b>Docker</b>", "parse_mode": "HTML"},
    }
    bad = {**article, "input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}
    asked = {"inline_query_id": query.id}
    assert "can't parse entities" in await ask.refused("answerInlineQuery", results=[bad], **asked)
    twice = await ask.refused("answerInlineQuery", results=[article, article], **asked)
    assert twice == "400 Bad Request: RESULT_ID_DUPLICATE"
    await ask("answerInlineQuery", results=[article], **asked)
    assert await query.answer == [article]
    assert "too old" in await ask.refused("answerInlineQuery", results=[article], **asked)
    await ana.chooses(query, "1")
    assert told(api)[-1]["chosen_inline_result"]["result_id"] == "1"


async def test_files_are_kept_as_they_were_sent(ask: Asker, api: BotApi, ana: Person) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")
    form = aiohttp.FormData({"chat_id": str(ana.id), "caption": "<b>gráfico</b>", "parse_mode": "HTML"})
    form.add_field("photo", png, filename="semana.png", content_type="image/png")
    async with ask.session.post(f"{api.url}/bot123:abc/sendPhoto", data=form) as response:
        result = (await response.json())["result"]
    (size,) = result["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (640, 480, len(png))
    assert ana.chat.last.marked("bold") == ["gráfico"]
    assert api.files.get(size["file_id"]).content == png
    await ask("sendPhoto", chat_id=ana.id, photo=size["file_id"])
    said = await ask.refused("sendPhoto", chat_id=ana.id, photo="file999")
    assert said == "400 Bad Request: wrong file identifier/HTTP URL specified"
    place = {"chat_id": ana.id, "message_id": result["message_id"]}
    await ask("editMessageCaption", caption="outro", **place)
    assert await ask.refused("editMessageText", text="x", **place) == (
        "400 Bad Request: there is no text in the message to edit"
    )


async def test_a_picture_must_be_one(ask: Asker, api: BotApi, ana: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id)})
    form.add_field("photo", b"no picture", filename="x.png")
    async with ask.session.post(f"{api.url}/bot123:abc/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_media_is_replaced_by_an_attached_file(ask: Asker, api: BotApi, ana: Person) -> None:
    sent = await ask("sendMessage", chat_id=ana.id, text="oi")
    media = json.dumps({"type": "document", "media": "attach://novo", "caption": "novo"})
    form = aiohttp.FormData({"chat_id": str(ana.id), "message_id": str(sent["message_id"]), "media": media})
    form.add_field("novo", b"abc", filename="novo.txt")
    async with ask.session.post(f"{api.url}/bot123:abc/editMessageMedia", data=form) as response:
        assert (await response.json())["result"]["document"]["file_name"] == "novo.txt"


async def test_waiting_tells_what_was_called_when_it_never_happens(ask: Asker, api: BotApi, ana: Person) -> None:
    await ask("sendMessage", chat_id=ana.id, text="algo")
    with pytest.raises(NeverHappened, match="text='algo'"):
        await api.until(lambda: ana.chat.last.text == "outra coisa", timeout=0.01)


async def test_replies_and_copies(ask: Asker, ana: Person) -> None:
    hers = await ana.says("pergunta")
    reply = await ask("sendMessage", chat_id=ana.id, text="oi", reply_parameters={"message_id": hers.id})
    assert reply["reply_to_message"]["text"] == "pergunta"
    gone = {"message_id": 999}
    said = await ask.refused("sendMessage", chat_id=ana.id, text="oi", reply_parameters=gone)
    assert said == "400 Bad Request: message to be replied not found"
    await ask("sendMessage", chat_id=ana.id, text="oi", reply_parameters=gone | {"allow_sending_without_reply": True})
    await ask("copyMessage", chat_id=ana.id, from_chat_id=ana.id, message_id=hers.id)
    assert ana.chat.last.text == "pergunta"
    forwarded = await ask("forwardMessage", chat_id=ana.id, from_chat_id=ana.id, message_id=hers.id)
    assert forwarded["forward_origin"]["sender_user"]["id"] == ana.id


async def test_reactions_of_the_bot(ask: Asker, api: BotApi, ana: Person) -> None:
    hers = await ana.says("acertei!")
    place = {"chat_id": ana.id, "message_id": hers.id}
    await ask("setMessageReaction", reaction=[{"type": "emoji", "emoji": "🔥"}], **place)
    assert hers.reactions[api.bot_user["id"]] == [{"type": "emoji", "emoji": "🔥"}]
    said = await ask.refused("setMessageReaction", reaction=[{"type": "emoji", "emoji": "🧨"}], **place)
    assert said == "400 Bad Request: REACTION_INVALID"


async def test_the_profile_is_kept_by_language(ask: Asker) -> None:
    await ask("setMyDescription", description="Estude todo dia")
    await ask("setMyDescription", description="Study daily", language_code="en")
    assert (await ask("getMyDescription", language_code="en"))["description"] == "Study daily"
    assert (await ask("getMyDescription", language_code="fr"))["description"] == "Estude todo dia"
    assert (await ask("getMyName"))["name"] == "Assertiva"
    await ask("setMyShortDescription", short_description="Certo ou errado?")
    assert (await ask("getMyShortDescription"))["short_description"] == "Certo ou errado?"
