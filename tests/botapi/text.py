"""Message text as Telegram keeps it: parsed, trimmed, measured, with entities it finds itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.botapi import html
from tests.botapi.html import Entity, utf16
from tests.botapi.refusals import bad_request

_RAW_BYTES = 1 << 15
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?P<email>(?<![\w.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]*[A-Za-z0-9])"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
    r"|(?P<bot_command>(?<![\w/@#<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@]))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_HINT = re.compile(r"[@/#]")
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text without mark-up, and its entities (Bot API MessageEntity objects)."""

    text: str
    entities: list[Entity]

    def content(self, field: str = "text") -> dict[str, Any]:
        """The fields of a Message that hold it: `text` and `entities`, or `caption` and its own."""
        if not self.text:
            return {}
        found: dict[str, Any] = {field: self.text}
        if self.entities:
            found["entities" if field == "text" else f"{field}_entities"] = self.entities
        return found


def formatted(source: str, parse_mode: str | None = None, entities: list[Entity] | None = None) -> Formatted:
    """Parse what a bot sent. Refusal with the server's words for what it would not take."""
    if len(source.encode(errors="surrogatepass")) > _RAW_BYTES:
        raise bad_request("text is too long")
    mode = (parse_mode or "none").lower()
    if mode == "html":
        text, found = html.parse(source)
    elif mode == "none":
        text, found = source, _within(source, entities or [])
    elif mode in ("markdown", "markdownv2"):
        raise bad_request("parse_mode Markdown is not simulated; send HTML")
    else:
        raise bad_request("unsupported parse_mode")
    if entities and mode != "none":
        raise bad_request("entities and parse_mode are given; the API takes one of them")
    return detected(_trimmed(text, found))


def detected(said: Formatted) -> Formatted:
    """With the entities that every client and server finds by itself: links, commands, mentions."""
    if _HINT.search(said.text) is None:
        return said
    entities = list(said.entities)
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    for found in _FOUND.finditer(said.text):
        offset = utf16(said.text[: found.start()])
        length = utf16(found.group())
        if not any(start < offset + length and offset < end for start, end in taken):
            entities.append({"type": found.lastgroup, "offset": offset, "length": length})
    return Formatted(said.text, sorted(entities, key=lambda e: (e["offset"], -e["length"])))


def message_text(source: str, parse_mode: str | None, entities: list[Entity] | None) -> Formatted:
    """The text of a message: 1 to 4,096 characters after parsing."""
    said = formatted(source, parse_mode, entities)
    if not said.text:
        raise bad_request("message text is empty")
    if len(said.text) > 4096:
        raise bad_request("message is too long")
    return said


def caption_text(params: dict[str, Any]) -> Formatted:
    """The caption that sendPhoto and its like give: at most 1,024 characters after parsing."""
    said = formatted(params.get("caption", ""), params.get("parse_mode"), params.get("caption_entities"))
    if len(said.text) > 1024:
        raise bad_request("message caption is too long")
    return said


def _within(text: str, entities: list[Entity]) -> list[Entity]:
    size = utf16(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > size:
            raise bad_request("can't parse MessageEntity: the entity is out of the text's bounds")
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def _trimmed(text: str, entities: list[Entity]) -> Formatted:
    """Without white space at either end; entities are cut or dropped with it."""
    left = text.lstrip()
    kept = left.rstrip()
    if kept == text:
        return Formatted(text, entities)
    shift, size = utf16(text[: len(text) - len(left)]), utf16(kept)
    found = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, size)
        if end > start:
            found.append({**entity, "offset": start, "length": end - start})
    return Formatted(kept, found)
