"""What a page may send: frames checked before anything acts on them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.chat.actions import MAX_BYTES
from bot.chat.desk import LONGEST_TEXT
from bot.local.people import CHATS, PEOPLE, Person

LARGEST_FRAME = 64 * 1024
"""Bytes: room for the longest text with every character escaped."""


class Unreadable(Exception):
    """A frame that is none of these; the message says why, without quoting it."""


def _known(person_id: int) -> int:
    if person_id not in PEOPLE:
        raise ValueError("nobody")
    return person_id


def _chat(chat_id: int) -> int:
    if chat_id not in CHATS:
        raise ValueError("no chat")
    return chat_id


def _short(data: str) -> str:
    if len(data.encode()) > MAX_BYTES:
        raise ValueError("too long")
    return data


def _worded(text: str) -> str:
    if not text.strip():
        raise ValueError("blank")
    return text


_Id = Annotated[int, Field(gt=0, lt=2**63)]
_Tap = Annotated[int, Field(ge=0, lt=2**31)]


class _Ask(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Personal(_Ask):
    person_id: Annotated[int, AfterValidator(_known), Field(alias="person")]

    @property
    def person(self) -> Person:
        """Who asks."""
        return PEOPLE[self.person_id]


class _OfChat(_Ask):
    chat_id: Annotated[int, AfterValidator(_chat), Field(alias="person")]


class SayAsk(_Personal):
    """A message typed, in the private chat or in the group: 1 to 4,096 characters, not all blank."""

    type: Literal["say", "group_say"]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_worded)]


class PressAsk(_Personal):
    """A button pressed under a message; `tap` comes back with the acknowledgement."""

    type: Literal["press", "group_press"]
    message: _Id
    data: Annotated[str, Field(min_length=1), AfterValidator(_short)]
    tap: _Tap


class VoteAsk(_Personal):
    """An option of a poll in the group, by its position."""

    type: Literal["vote"]
    message: _Id
    option: Annotated[int, Field(ge=0, lt=12)]
    tap: _Tap


class EnterAsk(_Personal):
    """The bot is to be added to the group."""

    type: Literal["enter"]


class SeenAsk(_OfChat):
    """Everything up to a message has been looked at."""

    type: Literal["seen"]
    message: _Id


class EarlierAsk(_OfChat):
    """The messages before one."""

    type: Literal["earlier"]
    before: _Id


class JumpAsk(_Ask):
    """The clock is to be moved on."""

    type: Literal["jump"]
    by: Literal["hour", "day", "week"]


Ask = SayAsk | PressAsk | VoteAsk | EnterAsk | SeenAsk | EarlierAsk | JumpAsk
_ASK: TypeAdapter[Ask] = TypeAdapter(Annotated[Ask, Field(discriminator="type")])


def read(frame: str) -> Ask:
    """The ask in a text frame; Unreadable for anything else."""
    try:
        return _ASK.validate_json(frame)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Unreadable(f"{place}: {first['msg']}" if place else first["msg"]) from None
    except UnicodeError:
        raise Unreadable("not Unicode text") from None
