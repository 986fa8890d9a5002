"""python-telegram-bot itself, with its default HTTP client, against this server."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputPollOption,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ParseMode, PollType
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, PollAnswerHandler
from telegram.request import HTTPXRequest

from tests.botapi import BotApi, DropReply, Person, Reset, Status, TooManyRequests

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE

CHOICES = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in ("Certo", "Errado")]])
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (64).to_bytes(4, "big") + (48).to_bytes(4, "big")


async def on_start(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_html("Certo &amp; <b>errado</b>?", reply_markup=CHOICES)


async def on_tap(update: Update, context: Context) -> None:
    query = update.callback_query
    assert isinstance(query, CallbackQuery)
    await query.answer("Isso!")
    await query.edit_message_text(f"Você disse {query.data}")


async def on_vote(update: Update, context: Context) -> None:
    assert update.poll_answer is not None
    assert update.poll_answer.user is not None
    await context.bot.send_message(update.poll_answer.user.id, f"opção {update.poll_answer.option_ids[0]}")


def application(api: BotApi) -> App:
    builder = Application.builder().token(api.token).base_url(f"{api.url}/bot").base_file_url(f"{api.url}/file/bot")
    app = builder.build()
    app.add_handler(CommandHandler("start", on_start))
    app.add_handler(CallbackQueryHandler(on_tap))
    app.add_handler(PollAnswerHandler(on_vote))
    return app


@contextlib.asynccontextmanager
async def polling(api: BotApi) -> AsyncIterator[App]:
    app = application(api)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as made:
        yield made


async def talk(api: BotApi, ana: Person) -> None:
    """/start, a tap, an edited message."""
    await ana.says("/start")
    await api.until(lambda: ana.chat.last.labels == ["Certo", "Errado"])
    assert ana.chat.last.text == "Certo & errado?"
    assert ana.chat.last.marked("bold") == ["errado"]
    tap = await ana.taps(ana.chat.last, "Errado")
    assert (await tap.answer).text == "Isso!"
    await api.until(lambda: ana.chat.last.text == "Você disse Errado")
    assert ana.chat.last.labels == []
    await api.idle()


async def test_an_application_polls(api: BotApi) -> None:
    async with polling(api):
        await talk(api, api.person("Ana"))
        assert [call for call in api.calls if call.error] == []


async def test_an_application_is_woken_by_a_webhook(api: BotApi) -> None:
    app = application(api)

    async def receive(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "segredo"
        await app.process_update(Update.de_json(await request.json(), app.bot))
        return web.Response()

    endpoint = web.Application()
    endpoint.router.add_post("/hook", receive)
    async with app, TestServer(endpoint) as server:
        await app.bot.set_webhook(str(server.make_url("/hook")), secret_token="segredo", max_connections=10)
        await talk(api, api.person("Ana"))
        assert (await app.bot.get_webhook_info()).pending_update_count == 0


async def test_a_redelivered_update_is_handled_again(api: BotApi) -> None:
    async with polling(api):
        ana = api.person("Ana")
        said = await ana.says("/start")
        await api.until(lambda: len(ana.chat.shown) == 1)
        await api.idle()
        assert said.update_id is not None
        api.redeliver(said.update_id)
        await api.until(lambda: len(ana.chat.shown) == 2)
        await api.idle()


async def test_a_vote_reaches_the_application(api: BotApi, ana: Person) -> None:
    async with polling(api) as app:
        group = api.group("Estudos", [ana])
        await app.bot.send_poll(group.id, "Certo?", ["Certo", "Errado"], is_anonymous=False)
        await ana.votes(group.last, "Errado")
        await api.until(lambda: ana.chat.last.text == "opção 1")


async def test_everything_a_bot_asks_for_is_understood(api: BotApi, bot: Bot, ana: Person) -> None:
    me = await bot.get_me()
    assert (me.id, me.username) == (123, "assertiva_test_bot")
    commands = [BotCommand("hoje", "As de hoje")]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code="pt")
    assert list(await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "pt")) == commands
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), "pt")
    await bot.set_my_description("Estude")
    await bot.set_my_short_description("Estude", "pt")
    await bot.set_my_name("Assertiva")
    assert (await bot.get_my_description()).description == "Estude"
    assert await bot.send_chat_action(ana.id, ChatAction.TYPING)
    assert (await bot.get_chat(ana.id)).first_name == "Ana"


async def test_every_kind_of_message_is_understood(api: BotApi, bot: Bot, ana: Person) -> None:
    hers = await ana.says("oi")
    preview = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(
        ana.id,
        "<i>ó</i>",
        ParseMode.HTML,
        link_preview_options=preview,
        reply_parameters=ReplyParameters(hers.id),
        reply_markup=CHOICES,
        disable_notification=True,
        protect_content=True,
    )
    assert sent.text_html == "<i>ó</i>"
    assert sent.reply_to_message is not None
    assert sent.reply_markup == CHOICES
    assert await bot.set_message_reaction(ana.id, hers.id, ReactionTypeEmoji("👏"))
    await bot.send_message(ana.id, "teclado", reply_markup=ReplyKeyboardMarkup([["a", "b"]], resize_keyboard=True))
    photo = await bot.send_photo(ana.id, PNG, "gráfico", reply_markup=CHOICES)
    assert photo.photo[0].width == 64
    await photo.edit_caption("outro gráfico")
    await photo.edit_media(InputMediaPhoto(PNG, caption="novo"))
    document = await bot.send_document(ana.id, b"a,b", "dados", filename="dados.csv")
    assert document.document is not None
    fetched = await bot.get_file(document.document.file_id)
    assert bytes(await fetched.download_as_bytearray()) == b"a,b"
    copied = await bot.copy_message(ana.id, ana.id, sent.message_id)
    forwarded = await bot.forward_message(ana.id, ana.id, hers.id)
    assert forwarded.forward_origin is not None
    assert await bot.delete_messages(ana.id, [copied.message_id, forwarded.message_id])
    assert await bot.pin_chat_message(ana.id, sent.message_id)


async def test_polls_are_understood(api: BotApi, bot: Bot, ana: Person) -> None:
    group = api.group("Estudos", [ana])
    sent = await bot.send_poll(
        group.id,
        "Certo?",
        [InputPollOption("Certo"), InputPollOption("Errado")],
        type=PollType.QUIZ,
        is_anonymous=False,
        correct_option_ids=[1],
        explanation="<b>Não</b>",
        explanation_parse_mode=ParseMode.HTML,
        open_period=20,
    )
    assert sent.poll is not None
    assert sent.poll.options[1].persistent_id == "1"
    assert sent.poll.explanation == "Não"
    await ana.votes(group.last, 1)
    stopped = await bot.stop_poll(group.id, sent.message_id)
    assert (stopped.is_closed, stopped.total_voter_count) == (True, 1)


async def test_groups_are_understood(api: BotApi, bot: Bot, ana: Person) -> None:
    group = api.group("Estudos", [ana])
    await group.promotes_bot()
    await group.restricts_bot(can_send_polls=False)
    await ana.says("/quiz", group)
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert [update.my_chat_member is not None for update in updates] == [True, True, False]
    assert (await bot.get_chat_member(group.id, ana.id)).status == "creator"
    assert (await bot.get_chat(group.id)).title == "Estudos"
    assert await bot.leave_chat(group.id)


async def test_inline_answers_are_understood(api: BotApi, bot: Bot, ana: Person) -> None:
    query = await ana.asks_inline("docker")
    content = InputTextMessageContent("<b>Docker</b>", ParseMode.HTML)
    await bot.answer_inline_query(query.id, [InlineQueryResultArticle("1", "Docker", content)], cache_time=1)
    assert (await query.answer)[0]["title"] == "Docker"


async def test_refusals_become_the_right_exceptions(api: BotApi, bot: Bot, ana: Person) -> None:
    group = api.group("Estudos", [ana], kind="group")
    old = await group.migrates()
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(old.id, "oi")
    assert migrated.value.new_chat_id == group.id
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await bot.send_message(ana.id, "<b>", ParseMode.HTML)
    with pytest.raises(BadRequest, match=r"(?i)unknown parameter"):
        await bot.send_message(ana.id, "oi", api_kwargs={"priority": 1})
    await ana.blocks()
    with pytest.raises(Forbidden, match=r"(?i)bot was blocked by the user"):
        await bot.send_message(ana.id, "oi")
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_faults_become_the_right_exceptions(api: BotApi, bot: Bot, ana: Person) -> None:
    api.fault("sendMessage", TooManyRequests(3))
    with pytest.raises(RetryAfter):
        await bot.send_message(ana.id, "1")
    for kind in (Status(502), Reset(), DropReply()):
        api.fault("sendMessage", kind)
        with pytest.raises(NetworkError):
            await bot.send_message(ana.id, repr(kind))
    assert [message.text for message in ana.chat.shown] == ["DropReply()"]


async def test_a_wrong_token_is_an_invalid_one(api: BotApi) -> None:
    async with HTTPXRequest() as request, HTTPXRequest() as polling_request:
        bot = Bot("123:wrong", f"{api.url}/bot", request=request, get_updates_request=polling_request)
        with pytest.raises(InvalidToken):
            await bot.initialize()
