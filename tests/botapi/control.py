"""The control interface: what the drivers do in process, for tests in other processes.

POST /control/<name> with a JSON object; answers {"ok": true, "result": …}, or 400 with an `error`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.botapi.control_views import call_view, message_view, state_view
from tests.botapi.faults import KINDS, Kind
from tests.botapi.groups import Group
from tests.botapi.messages import Message
from tests.botapi.pace import Limits
from tests.botapi.people import Person
from tests.botapi.polls import CannotVote
from tests.botapi.queries import CallbackTap
from tests.botapi.refusals import Refusal

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

Json = dict[str, Any]
Act = Callable[["BotApi", Json], Awaitable[Any]]

_ACTS: dict[str, Act] = {}
_LONGEST_WAIT = 60.0
_MOST_SHOWN = 1000
_MOST_WATCHED = 10_000


async def handle(api: BotApi, request: web.BaseRequest, name: str) -> web.Response:
    """Run one act; whatever it complains of is told as text."""
    act = _ACTS.get(name)
    if act is None or request.method != "POST":
        return _answer({"ok": False, "error": f"POST one of {', '.join(sorted(_ACTS))}"}, 404)
    try:
        body = await request.json() if request.body_exists else {}
        if not isinstance(body, dict):
            raise TypeError("the body must be a JSON object")
        return _answer({"ok": True, "result": await act(api, body)})
    except (KeyError, ValueError, TypeError, LookupError, Refusal, CannotVote) as error:
        return _answer({"ok": False, "error": f"{type(error).__name__}: {error}"}, 400)


def _answer(payload: Json, status: int = 200) -> web.Response:
    return web.Response(status=status, body=json.dumps(payload).encode(), content_type="application/json")


def act(handler: Act) -> Act:
    _ACTS[handler.__name__.rstrip("_")] = handler
    return handler


def _person(api: BotApi, body: Json) -> Person:
    return api.world.people[body["user_id"]]


def _group(api: BotApi, body: Json) -> Group | None:
    chat_id = body.get("chat_id")
    return None if chat_id is None or chat_id == body.get("user_id") else api.groups[chat_id]


def _message(api: BotApi, body: Json) -> Message:
    chat = api.world.chats[body["chat_id"] if "chat_id" in body else body["user_id"]]
    found = chat.known(body["message_id"])
    if found is None:
        raise LookupError("no such message")
    return found


@act
async def person(api: BotApi, body: Json) -> Json:
    """first_name, and what else Person takes."""
    return {"user_id": api.person(body.pop("first_name"), **body).id}


@act
async def group(api: BotApi, body: Json) -> Json:
    """title, members (user ids), and what else Group takes."""
    members = [api.world.people[number] for number in body.pop("members", ())]
    return {"chat_id": api.group(body.pop("title"), members, **body).id}


@act
async def says(api: BotApi, body: Json) -> Json:
    """user_id, text, chat_id for a group."""
    message = await _person(api, body).says(body["text"], _group(api, body), thread=body.get("thread"))
    return message_view(message)


@act
async def taps(api: BotApi, body: Json) -> Json:
    """user_id, message_id, button (label or data) or data (forged), chat_id for a group."""
    message = _message(api, body)
    if "data" in body:
        tap = await _person(api, body).forges(message, body["data"])
    else:
        tap = await _person(api, body).taps(message, body["button"])
    api.watched[tap.id] = tap
    if len(api.watched) > _MOST_WATCHED:
        del api.watched[next(iter(api.watched))]
    return {"tap": tap.id, "update_id": tap.update_id}


@act
async def tap(api: BotApi, body: Json) -> Json | None:
    """tap: what it was answered, or null."""
    found: CallbackTap = api.watched[body["tap"]]
    answered = found.answered
    return None if answered is None else {"text": answered.text, "alert": answered.alert}


@act
async def votes(api: BotApi, body: Json) -> int | None:
    """user_id, chat_id, message_id, options (texts or positions), anyway."""
    return await _person(api, body).votes(_message(api, body), *body["options"], anyway=body.get("anyway", False))


@act
async def blocks(api: BotApi, body: Json) -> None:
    await _person(api, body).blocks()


@act
async def unblocks(api: BotApi, body: Json) -> None:
    await _person(api, body).unblocks()


@act
async def fault(api: BotApi, body: Json) -> None:
    """method, kind, args (of the kind), times (null for ever), chat, chance."""
    kind: Kind = KINDS[body["kind"]](**body.get("args", {}))
    api.fault(body["method"], kind, body.get("times", 1), body.get("chat"), chance=body.get("chance", 1.0))


@act
async def clear_faults(api: BotApi, body: Json) -> None:
    api.faults.clear()


@act
async def mischief(api: BotApi, body: Json) -> None:
    """repeat (a probability), shuffle, seed."""
    found = api.updates.mischief
    found.repeat, found.shuffle = body.get("repeat", 0.0), body.get("shuffle", False)
    found.random.seed(body.get("seed", 0))


@act
async def limits(api: BotApi, body: Json) -> None:
    """What Limits takes, or an empty object to switch them off."""
    api.limits = Limits(**body) if body else None


@act
async def redeliver(api: BotApi, body: Json) -> None:
    api.redeliver(body["update_id"])


@act
async def hold(api: BotApi, body: Json) -> None:
    api.hold()


@act
async def release(api: BotApi, body: Json) -> None:
    api.release()


@act
async def advance(api: BotApi, body: Json) -> None:
    api.advance(body["seconds"])


@act
async def messages(api: BotApi, body: Json) -> list[Json]:
    """chat_id, after (a message id)."""
    chat = api.world.chats[body["chat_id"]]
    found = [message_view(message) for message in chat.messages if message.id > body.get("after", 0)]
    return found[:_MOST_SHOWN]


@act
async def calls(api: BotApi, body: Json) -> list[Json]:
    """after (a call number), method."""
    after, method = body.get("after", 0), body.get("method")
    found = [call_view(call) for call in api.calls if call.number > after and method in (None, call.method)]
    return found[:_MOST_SHOWN]


@act
async def state(api: BotApi, body: Json) -> Json:
    return state_view(api)


@act
async def wait(api: BotApi, body: Json) -> Json:
    """revision (of a state seen before), timeout: the state once anything has changed."""
    if body.get("revision") == api.bell.revision:
        await api.bell.heard(min(body.get("timeout", 5.0), _LONGEST_WAIT))
    return state_view(api)
