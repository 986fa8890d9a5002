"""The peer: a bot as python-telegram-bot's examples have it, with its default client and no database.

It answers a press with the same three calls as ours: the query, the message rewritten, the next one sent.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

from bot.trials.loopback import LOOPBACK
from bot.trials.standin import TOKEN

CONCURRENT = 256
TEXT = (
    "2/10 · Redes · Protocolos\n\n<blockquote>O protocolo UDP garante a entrega ordenada dos datagramas que envia, "
    "pois numera cada um deles e espera a confirmação do destinatário.</blockquote>\n\nJulgue o item."
)


async def run(api_url: str, port: int) -> None:
    """Listen for updates by webhook and answer until cancelled.

    Updates come in by aiohttp and are acknowledged at once, before they are handled; that is cheaper than
    python-telegram-bot's own webhook, which does the same with another server.
    """
    builder = ApplicationBuilder().token(TOKEN).updater(None).concurrent_updates(CONCURRENT)
    application = builder.base_url(f"{api_url}/bot").base_file_url(f"{api_url}/file/bot").build()
    application.add_handler(MessageHandler(filters.ALL, _on_message))
    application.add_handler(CallbackQueryHandler(_on_press))

    async def receive(request: web.Request) -> web.Response:
        update = Update.de_json(json.loads(await request.read()), application.bot)
        await application.update_queue.put(update)
        return web.Response()

    server = web.Application()
    server.router.add_post("/telegram", receive)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, port).start()
    async with application:
        await application.start()
        await application.bot.set_webhook(f"http://{LOOPBACK}:{port}/telegram")
        try:
            await asyncio.Event().wait()
        finally:
            await application.stop()
            await runner.cleanup()


async def _on_message(update: Update, _context: Any) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(TEXT, parse_mode=ParseMode.HTML, reply_markup=_keyboard())


async def _on_press(update: Update, _context: Any) -> None:
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    await query.answer("Certo! +1")
    await query.edit_message_text("✅ <b>Certo</b>, +1\n\n" + TEXT, parse_mode=ParseMode.HTML, reply_markup=_keyboard())
    await query.get_bot().send_message(query.message.chat.id, TEXT, parse_mode=ParseMode.HTML, reply_markup=_keyboard())


def _keyboard() -> InlineKeyboardMarkup:
    rows = (("Certo", "a:1:c"), ("Errado", "a:1:e")), (("Certo?", "g:1:c"), ("Errado?", "g:1:e")), (("—", "a:1:b"),)
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )
