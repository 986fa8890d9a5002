"""What the bot says of itself: commands, name, descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.botapi import access
from tests.botapi.methods import Params, method
from tests.botapi.refusals import bad_request

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")
_MOST_COMMANDS = 100


class Profile:
    """Texts by method and language, commands by scope and language."""

    def __init__(self, name: str) -> None:
        self.texts: dict[tuple[str, str], str] = {("name", ""): name}
        self.commands: dict[tuple[str, str], list[Json]] = {}

    def text(self, what: str, language: str) -> str:
        """The text for a language, else the one for all."""
        return self.texts.get((what, language)) or self.texts.get((what, ""), "")


@method("setMyCommands")
def set_my_commands(api: BotApi, params: Params) -> bool:
    key = _scope(api, params)
    commands: list[Json] = params["commands"]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if _COMMAND.match(command["command"]) is None:
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    if len({command["command"] for command in commands}) < len(commands):
        raise bad_request("BOT_COMMAND_INVALID")
    api.profile.commands[key] = commands
    return True


@method("getMyCommands")
def get_my_commands(api: BotApi, params: Params) -> list[Json]:
    return api.profile.commands.get(_scope(api, params), [])


@method("deleteMyCommands")
def delete_my_commands(api: BotApi, params: Params) -> bool:
    api.profile.commands.pop(_scope(api, params), None)
    return True


def _text_methods(setter: str, getter: str, field: str) -> None:
    @method(setter)
    def put(api: BotApi, params: Params) -> bool:
        api.profile.texts[field, _language(params)] = params.get(field, "")
        return True

    @method(getter)
    def get(api: BotApi, params: Params) -> Json:
        return {field: api.profile.text(field, _language(params))}


_text_methods("setMyName", "getMyName", "name")
_text_methods("setMyDescription", "getMyDescription", "description")
_text_methods("setMyShortDescription", "getMyShortDescription", "short_description")


def _language(params: Params) -> str:
    language: str = params.get("language_code", "")
    if language and _LANGUAGE.match(language) is None:
        raise bad_request("invalid language code specified")
    return language


def _scope(api: BotApi, params: Params) -> tuple[str, str]:
    scope = params.get("scope", {"type": "default"})
    if "chat_id" in scope:
        chat = access.readable(api, scope["chat_id"])
        if "user_id" in scope and not chat.members.is_present(scope["user_id"]):
            raise bad_request("user not found")
    key = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return key, _language(params)
