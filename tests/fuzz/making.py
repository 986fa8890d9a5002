"""Updates made by the specification, and what becomes of them in bad hands; a seed gives the same ones again."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

Json = Any

_SPEC = Path(__file__).parents[1] / "botapi" / "spec-10.0.json"
KINDS = (
    "message", "message", "edited_message", "callback_query", "callback_query", "poll_answer", "poll", "my_chat_member",
    "inline_query",
)  # fmt: skip
_STANDINGS = ("creator", "administrator", "member", "restricted", "left", "kicked")
_DEEPEST = 4
_LONG = "x" * 4096
_TEXTS = (
    "", " ", "/start", "/hoje", "/config", "/prova 12/03/2027", "/pausar 7d", "/apagar", "/quiz 3", "/placar", "/erros",
    "/minuto", "/revisar", "/duelo", "/start " + "A" * 64, "/prova " + "9" * 4000, "/pausar " + "٣" * 30,
    "/" + "a" * 300, "/quiz -1 " + "é" * 500, "/start@outro_bot", "São Paulo", "UTC+25:99", _LONG,
    "\u202eabc\u202c", "\x00", "e\u0301" * 2000, "🏳️\u200d🌈" * 500, "' OR 1=1; --", "<b>&lt;", "%s %d {n}",
    "\ud83d", "12/13/2026", "-1", "NaN", "1e309",
)  # fmt: skip
_DATA = (
    "a:1:c", "a:1:e", "a:1:b", "a:1:C", "a:99999999999999999999:c", "a:-1:c", "a::", "a:1:c:9", "w:1", "y:1", "n:1:now",
    "s:count:5", "s:count:0", "s:zone:Mars/Base", "s:time:99:99", "m:main", "m:" + "x" * 60, "e:1", "e:0", "g:hoje",
    "g:apagar", "x", "", ":" * 64, "é" * 32, "\x00", "r:1:c", "p:1", "d:1", "q:" + "9" * 60,
)  # fmt: skip
_NUMBERS = (0, 1, -1, 2, 7, 2**31, 2**53, 2**63 - 1, -(2**63), 2**64, 1_700_000_000)
_SMALL = (1, 2, 3, 30)
_WRONG = (None, True, [], {}, "", 0.5, "1", [[[[]]]], {"id": None}, -(10**30), "\ud800")


@cache
def _types() -> dict[str, Json]:
    return json.loads(_SPEC.read_text())["types"]


class Maker:
    """Values of the API's types, drawn by `dice`; people and chats are few, so that they meet again."""

    def __init__(self, dice: Random, people: int = 12) -> None:
        self._dice = dice
        self._people = people
        self._likely = self._draws()

    def update(self, number: int) -> Json:
        """A valid update of a kind that we ask for."""
        kind = self._dice.choice(KINDS)
        field = next(field for field in _types()["Update"]["fields"] if field["name"] == kind)
        content = self.value(field["types"][0], 0)
        if kind in ("message", "edited_message") and self._dice.random() < 0.9:
            content["from"] = self.value("User", 1)
        return {"update_id": number, kind: self._known(content)}

    def value(self, kind: str, depth: int) -> Json:
        """A value of a type, such as "Message" or "Array of PhotoSize"."""
        if kind.startswith("Array of "):
            count = self._dice.randrange(3) if depth < _DEEPEST else 0
            return [self.value(kind.removeprefix("Array of "), depth + 1) for _ in range(count)]
        simple = {
            "Integer": lambda: self._dice.choice(_NUMBERS if self._dice.random() < 0.1 else _SMALL),
            "Float": lambda: self._dice.uniform(-1e9, 1e9),
            "String": lambda: self._dice.choice(_TEXTS), "Boolean": lambda: self._dice.random() < 0.5,
            "True": lambda: True,
        }  # fmt: skip
        if kind in simple:
            return simple[kind]()
        return self._object(_types()[kind], depth)

    def _object(self, kind: Json, depth: int) -> Json:
        if kind.get("subtypes"):
            return self._object(_types()[self._dice.choice(kind["subtypes"])], depth)
        found = {}
        for field in kind.get("fields", ()):
            wanted = field["required"] or (depth < _DEEPEST and self._dice.random() < 0.25 / (depth + 1))
            if wanted:
                found[field["name"]] = self._field(kind["name"], field, depth)
        return found

    def _field(self, owner: str, field: Json, depth: int) -> Json:
        name = field["name"]
        if name.endswith("date"):
            return 1_772_451_000
        draw = self._likely.get((owner, name)) or self._likely.get(("", name))
        return draw() if draw else self.value(field["types"][0], depth + 1)

    def _draws(self) -> dict[tuple[str, str], Any]:
        """What fields hold that would else never fit together; an empty owner stands for any."""
        dice = self._dice
        return {
            ("User", "id"): lambda: 1000 + dice.randrange(self._people),
            ("Chat", "type"): lambda: dice.choice(("private", "group", "supergroup", "channel")),
            ("CallbackQuery", "data"): self._button,
            ("CallbackQuery", "id"): lambda: str(dice.randrange(10**9)),
            ("InlineQuery", "id"): lambda: str(dice.randrange(10**9)),
            ("InlineQuery", "offset"): lambda: "",
            ("Message", "message_id"): lambda: dice.randrange(1, 300),
            ("Poll", "id"): lambda: str(dice.randrange(30)),
            ("PollAnswer", "poll_id"): lambda: str(dice.randrange(30)),
            ("PollAnswer", "option_ids"): lambda: [dice.randrange(3)],
            ("", "first_name"): lambda: dice.choice(("Ana", "Zé", "José da Silva", dice.choice(_TEXTS))),
            ("", "language_code"): lambda: dice.choice(("pt-br", "en", "xx", "")),
            ("", "status"): lambda: dice.choice(_STANDINGS),
        }

    def _button(self) -> str:
        if self._dice.random() < 0.5:
            return self._dice.choice(_DATA)
        return f"a:{self._dice.randrange(1, 60)}:{self._dice.choice('cebCE')}"

    def _known(self, content: Json) -> Json:
        """A private chat has its person's number, a group one of a few; a press stands under a message."""
        person = content.get("from") or content.get("user")
        message = content.get("message") or content
        chat = message.get("chat")
        if "message_id" in content and self._dice.random() < 0.8:
            self._say(content)
        if chat and person:
            private = self._dice.random() < 0.7
            chat["id"], chat["type"] = (
                (person["id"], "private") if private else (-100 - self._dice.randrange(5), "supergroup")
            )
        return content

    def _say(self, message: Json) -> None:
        """Words that a person may write, the command in them marked; often enough the first."""
        text = "/start" if self._dice.random() < 0.3 else self._dice.choice(_TEXTS)
        message["text"] = text
        length = len(text.split()[0]) if text.startswith("/") else 0
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}] if length else []


class Mutator:
    """Real updates, bent: keys lost, values of another type, too long, too deep, exchanged between two."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice

    def bent(self, update: Json) -> Json:
        """A copy with one to four of its places changed."""
        copy = deepcopy(update)
        for _ in range(self._dice.randint(1, 4)):
            self._bend(copy)
        return copy

    def _bend(self, root: Json) -> None:
        places = list(_places(root))
        if not places:
            return
        holder, key = self._dice.choice(places)
        act = self._dice.randrange(5)
        if act == 0:
            del holder[key]
        elif act == 1:
            holder[key] = self._dice.choice(_WRONG)
        elif act == 2 and isinstance(holder[key], str):
            holder[key] = self._dice.choice((_TEXTS, _DATA)[self._dice.randrange(2)])
        elif act == 3 and isinstance(holder[key], int):
            holder[key] = self._dice.choice(_NUMBERS)
        else:
            other, name = self._dice.choice(places)
            if name in (other if isinstance(other, dict) else range(len(other))):
                holder[key] = deepcopy(other[name])


def _places(value: Json) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)
