"""Polls that the bot sends and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi import access
from tests.botapi import markup as keyboards
from tests.botapi.methods import Params, method
from tests.botapi.methods_send import post
from tests.botapi.polls import Poll
from tests.botapi.refusals import bad_request
from tests.botapi.text import Formatted, formatted

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]

_SHORTEST, _LONGEST = 5, 2_628_000
_MOST_OPTIONS = 12


@method("sendPoll")
def send_poll(api: BotApi, params: Params) -> Json:
    question = _question(params)
    options = _options(params["options"])
    kind = params.get("type", "regular")
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    explanation = _explanation(params, kind)
    correct = _correct(params, kind, len(options))
    close_date = _close_date(api, params)
    description = _description(params)
    is_anonymous = params.get("is_anonymous", True)
    chat = access.writable(api, params["chat_id"], "can_send_polls")
    if chat.kind == "channel" and not is_anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    message = post(api, params, {}, "can_send_polls")
    message.poll = Poll(
        id=api.world.new_poll_id(),
        message=message,
        question=question.text,
        options=options,
        kind=kind,
        is_anonymous=is_anonymous,
        allows_multiple_answers=params.get("allows_multiple_answers", False),
        allows_revoting=params.get("allows_revoting", kind != "quiz"),
        correct=correct,
        explanation=explanation.content("explanation"),
        question_entities=question.entities,
        open_period=params.get("open_period"),
        close_date=close_date,
        description=description.content("description"),
        is_closed=params.get("is_closed", False),
    )
    api.keep_poll(message.poll)
    return message.payload()


@method("stopPoll")
def stop_poll(api: BotApi, params: Params) -> Json:
    message = access.message_of(api, params, "message with poll to stop")
    if message.poll is None:
        raise bad_request("message is not a poll")
    if not message.by_bot or "forward_origin" in message.extra:
        raise bad_request("poll can't be stopped")
    if message.poll.is_closed:
        raise bad_request("poll has already been closed")
    message.markup = keyboards.checked(params.get("reply_markup"))
    api.world.close(message.poll)
    return message.poll.payload()


def _question(params: Params) -> Formatted:
    mode, entities = params.get("question_parse_mode"), params.get("question_entities")
    question = formatted(params["question"], mode, entities)
    if not question.text:
        raise bad_request("text must be non-empty")
    if len(question.text) > 300:
        raise bad_request("poll question length must not exceed 300")
    return Formatted(question.text, [e for e in question.entities if e["type"] == "custom_emoji"])


def _options(given: list[Json]) -> list[str]:
    if not given:
        raise bad_request("poll must have at least one answer option")
    if len(given) > _MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {_MOST_OPTIONS} options")
    options = []
    for option in given:
        text = formatted(option["text"], option.get("text_parse_mode"), option.get("text_entities")).text
        if not text:
            raise bad_request("text must be non-empty")
        if len(text) > 100:
            raise bad_request("poll options length must not exceed 100")
        options.append(text)
    return options


def _explanation(params: Params, kind: str) -> Formatted:
    source = params.get("explanation", "")
    if source and kind != "quiz":
        raise bad_request("explanation is for polls of type quiz")
    said = formatted(source, params.get("explanation_parse_mode"), params.get("explanation_entities"))
    if len(said.text) > 200:
        raise bad_request("quiz explanation must have at most 200 characters")
    if said.text.count("\n") > 2:
        raise bad_request("quiz explanation must have at most 2 line feeds")
    return said


def _description(params: Params) -> Formatted:
    for name in ("media", "explanation_media"):
        if name in params:
            raise bad_request(f"{name} is not simulated")
    mode, entities = params.get("description_parse_mode"), params.get("description_entities")
    said = formatted(params.get("description", ""), mode, entities)
    if len(said.text) > 1024:
        raise bad_request("poll description must have at most 1024 characters")
    return said


def _correct(params: Params, kind: str, options: int) -> list[int]:
    given: list[int] = params.get("correct_option_ids", [])
    if kind != "quiz":
        if given:
            raise bad_request("correct_option_ids is for polls of type quiz")
        return []
    if not given:
        raise bad_request("correct quiz option list must be non-empty")
    if given != sorted(set(given)):
        raise bad_request("correct quiz option list must be increasing")
    if given[0] < 0 or given[-1] >= options:
        raise bad_request("wrong quiz correct_option_id")
    return given


def _close_date(api: BotApi, params: Params) -> int | None:
    if "open_period" in params and "close_date" in params:
        raise bad_request("open_period can't be used together with close_date")
    now = int(api.now().timestamp())
    if "open_period" in params:
        seconds = params["open_period"]
    elif "close_date" in params:
        seconds = params["close_date"] - now
    else:
        return None
    if not _SHORTEST <= seconds <= _LONGEST:
        raise bad_request(f"a poll can be open for {_SHORTEST} to {_LONGEST} seconds")
    return now + int(seconds)
