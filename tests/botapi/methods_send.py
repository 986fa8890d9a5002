"""Messages that the bot sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi import access
from tests.botapi import markup as keyboards
from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.methods import Params, method
from tests.botapi.params import Upload
from tests.botapi.refusals import bad_request, too_many_requests
from tests.botapi.text import caption_text, message_text

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_NOT_SIMULATED = ("business_connection_id", "direct_messages_topic_id", "suggested_post_parameters")
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def post(api: BotApi, params: Params, content: Json, right: str) -> Message:
    """Put the bot's message into the chat that the parameters name, if all of them allow it."""
    for name in _NOT_SIMULATED:
        if name in params:
            raise bad_request(f"{name} is not simulated")
    chat = access.writable(api, params["chat_id"], right)
    thread = access.thread(api, chat, params.get("message_thread_id"))
    reply_to = access.replied(api, chat, params.get("reply_parameters"))
    markup = keyboards.checked(params.get("reply_markup"))
    if "message_effect_id" in params and not chat.is_private:
        raise bad_request("EFFECT_ID_INVALID")
    _keep_pace(api, params, chat)
    message = chat.write(api.bot_user, content, api.now())
    message.by_bot = True
    message.thread = thread
    message.reply_to = reply_to
    message.markup = keyboards.inline_only(markup)
    message.extra = _extra(params)
    if markup is not None and message.markup is None:
        chat.keyboard = None if markup.get("remove_keyboard") else markup
    return message


@method("sendMessage")
def send_message(api: BotApi, params: Params) -> Json:
    said = message_text(params["text"], params.get("parse_mode"), params.get("entities"))
    content = said.content()
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return post(api, params, content, "can_send_messages").payload()


@method("sendPhoto")
def send_photo(api: BotApi, params: Params) -> Json:
    caption = caption_text(params).content("caption")
    access.writable(api, params["chat_id"], "can_send_photos")
    content = {"photo": _photo(api, params["photo"]), **caption}
    if params.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if params.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return post(api, params, content, "can_send_photos").payload()


@method("sendDocument")
def send_document(api: BotApi, params: Params) -> Json:
    caption = caption_text(params).content("caption")
    access.writable(api, params["chat_id"], "can_send_documents")
    content = {"document": _document(api, params["document"]), **caption}
    return post(api, params, content, "can_send_documents").payload()


@method("sendChatAction")
def send_chat_action(api: BotApi, params: Params) -> bool:
    if params["action"].lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = access.writable(api, params["chat_id"], "can_send_messages")
    access.thread(api, chat, params.get("message_thread_id"))
    chat.actions = [*chat.actions[-9:], params["action"]]
    return True


@method("copyMessage")
def copy_message(api: BotApi, params: Params) -> Json:
    source = _source(api, params, "message to copy")
    content = {k: v for k, v in source.content.items() if k != "link_preview_options"}
    if source.poll is not None or not content:
        raise bad_request("message can't be copied")
    if "caption" in params:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= caption_text(params).content("caption")
    return {"message_id": post(api, params, content, "can_send_messages").id}


@method("forwardMessage")
def forward_message(api: BotApi, params: Params) -> Json:
    source = _source(api, params, "message to forward")
    message = post(api, params, dict(source.content), "can_send_messages")
    message.poll = source.poll
    origin = {"type": "user", "date": int(source.date.timestamp()), "sender_user": source.sender}
    message.extra["forward_origin"] = origin
    return message.payload()


def media_content(api: BotApi, media: Json) -> Json:
    """The content of a message from an InputMediaPhoto or InputMediaDocument; files are resolved."""
    caption = caption_text(media).content("caption")
    if media["type"] == "photo":
        return {"photo": _photo(api, media["media"]), **caption}
    if media["type"] == "document":
        return {"document": _document(api, media["media"]), **caption}
    raise bad_request(f"media of type {media['type']} is not simulated")


def _photo(api: BotApi, given: Upload | str) -> list[Json]:
    stored = api.files.put_photo(given) if isinstance(given, Upload) else api.files.get(given)
    return stored.photo()


def _document(api: BotApi, given: Upload | str) -> Json:
    stored = api.files.put_document(given) if isinstance(given, Upload) else api.files.get(given)
    return stored.document()


def _source(api: BotApi, params: Params, what: str) -> Message:
    place = {"chat_id": params["from_chat_id"], "message_id": params["message_id"]}
    return access.message_of(api, place, what)


def _keep_pace(api: BotApi, params: Params, chat: Chat) -> None:
    paid = bool(params.get("allow_paid_broadcast"))
    wait = api.pace.send(chat.id, api.seconds(), is_group=chat.is_group, paid=paid)
    if wait:
        raise too_many_requests(wait)


def _extra(params: Params) -> Json:
    found: Json = {}
    if params.get("protect_content"):
        found["has_protected_content"] = True
    if "message_effect_id" in params:
        found["effect_id"] = params["message_effect_id"]
    return found
