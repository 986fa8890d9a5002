"""Chats, their members, pins and reactions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.botapi import access
from tests.botapi.chats import Chat
from tests.botapi.members import PERMISSIONS, Member
from tests.botapi.methods import Params, method
from tests.botapi.refusals import Refusal, bad_request
from tests.botapi.spec import bot_api

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_GIFTS = {
    "unlimited_gifts": True,
    "limited_gifts": True,
    "unique_gifts": True,
    "premium_subscription": True,
    "gifts_from_channels": True,
}


@method("getChat")
def get_chat(api: BotApi, params: Params) -> Json:
    chat = access.readable(api, params["chat_id"])
    found = {**chat.payload(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    if chat.is_group:
        found["permissions"] = dict.fromkeys(PERMISSIONS, True)
    if chat.pinned and (pinned := chat.get(chat.pinned[-1])) is not None:
        found["pinned_message"] = pinned.payload()
    return found


@method("getChatMember")
def get_chat_member(api: BotApi, params: Params) -> Json:
    chat = access.readable(api, params["chat_id"])
    user_id = params["user_id"]
    member = chat.members.of(user_id)
    if member is not None:
        return member.payload()
    person = api.world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    return Member(person.user, "member" if chat.id == user_id else "left").payload()


@method("getChatAdministrators")
def get_chat_administrators(api: BotApi, params: Params) -> list[Json]:
    chat = access.readable(api, params["chat_id"])
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    present = [member for member in chat.members.present() if member.is_administrator]
    return [member.payload() for member in present if not member.user["is_bot"] or _is_me(api, member)]


@method("getChatMemberCount")
def get_chat_member_count(api: BotApi, params: Params) -> int:
    chat = access.readable(api, params["chat_id"])
    return 2 if chat.is_private else len(chat.members.present())


@method("leaveChat")
def leave_chat(api: BotApi, params: Params) -> bool:
    chat = access.editable(api, params["chat_id"])
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    before = api.world.bot_in(chat)
    assert before is not None
    after = chat.members.put(api.bot_user, "left")
    api.world.tell_member(chat, api.bot_user, before.payload(), after.payload())
    return True


@method("pinChatMessage")
def pin_chat_message(api: BotApi, params: Params) -> bool:
    message = access.message_of(api, params, "message to pin")
    _check_pins(api, message.chat)
    message.chat.pinned = [*(p for p in message.chat.pinned if p != message.id), message.id]
    return True


@method("unpinChatMessage")
def unpin_chat_message(api: BotApi, params: Params) -> bool:
    chat = access.editable(api, params["chat_id"])
    _check_pins(api, chat)
    pinned = params.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if pinned not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(pinned)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(api: BotApi, params: Params) -> bool:
    chat = access.editable(api, params["chat_id"])
    _check_pins(api, chat)
    chat.pinned.clear()
    return True


@method("setMessageReaction")
def set_message_reaction(api: BotApi, params: Params) -> bool:
    message = access.message_of(api, params, "message to react")
    reactions: list[Json] = params.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction["type"] != "emoji" or reaction["emoji"] not in reaction_emoji():
            raise bad_request("REACTION_INVALID")
    if reactions:
        message.reactions[api.bot_user["id"]] = reactions
    else:
        message.reactions.pop(api.bot_user["id"], None)
    return True


@cache
def reaction_emoji() -> frozenset[str]:
    """The emoji that the specification allows as reactions."""
    return frozenset(re.findall(r'"([^"]+)"', bot_api().description("ReactionTypeEmoji", "emoji")))


def _is_me(api: BotApi, member: Member) -> bool:
    return bool(member.user["id"] == api.bot_user["id"])


def _check_pins(api: BotApi, chat: Chat) -> None:
    member = api.world.bot_in(chat)
    if chat.is_private or (member and member.is_administrator and member.may("can_pin_messages")):
        return
    raise _no_pin_right()


def _no_pin_right() -> Refusal:
    return bad_request("not enough rights to manage pinned messages in the chat")
