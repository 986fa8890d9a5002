"""Buttons on the wire: a letter and a few short fields, at most 64 bytes (Bot API, InlineKeyboardButton)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.tutor.exam import Result
from bot.tutor.grading import Answer

MAX_BYTES = 64
_MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class AnswerAction:
    """Certo, Errado or a blank on one assertion, perhaps marked as a guess."""

    asked_id: int
    answer: Answer
    guess: bool


@dataclass(frozen=True, slots=True)
class WhyAction:
    """Show (or fold away) the long explanation."""

    asked_id: int
    unfold: bool


@dataclass(frozen=True, slots=True)
class MoreAction:
    """Five more in a finished set."""

    delivery_id: int


@dataclass(frozen=True, slots=True)
class NudgeAction:
    """A button of a nudge: now, later, not_today, stop."""

    delivery_id: int
    what: str


@dataclass(frozen=True, slots=True)
class MenuAction:
    """Open a page of the settings."""

    page: str


@dataclass(frozen=True, slots=True)
class SetAction:
    """Set one setting to a value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class EraseAction:
    """The second step of /apagar."""

    confirmed: bool


@dataclass(frozen=True, slots=True)
class GoAction:
    """A command as a button."""

    command: str


@dataclass(frozen=True, slots=True)
class ExamAction:
    """A button about the exam: `in` so many months (0: never), `ok` to numbers a day, `how` it went."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class WordsAction:
    """The phrase of that number (1 to 3) is the wrong one; None skips the question."""

    asked_id: int
    choice: int | None


@dataclass(frozen=True, slots=True)
class MistakesAction:
    """A page of the error notebook, from 0: open it, or review what stands on it."""

    page: int
    review: bool = False


Action = (
    AnswerAction | WhyAction | MoreAction | NudgeAction | MenuAction | SetAction | EraseAction | GoAction | ExamAction
    | WordsAction | MistakesAction
)  # fmt: skip

_NUDGES = {"n": "now", "l": "later", "t": "not_today", "s": "stop"}
_NUDGE_LETTERS = {what: letter for letter, what in _NUDGES.items()}


def encode(action: Action) -> str:
    """The callback data of an action; ValueError where it would not fit."""
    data = ":".join(_fields(action))
    if not 1 <= len(data.encode()) <= MAX_BYTES:
        raise ValueError(f"callback data of {len(data.encode())} bytes")
    return data


def decode(data: str) -> Action | None:
    """The action behind callback data; None for anything this version does not write."""
    if len(data.encode(errors="replace")) > MAX_BYTES:
        return None
    letter, *rest = data.split(":")
    reader = _READERS.get(letter)
    try:
        action = reader(rest) if reader else None
        return action if action is not None and encode(action) == data else None
    except (ValueError, KeyError, IndexError):
        return None


def exam_wish(what: str, value: str) -> Result | int | tuple[int, int] | None:
    """What an ExamAction asks for: a result, months, or numbers a day; None where it is none of these."""
    try:
        match what:
            case "how":
                return Result(value) if value != Result.ASKED else None
            case "in":
                return _number(value)
            case "ok":
                count, new = value.split("-")
                return _number(count), _number(new)
            case _:
                return None
    except ValueError:
        return None


def _number(field: str) -> int:
    if not (field.isascii() and field.isdigit() and len(field) <= 3):
        raise ValueError(field)
    return int(field)


def _fields(action: Action) -> tuple[str, ...]:
    match action:
        case AnswerAction(asked_id, answer, guess):
            return "a", str(asked_id), answer.value.upper() if guess else answer.value
        case WhyAction(asked_id, unfold):
            return "w", str(asked_id), "1" if unfold else "0"
        case MoreAction(delivery_id):
            return "m", str(delivery_id)
        case NudgeAction(delivery_id, what):
            return "n", str(delivery_id), _NUDGE_LETTERS[what]
        case WordsAction(asked_id, choice):
            return "q", str(asked_id), str(choice or 0)
        case MistakesAction(page, review):
            return "v" if review else "e", str(page)
        case _:
            return _fields_of_menus(action)


def _fields_of_menus(action: MenuAction | SetAction | EraseAction | GoAction | ExamAction) -> tuple[str, ...]:
    match action:
        case MenuAction(page):
            return "c", page
        case SetAction(name, value):
            return "s", name, value
        case EraseAction(confirmed):
            return "x", "1" if confirmed else "0"
        case GoAction(command):
            return "g", command
        case ExamAction(what, value):
            return "p", what, value


def _id(field: str) -> int:
    number = int(field)
    if not 0 < number <= _MAX_ID:
        raise ValueError(field)
    return number


def _up_to(field: str, most: int) -> int:
    number = _number(field)
    if number > most:
        raise ValueError(field)
    return number


def _answer(rest: list[str]) -> Action:
    asked_id, letter = rest
    if letter == Answer.BLANK.upper():
        raise ValueError(letter)  # a blank is no guess
    return AnswerAction(_id(asked_id), Answer(letter.lower()), letter.isupper())


def _settable(rest: list[str]) -> Action:
    name, value = rest[0], ":".join(rest[1:])
    return SetAction(name, value)


_READERS: dict[str, Callable[[list[str]], Action]] = {
    "a": _answer,
    "w": lambda rest: WhyAction(_id(rest[0]), rest[1] == "1"),
    "m": lambda rest: MoreAction(_id(rest[0])),
    "n": lambda rest: NudgeAction(_id(rest[0]), _NUDGES[rest[1]]),
    "c": lambda rest: MenuAction(rest[0]),
    "s": _settable,
    "x": lambda rest: EraseAction(rest[0] == "1"),
    "g": lambda rest: GoAction(rest[0]),
    "q": lambda rest: WordsAction(_id(rest[0]), _up_to(rest[1], 3) or None),
    "e": lambda rest: MistakesAction(_up_to(rest[0], 999)),
    "v": lambda rest: MistakesAction(_up_to(rest[0], 999), review=True),
    "p": lambda rest: ExamAction(rest[0], rest[1]),
}
