"""Answers to taps and to inline queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi import markup as keyboards
from tests.botapi.methods import Params, method
from tests.botapi.queries import CallbackAnswer
from tests.botapi.refusals import bad_request
from tests.botapi.text import caption_text, message_text

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_MOST_RESULTS = 50
_LONGEST_TOAST = 200


@method("answerCallbackQuery")
def answer_callback_query(api: BotApi, params: Params) -> bool:
    text = params.get("text", "")
    if len(text) > _LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(text, params.get("show_alert", False), params.get("url"))
    api.taps.settle(params["callback_query_id"], answer, api.seconds())
    return True


@method("answerInlineQuery")
def answer_inline_query(api: BotApi, params: Params) -> bool:
    results: list[Json] = params["results"]
    if len(results) > _MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    button = params.get("button", {})
    if ("start_parameter" in button) == ("web_app" in button) and button:
        raise bad_request("InlineQueryResultsButton must have exactly one optional field")
    if "start_parameter" in button:
        keyboards.check_start_payload(button["start_parameter"])
    api.inline.settle(params["inline_query_id"], results, api.seconds())
    return True


def _check_result(result: Json) -> None:
    keyboards.checked(result.get("reply_markup"))
    content = result.get("input_message_content", {})
    if "message_text" in content:
        message_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
    if "caption" in result:
        caption_text(result)
