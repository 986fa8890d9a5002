"""Changing and deleting what stands in a chat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.botapi import access
from tests.botapi import markup as keyboards
from tests.botapi.messages import Message
from tests.botapi.methods import Params, method
from tests.botapi.methods_send import media_content
from tests.botapi.refusals import bad_request
from tests.botapi.text import caption_text, message_text

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_DELETABLE_FOR = timedelta(hours=48)
_MEDIA = frozenset({"photo", "document"})


@method("editMessageText")
def edit_message_text(api: BotApi, params: Params) -> Json:
    said = message_text(params["text"], params.get("parse_mode"), params.get("entities"))
    message = _own(api, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content = said.content()
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return _rewrite(api, message, content, params)


@method("editMessageCaption")
def edit_message_caption(api: BotApi, params: Params) -> Json:
    caption = caption_text(params).content("caption")
    message = _own(api, params)
    if not _MEDIA & message.content.keys():
        raise bad_request("there is no caption in the message to edit")
    content = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
    return _rewrite(api, message, content | caption, params)


@method("editMessageMedia")
def edit_message_media(api: BotApi, params: Params) -> Json:
    message = _own(api, params)
    if message.poll is not None or not ({"text"} | _MEDIA) & message.content.keys():
        raise bad_request("message media can't be edited")
    return _rewrite(api, message, media_content(api, params["media"]), params)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(api: BotApi, params: Params) -> Json:
    message = _own(api, params)
    return _rewrite(api, message, message.content, params)


@method("deleteMessage")
def delete_message(api: BotApi, params: Params) -> bool:
    message = access.message_of(api, params, "message to delete")
    if not _may_delete(api, message):
        raise bad_request("message can't be deleted")
    message.deleted = True
    return True


@method("deleteMessages")
def delete_messages(api: BotApi, params: Params) -> bool:
    chat = access.editable(api, params["chat_id"])
    found = [message for number in params["message_ids"] if (message := chat.get(number)) is not None]
    if not all(_may_delete(api, message) for message in found):
        raise bad_request("message can't be deleted")
    for message in found:
        message.deleted = True
    return True


def _own(api: BotApi, params: Params) -> Message:
    if "business_connection_id" in params:
        raise bad_request("business_connection_id is not simulated")
    message = access.message_of(api, params, "message to edit")
    if not message.by_bot or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return message


def _rewrite(api: BotApi, message: Message, content: Json, params: Params) -> Json:
    """Replace content and keyboard; an edit without a keyboard takes the old one away."""
    markup = keyboards.checked(params.get("reply_markup"))
    if markup == message.markup and _compared(content) == _compared(message.content):
        raise bad_request(_NOT_MODIFIED)
    message.content = content
    message.markup = markup
    message.edited += 1
    message.edited_at = api.now()
    return message.payload()


def _compared(content: Json) -> Json:
    return {key: value for key, value in content.items() if key != "link_preview_options"}


def _may_delete(api: BotApi, message: Message) -> bool:
    member = api.world.bot_in(message.chat)
    if member is not None and member.is_administrator and member.may("can_delete_messages"):
        return True
    if not message.by_bot and not message.chat.is_private:
        return False
    return api.now() - message.date < _DELETABLE_FOR
