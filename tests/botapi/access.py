"""May the bot reach this chat, thread or message? With Telegram's words where it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.chats import Chat
from tests.botapi.messages import Message
from tests.botapi.refusals import Refusal, bad_request, forbidden

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

_THINGS = {
    "can_send_messages": "text messages",
    "can_send_polls": "polls",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
}
_REPLIED = "message to be replied not found"


def readable(api: BotApi, reference: int | str) -> Chat:
    """A chat the bot knows of; groups only while it is in them."""
    chat = api.world.find(reference)
    if chat is None:
        raise bad_request("chat not found")
    if not chat.is_private:
        _check_presence(api, chat)
        return chat
    person = api.world.people[chat.id]
    if not person.wrote and not person.is_met():
        raise bad_request("chat not found")
    return chat


def editable(api: BotApi, reference: int | str) -> Chat:
    """A chat in which the bot may act on what stands there."""
    chat = api.world.find(reference)
    if chat is None:
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if not chat.is_private:
        _check_presence(api, chat)
        return chat
    person = api.world.people[chat.id]
    if person.deactivated:
        raise forbidden("user is deactivated")
    if not person.wrote:
        if person.is_met():
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    return chat


def writable(api: BotApi, reference: int | str, right: str) -> Chat:
    """A chat in which the bot may send what the right is about."""
    chat = editable(api, reference)
    member = api.world.bot_in(chat)
    if chat.kind == "channel" and (member is None or not member.is_administrator):
        raise bad_request("need administrator rights in the channel chat")
    if chat.is_group and member is not None and not (member.may("can_send_messages") and member.may(right)):
        raise bad_request(f"not enough rights to send {_THINGS[right]} to the chat")
    return chat


def thread(api: BotApi, chat: Chat, thread_id: int | None) -> int | None:
    """The forum topic to write in, or None."""
    if thread_id is None:
        return None
    if not chat.is_forum or thread_id not in chat.topics:
        raise bad_request("message thread not found")
    member = api.world.bot_in(chat)
    if not chat.topics[thread_id] and not (member and member.is_administrator and member.may("can_manage_topics")):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def replied(api: BotApi, chat: Chat, asked: dict[str, Any] | None) -> Message | None:
    """The message that `reply_parameters` names, or None."""
    if not asked:
        return None
    place = editable(api, asked["chat_id"]) if "chat_id" in asked else chat
    message = place.get(asked["message_id"])
    if message is None:
        if asked.get("allow_sending_without_reply") and place is chat:
            return None
        raise bad_request(_REPLIED)
    if asked.get("quote") and asked["quote"] not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message


def message_of(api: BotApi, params: dict[str, Any], what: str) -> Message:
    """The message that chat_id and message_id name; `what` is how Telegram calls it in its refusal."""
    chat_id, message_id = params.get("chat_id"), params.get("message_id")
    if chat_id is None and message_id is None:
        raise _inline_refusal(params)
    if chat_id is None:
        raise bad_request("chat_id is empty")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    message = editable(api, chat_id).get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _inline_refusal(params: dict[str, Any]) -> Refusal:
    if "inline_message_id" in params:
        return bad_request("MESSAGE_ID_INVALID")
    return bad_request("message identifier is not specified")


def _check_presence(api: BotApi, chat: Chat) -> None:
    member = api.world.bot_in(chat)
    if chat.migrated_to is not None:
        return
    if member is None:
        raise bad_request("chat not found")
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not member.is_present:
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
